import { z } from "zod";
import { endpoint } from "../shared/endpoint.ts";
import { IdParams, Nothing, PageQuery, page } from "../shared/page.ts";
import { UserRef } from "../user/user.schema.ts";

/** A deleted record. */
export const BinRow = z.object({
  id: z.uuid(),
  code: z.string(),
  name: z.string(),
  deletedAt: z.iso.datetime(),
  deletedBy: UserRef.nullable(),
  /** When it goes for good. */
  purgeAt: z.iso.datetime(),
  /** Of a contact: the opportunities that went along, and come back with it. */
  opportunities: z.int(),
  /** Of an opportunity: whose it is, and whether that contact must be restored first. */
  contact: z.object({ name: z.string(), deleted: z.boolean() }).nullable(),
});
export type BinRow = z.infer<typeof BinRow>;

export const BinQuery = PageQuery.extend({ record: z.enum(["contact", "opportunity"]).default("contact") });

const one = { params: IdParams };
const done = { 204: Nothing };

export const binApi = {
  list: endpoint({
    method: "GET",
    url: "/bin",
    config: { access: "crm:use" },
    schema: { summary: "What was deleted, latest first", querystring: BinQuery, response: { 200: page(BinRow) } },
  }),
  contactImpact: endpoint({
    method: "GET",
    url: "/contacts/:id/deletion",
    config: { access: "contact:write", record: "contact" },
    schema: {
      summary: "What would go along with a contact",
      ...one,
      response: {
        200: z.object({ opportunities: z.int(), open: z.int(), binDays: z.int(), anonymisationDelayDays: z.int() }),
      },
    },
  }),
  deleteContact: endpoint({
    method: "DELETE",
    url: "/contacts/:id",
    config: { access: "contact:write", record: "contact" },
    schema: { summary: "Put a contact and its opportunities into the bin (guide 2.3)", ...one, response: done },
  }),
  deleteOpportunity: endpoint({
    method: "DELETE",
    url: "/opportunities/:id",
    config: { access: "opportunity:write", record: "opportunity" },
    schema: { summary: "Put an opportunity into the bin (guide 3.3)", ...one, response: done },
  }),
  restoreContact: endpoint({
    method: "POST",
    url: "/bin/contacts/:id/restore",
    config: { access: "contact:write" },
    schema: { summary: "Bring back a contact and the opportunities that went along", ...one, response: done },
  }),
  restoreOpportunity: endpoint({
    method: "POST",
    url: "/bin/opportunities/:id/restore",
    config: { access: "opportunity:write" },
    schema: { summary: "Bring back; CONTACT_DELETED when its contact is in the bin itself", ...one, response: done },
  }),
  purgeContact: endpoint({
    method: "DELETE",
    url: "/bin/contacts/:id",
    config: { access: "setting:write", also: "contact:write" },
    schema: { summary: "Delete a contact of the bin for good", ...one, response: done },
  }),
  purgeOpportunity: endpoint({
    method: "DELETE",
    url: "/bin/opportunities/:id",
    config: { access: "setting:write", also: "opportunity:write" },
    schema: { summary: "Delete an opportunity of the bin for good", ...one, response: done },
  }),
};
