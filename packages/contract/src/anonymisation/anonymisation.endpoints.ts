import { z } from "zod";
import { ContactView } from "../contact/contact.schema.ts";
import { endpoint } from "../shared/endpoint.ts";
import { IdParams, PageQuery, page } from "../shared/page.ts";
import { UserRef } from "../user/user.schema.ts";

/** The kinds of data that a certificate counts. */
export const erasedKinds = [
  "fields",
  "answers",
  "notes",
  "events",
  "consents",
  "opportunities",
  "interactions",
  "submissions",
  "mentions",
  "importRows",
  "files",
] as const;
export type ErasedKind = (typeof erasedKinds)[number];
const Counts = z.partialRecord(z.enum(erasedKinds), z.int());

/** What was erased, when and on whose word; no personal data. */
export const Certificate = z.object({
  id: z.uuid(),
  contactId: z.uuid(),
  contactCode: z.string(),
  requestedAt: z.iso.datetime(),
  requestedBy: UserRef.nullable(),
  executedAt: z.iso.datetime(),
  erased: Counts,
  kept: Counts,
});
export type Certificate = z.infer<typeof Certificate>;

const one = { params: IdParams };
const mine = { access: "contact:write", record: "contact" } as const;

export const anonymisationApi = {
  mark: endpoint({
    method: "POST",
    url: "/contacts/:id/anonymisation",
    config: mine,
    schema: { summary: "Mark to be anonymised after the delay (guide 2.3)", ...one, response: { 200: ContactView } },
  }),
  cancel: endpoint({
    method: "DELETE",
    url: "/contacts/:id/anonymisation",
    config: mine,
    schema: { summary: "Take the mark off again", ...one, response: { 200: ContactView } },
  }),
  personalData: endpoint({
    method: "GET",
    url: "/contacts/:id/personal-data",
    config: { access: "contact:read", record: "contact" },
    schema: {
      summary: "Everything held about a person, for who asks for access: JSON, or HTML to read",
      ...one,
      querystring: z.object({ format: z.enum(["json", "html"]).default("json") }),
      response: { 200: z.unknown() },
    },
  }),
  certificates: endpoint({
    method: "GET",
    url: "/anonymisation-certificates",
    config: { access: "setting:write" },
    schema: { summary: "Certificates, latest first", querystring: PageQuery, response: { 200: page(Certificate) } },
  }),
  certificate: endpoint({
    method: "GET",
    url: "/anonymisation-certificates/:id",
    config: { access: "setting:write" },
    schema: { summary: "One certificate", ...one, response: { 200: Certificate } },
  }),
};
