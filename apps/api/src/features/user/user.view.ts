import type { UserRef, UserView } from "@crm/contract";
import type { UserRow } from "./user.queries.ts";

/** A user as others see him in a list of people. */
export const toUserRef = ({
  id,
  firstName,
  lastName,
  active,
  photoId,
}: Omit<UserRef, "name"> & { firstName: string; lastName: string }): UserRef => ({
  id,
  name: `${firstName} ${lastName}`.trim(),
  active,
  photoId,
});

/** A user as the « Utilisateurs » screens see him; never his password's hash. */
export const toUserView = ({ organisation, ...user }: UserRow): UserView => ({
  id: user.id,
  firstName: user.firstName,
  lastName: user.lastName,
  email: user.email,
  phone: user.phone ?? "",
  jobTitle: user.jobTitle ?? "",
  profile: user.profile,
  crmAccess: user.crmAccess,
  organisation: { id: organisation.id, name: organisation.name },
  photoId: user.photoId,
  active: user.active,
  version: user.version,
  createdAt: user.createdAt.toISOString(),
});
