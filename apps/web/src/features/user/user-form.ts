import { CurrentPassword, Password, UserInput, type UserView } from "@crm/contract";
import { t } from "@lingui/core/macro";
import { z } from "zod";

/** The form of a user, new or known: the fields of the API, the password written twice, one's own as it is. */
const Fields = UserInput.extend({
  organisationId: z.uuid({ error: () => t`Choisissez une organisation.` }),
  confirmation: z.string(),
  current: CurrentPassword,
});

/** Said also while other fields are at fault: one correction round instead of two. */
const confirmed = <S extends z.ZodObject>(schema: S) =>
  schema.refine((fields) => fields["password"] === fields["confirmation"], {
    path: ["confirmation"],
    error: () => t`Les deux mots de passe ne sont pas identiques.`,
    when: () => true,
  });

export const NewUser = confirmed(Fields);
/** An empty password stays as it is. `version`: the one the form was opened on. */
export const KnownUser = confirmed(Fields.extend({ password: z.literal("").or(Password), version: z.int() }));

export type UserFields = z.input<typeof NewUser>;
export type KnownUserFields = z.input<typeof KnownUser>;

export const noFields: UserFields = {
  firstName: "",
  lastName: "",
  email: "",
  phone: "",
  jobTitle: "",
  crmAccess: false,
  profile: "salesperson",
  organisationId: "",
  password: "",
  confirmation: "",
  current: "",
};

export const fieldsOf = (user: UserView): KnownUserFields => ({
  firstName: user.firstName,
  lastName: user.lastName,
  email: user.email,
  phone: user.phone,
  jobTitle: user.jobTitle,
  crmAccess: user.crmAccess,
  profile: user.profile,
  organisationId: user.organisation.id,
  password: "",
  confirmation: "",
  current: "",
  version: user.version,
});
