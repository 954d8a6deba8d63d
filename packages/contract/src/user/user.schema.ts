import { emailAddress } from "@crm/fields";
import { z } from "zod";
import { OrganisationView } from "../organisation/organisation.endpoints.ts";
import { CurrentPassword, Password } from "../session/session.schema.ts";
import { Count, line } from "../shared/page.ts";
import { profileNames } from "../shared/permission.ts";

/** Who can be chosen to follow a record. */
export const UserRef = z.object({
  id: z.uuid(),
  name: z.string(),
  active: z.boolean(),
  photoId: z.uuid().nullable(),
});
export type UserRef = z.infer<typeof UserRef>;

const fields = {
  firstName: line(100).min(1),
  lastName: line(100).min(1),
  email: emailAddress(),
  phone: line(40),
  jobTitle: line(120),
  profile: z.enum(profileNames),
  /** The « administrateur » box of guide 5. */
  crmAccess: z.boolean(),
  organisationId: z.uuid(),
};

export const UserInput = z.object({
  ...fields,
  phone: fields.phone.default(""),
  jobTitle: fields.jobTitle.default(""),
  password: Password,
});
/** What is left out stays as it is. `current`: one's own password, without which one's own e-mail and password stay. */
export const UserChanges = z
  .object({ ...fields, password: Password, current: CurrentPassword })
  .partial()
  .extend({ version: z.int().positive() });

export const UserView = z.object({
  id: z.uuid(),
  firstName: z.string(),
  lastName: z.string(),
  email: z.string(),
  phone: z.string(),
  jobTitle: z.string(),
  profile: z.enum(profileNames),
  crmAccess: z.boolean(),
  organisation: OrganisationView,
  photoId: z.uuid().nullable(),
  active: z.boolean(),
  version: z.int(),
  createdAt: z.iso.datetime(),
});
export type UserView = z.infer<typeof UserView>;

export const UserQuery = z.object({ search: line(200).optional(), active: z.stringbool().optional() });
export const UserList = z.object({ rows: z.array(UserView), count: Count });
