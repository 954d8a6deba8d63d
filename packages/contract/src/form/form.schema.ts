import { type Answers, answersSchema, takesSms } from "@crm/fields";
import { z } from "zod";
import { type ConsentChannel, consentChannels } from "../consent/consent.schema.ts";
import { ContactEssentials } from "../contact/contact.schema.ts";
import { QuestionView } from "../question/question.endpoints.ts";
import { line, text } from "../shared/page.ts";
import { UserRef } from "../user/user.schema.ts";

/**
 * What a form may ask besides questions: the essentials of a contact, and « message », a free text that stays with the
 * submission.
 */
export const formFieldNames = [
  "email",
  "title",
  "lastName",
  "firstName",
  "company",
  "phone",
  "mobile",
  "address",
  "postalCode",
  "city",
  "country",
  "message",
] as const;
export type FormFieldName = (typeof formFieldNames)[number];
export const isFormFieldName = (key: string): key is FormFieldName =>
  (formFieldNames as readonly string[]).includes(key);

/** How the essentials are called on a form, unless it says otherwise. */
export const formFieldLabels: Record<FormFieldName, string> = {
  email: "E-mail",
  title: "Civilité",
  lastName: "Nom",
  firstName: "Prénom",
  company: "Organisation",
  phone: "Téléphone",
  mobile: "Mobile",
  address: "Adresse",
  postalCode: "Code postal",
  city: "Ville",
  country: "Pays",
  message: "Message",
};

/** One field of a form: a name of `formFieldNames`, or the id of a question about contacts. */
export const FormField = z.object({
  key: z.enum(formFieldNames).or(z.uuid()),
  required: z.boolean().default(false),
  /** Empty: the field's own name, or the question's. */
  label: line(200).default(""),
  /** Empty: none, or the question's. */
  help: line(500).default(""),
});
export type FormField = z.output<typeof FormField>;

/** The last part of a form's address, « /f/demande-de-devis ». */
export const FormSlug = z
  .string()
  .trim()
  .min(1)
  .max(80)
  .refine((slug) => slug === "" || /^[a-z0-9]+(-[a-z0-9]+)*$/.test(slug), { params: { rule: "slug" } });

/** Of an address that a visitor opens: what is no form's is not found. */
export const SlugParams = z.object({ slug: z.string().max(200) });

/** Nothing but https: a thanks page is public, and `javascript:` is no page. */
const RedirectUrl = z
  .url({ protocol: /^https$/, hostname: z.regexes.domain })
  .max(1000)
  .nullable()
  .default(null);

const fault = (path: (string | number)[], rule: string, key?: string) =>
  ({ code: "custom", input: undefined, path, params: key ? { rule, key } : { rule } }) as z.core.$ZodRawIssue;

/** A form as its editor writes it (guide 1.2.5). The e-mail is always asked and required: a submission finds its contact by it. */
export const FormInput = z
  .object({
    name: line(120).min(1),
    slug: FormSlug,
    title: line(200).default(""),
    intro: text(5000).default(""),
    fields: z.array(FormField).min(1).max(100),
    /** The button's text; empty: « Envoyer ». */
    button: line(60).default(""),
    /** What is said once it is sent; empty: the usual sentence. */
    thanks: text(2000).default(""),
    /** Where the visitor is led instead. */
    redirectUrl: RedirectUrl,
    /** What the box to be written to says, word for word, on each channel; empty: there is no box. */
    emailConsent: text(1000).default(""),
    smsConsent: text(1000).default(""),
    /** Who follows the contacts that it creates; null: nobody. */
    ownerId: z.uuid().nullable().default(null),
    /** Open to answers. */
    active: z.boolean().default(true),
  })
  .check(({ value: { fields, smsConsent }, issues }) => {
    const keys = fields.map(({ key }) => key);
    for (const [i, key] of keys.entries())
      if (keys.indexOf(key) !== i) issues.push(fault(["fields", i, "key"], "fieldTwice"));
    if (!fields.some(({ key, required }) => key === "email" && required)) issues.push(fault(["fields"], "emailField"));
    if (smsConsent !== "" && !keys.includes("mobile")) issues.push(fault(["smsConsent"], "mobileField"));
  });
export type FormInput = z.output<typeof FormInput>;

/** An address from a name: « Demande de devis » → demande-de-devis. */
export const suggestSlug = (name: string): string =>
  name
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/œ/gi, "oe")
    .replace(/æ/gi, "ae")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 80)
    .replace(/^-|-$/g, "");

export const FormRef = z.object({ id: z.uuid(), name: z.string() });

export const FormView = z.object({
  id: z.uuid(),
  name: z.string(),
  slug: z.string(),
  /** Its public address. */
  address: z.string(),
  title: z.string(),
  intro: z.string(),
  fields: z.array(z.object({ key: z.string(), required: z.boolean(), label: z.string(), help: z.string() })),
  button: z.string(),
  thanks: z.string(),
  redirectUrl: z.string().nullable(),
  emailConsent: z.string(),
  smsConsent: z.string(),
  owner: UserRef.nullable(),
  active: z.boolean(),
  archivedAt: z.iso.datetime().nullable(),
  /** Submissions that the actor sees, and when the last of them came. */
  submissions: z.int(),
  lastAt: z.iso.datetime().nullable(),
  version: z.int(),
  can: z.object({ update: z.boolean() }),
});
export type FormView = z.infer<typeof FormView>;

/** What of a question a visitor needs to answer it. Its condition is about another field of the form, or null. */
const PublicQuestion = QuestionView.pick({
  id: true,
  label: true,
  help: true,
  type: true,
  config: true,
  condition: true,
  archivedAt: true,
});

/** A field as a visitor sees it: label and help are the form's own, else the question's. */
const PublicField = z.object({
  key: z.string(),
  required: z.boolean(),
  label: z.string(),
  help: z.string(),
  /** Null: one of `formFieldNames`. */
  question: PublicQuestion.nullable(),
});
export type PublicField = z.infer<typeof PublicField>;

/** A form as a visitor sees it. */
export const PublicForm = z.object({
  title: z.string(),
  intro: z.string(),
  fields: z.array(PublicField),
  button: z.string(),
  consents: z.array(z.object({ channel: z.enum(consentChannels), wording: z.string() })),
  /** What was read: a submission says which version it answers. */
  version: z.int(),
});
export type PublicForm = z.infer<typeof PublicForm>;

/** A visitor's answer to one of `formFieldNames`. */
const standard: Record<FormFieldName, z.ZodType<string>> = { ...ContactEssentials.shape, message: text(10_000) };

/**
 * What may be answered to a form, in its page and in the API: standard fields by their name, questions by their id. Those of
 * `shown` alone are asked: a question whose condition is not met is not demanded. `bySms`: who wants to be written to by SMS
 * gives a number that takes them.
 */
export function submittedSchema(
  fields: readonly PublicField[],
  { shown = () => true, bySms = false }: { shown?: (field: PublicField) => boolean; bySms?: boolean } = {},
): z.ZodType<Answers> {
  const given = (schema: z.ZodType<string>, required: boolean): z.ZodType =>
    required
      ? z
          .unknown()
          .refine((answer) => typeof answer === "string" && answer.trim() !== "", {
            params: { rule: "required" },
            abort: true,
          })
          .pipe(schema as z.ZodType<unknown, unknown>)
      : z.preprocess((answer) => (answer === null ? "" : answer), schema.optional());
  const number = standard.mobile.refine(takesSms, { params: { rule: "smsNumber" } });
  const essentials = fields.flatMap(({ key, required }) => {
    if (key === "mobile" && bySms) return [[key, given(number, true)] as const];
    return isFormFieldName(key) ? [[key, given(standard[key], required)] as const] : [];
  });
  const asked = fields.flatMap((field) =>
    field.question ? [{ ...field.question, required: field.required && shown(field) }] : [],
  );
  const answers = answersSchema(asked as unknown as Parameters<typeof answersSchema>[0]);
  return (answers as unknown as z.ZodObject).extend(Object.fromEntries(essentials)) as unknown as z.ZodType<Answers>;
}

export const consentWording = (form: { emailConsent: string; smsConsent: string }, channel: ConsentChannel): string =>
  channel === "email" ? form.emailConsent : form.smsConsent;
