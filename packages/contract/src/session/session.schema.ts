import { z } from "zod";
import { line } from "../shared/page.ts";
import { permissions, profileNames } from "../shared/permission.ts";

/**
 * The password rule: long enough; bounded because hashing costs. No composition rules (NIST SP 800-63B); that it is not among
 * the frequent ones, nor its owner's name, is for the server to say.
 */
export const Password = z
  .string()
  .min(12)
  .max(200)
  .refine((password) => new Set(password.replace(/\s/g, "")).size > 1, { params: { rule: "passwordRepeated" } });

/** The password that an account has: of any length, as it may be older than the rule above. */
export const CurrentPassword = z.string().max(200);

export const Credentials = z.object({ email: line(320), password: CurrentPassword });

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
