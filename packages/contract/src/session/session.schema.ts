import { z } from "zod";
import { line } from "../shared/page.ts";
import { permissions, profileNames } from "../shared/permission.ts";

/** The password rule: long enough; bounded because hashing costs. No composition rules (NIST SP 800-63B). */
export const Password = z.string().min(10).max(200);

export const Credentials = z.object({ email: line(320), password: z.string().max(200) });

/** The signed-in user, as the shell needs him. */
export const Me = z.object({
  id: z.uuid(),
  email: z.string(),
  firstName: z.string(),
  lastName: z.string(),
  profile: z.enum(profileNames),
  organisation: z.object({ id: z.uuid(), name: z.string() }),
  permissions: z.array(z.enum(permissions)),
  photoId: z.uuid().nullable(),
});
export type Me = z.infer<typeof Me>;

export const SignedIn = z.object({ accessToken: z.string(), user: Me });

export const SessionView = z.object({
  id: z.uuid(),
  userAgent: z.string(),
  createdAt: z.iso.datetime(),
  rotatedAt: z.iso.datetime(),
  current: z.boolean(),
});
