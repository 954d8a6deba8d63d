import { isDay } from "@crm/fields";
import { z } from "zod";
import { useAddress } from "../../lib/address.ts";
import type { SubmissionListQuery } from "./submission.queries.ts";

const id = z.uuid().nullable().catch(null);
const day = z.string().refine(isDay).nullable().catch(null);

/** What the address of the list says; a part that nobody can read is as if it were not there. */
const Address = z.object({
  search: z.string().max(200).catch(""),
  formId: id,
  from: day,
  to: day,
  // From the card of a contact.
  contactId: id,
  // From the end of an import.
  importId: id,
});
export type SubmissionAddress = z.output<typeof Address>;

const read = (params: URLSearchParams): SubmissionAddress => Address.parse(Object.fromEntries(params));
const write = (address: SubmissionAddress) =>
  Object.fromEntries(Object.entries(address).flatMap(([name, value]) => (value ? [[name, value]] : [])));

export const toQuery = (address: SubmissionAddress): SubmissionListQuery => write(address);

/** How many filters are in force, besides the search. */
export const filterCount = ({ search: _, ...filters }: SubmissionAddress): number =>
  Object.values(filters).filter((filter) => filter !== null).length;

export const useSubmissionAddress = () => useAddress(read, write);
