import { contactSorts, emailValidities } from "@crm/contract";
import { AnswerFilter } from "@crm/fields";
import { z } from "zod";
import { useAddress } from "../../lib/address.ts";
import type { Sort } from "../../ui/data-table.tsx";
import type { ContactFilterQuery, ContactListQuery } from "./contact.queries.ts";

const json = (text: unknown): unknown => {
  try {
    return JSON.parse(String(text));
  } catch {
    return [];
  }
};

/** What the address of the list says. A part that nobody can read is as if it were not there: a shared link always opens. */
const Address = z.object({
  search: z.string().max(200).catch(""),
  ownerId: z.uuid().or(z.literal("none")).nullable().catch(null),
  emailValidity: z.enum(emailValidities).nullable().catch(null),
  answers: z.preprocess(json, z.array(AnswerFilter).max(50)).catch([]),
  sort: z.enum(contactSorts).catch("createdAt"),
  direction: z.enum(["asc", "desc"]).nullable().catch(null),
});
export type ContactAddress = z.output<typeof Address>;

const readAddress = (params: URLSearchParams): ContactAddress => Address.parse(Object.fromEntries(params));

const write = (address: ContactAddress): Record<string, string> =>
  Object.fromEntries(
    Object.entries({
      ...address,
      answers: address.answers.length > 0 ? JSON.stringify(address.answers) : "",
      sort: address.sort === "createdAt" ? "" : address.sort,
    }).flatMap(([name, value]) => (value ? [[name, value]] : [])),
  );

export function toFilter({ search, ownerId, emailValidity, answers }: ContactAddress): ContactFilterQuery {
  return {
    search: search || undefined,
    ownerId: ownerId ?? undefined,
    emailValidity: emailValidity ?? undefined,
    answers: answers.length > 0 ? JSON.stringify(answers) : undefined,
  };
}

export const toQuery = (address: ContactAddress): ContactListQuery => ({
  ...toFilter(address),
  sort: address.sort,
  direction: address.direction ?? undefined,
});

/** The newest first; everything else from A to Z. */
export const sortOf = ({ sort, direction }: ContactAddress): Sort<ContactAddress["sort"]> => ({
  by: sort,
  direction: direction ?? (sort === "createdAt" ? "desc" : "asc"),
});

export const useContactAddress = () => useAddress(readAddress, write);
