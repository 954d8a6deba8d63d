import { type Me, permissionsOf, type SessionView } from "@crm/contract";
import type { Session } from "@crm/db";
import type { z } from "zod";
import type { SignedInUser } from "./session.queries.ts";

/** The signed-in user, as the shell needs him. */
export const toMe = (user: SignedInUser): Me => ({
  id: user.id,
  email: user.email,
  firstName: user.firstName,
  lastName: user.lastName,
  profile: user.profile,
  organisation: { id: user.organisation.id, name: user.organisation.name },
  permissions: permissionsOf(user),
  photoId: user.photoId,
});

export const toSessionView = (session: Session, currentId: string): z.output<typeof SessionView> => ({
  id: session.id,
  userAgent: session.userAgent,
  createdAt: session.createdAt.toISOString(),
  rotatedAt: session.rotatedAt.toISOString(),
  current: session.id === currentId,
});
