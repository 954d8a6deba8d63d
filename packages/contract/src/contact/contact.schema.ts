import { AnswerFilter, emailAddress, FilterTree } from "@crm/fields";
import { z } from "zod";
import { Timeline } from "../audit/audit.schema.ts";
import { consentStates } from "../consent/consent.schema.ts";
import { OpportunityRow } from "../opportunity/opportunity.schema.ts";
import { Can, CountQuery, json, line, PageQuery, richText, text } from "../shared/page.ts";
import { UserRef } from "../user/user.schema.ts";

export const emailValidities = ["unverified", "valid", "invalid"] as const;
export const contactSorts = [
  "createdAt",
  "name",
  "firstName",
  "company",
  "emailValidity",
  "email",
  "city",
  "owner",
  "code",
] as const;

/** Which contacts: the same filter for list, count and export. */
export const ContactFilter = z.object({
  search: line(200).optional(),
  /** A user's id, or "none" for contacts nobody follows. */
  ownerId: z.uuid().or(z.literal("none")).optional(),
  emailValidity: z.enum(emailValidities).optional(),
  /** Those of a selection that the actor may use. */
  selectionId: z.uuid().optional(),
  /** Those that an import created or changed, as long as it can be undone. */
  importId: z.uuid().optional(),
  answers: json(z.array(AnswerFilter).max(50)).optional(),
  /** Groups of criteria on questions and on `contactFilterFields`. */
  filter: json(FilterTree).optional(),
});
export type ContactFilter = z.output<typeof ContactFilter>;

export const ContactCountQuery = ContactFilter.extend(CountQuery.shape);

export const ContactQuery = PageQuery.extend({
  ...ContactFilter.shape,
  /**
   * A column, or the id of a question « Afficher dans la recherche » whose answers have an order. Left out: the best match of
   * a search first, else the newest.
   */
  sort: z.enum(contactSorts).or(z.uuid()).optional(),
  direction: z.enum(["asc", "desc"]).optional(),
});

/** The essentials of a contact (guide 2.2: « informations essentielles »): only the e-mail is required. */
export const ContactEssentials = z.object({
  title: line(20),
  lastName: line(120),
  firstName: line(120),
  company: line(200),
  email: emailAddress(),
  phone: line(40),
  mobile: line(40),
  /** The street; it may have lines. */
  address: text(500),
  postalCode: line(20),
  city: line(120),
  country: line(80),
});

export const Answers = z.record(z.uuid(), z.unknown());
/** HTML; sanitised on the way in. */
export const Notes = richText(100_000);

export const ContactInput = ContactEssentials.partial()
  .required({ email: true })
  .extend({ notes: Notes.optional(), answers: Answers.optional(), ownerId: z.uuid().nullish() });

export const ContactChanges = ContactEssentials.partial().extend({
  notes: Notes.optional(),
  version: z.int().positive(),
});

/** A contact in a list. */
export const ContactRow = z.object({
  id: z.uuid(),
  code: z.string(),
  title: z.string(),
  lastName: z.string(),
  firstName: z.string(),
  company: z.string(),
  email: z.string(),
  emailValidity: z.enum(emailValidities),
  phone: z.string(),
  mobile: z.string(),
  city: z.string(),
  owner: UserRef.nullable(),
  /** Answers to the questions marked « Afficher dans la recherche ». */
  answers: Answers,
  createdAt: z.iso.datetime(),
});
export type ContactRow = z.infer<typeof ContactRow>;

export const ContactView = ContactRow.extend({
  address: z.string(),
  postalCode: z.string(),
  country: z.string(),
  notes: z.string(),
  emailConsent: z.enum(consentStates),
  smsConsent: z.enum(consentStates),
  /** When it will be anonymised, unless that is cancelled. */
  anonymiseAt: z.iso.datetime().nullable(),
  anonymisedAt: z.iso.datetime().nullable(),
  version: z.int(),
  updatedAt: z.iso.datetime(),
  can: Can,
});
export type ContactView = z.infer<typeof ContactView>;

/** A contact with what its card shows beside it: the newest opportunities and the first page of its timeline. */
export const ContactCard = ContactView.extend({
  opportunities: z.array(OpportunityRow),
  timeline: Timeline,
});
export type ContactCard = z.infer<typeof ContactCard>;
