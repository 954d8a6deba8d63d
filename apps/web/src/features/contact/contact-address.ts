import { contactSorts, emailValidities } from "@crm/contract";
import { z } from "zod";
import { useAddress } from "../../lib/address.ts";
import { askedOf, listAddress, sortAsked, writeAddress } from "../../lib/list-address.ts";
import type { Sort } from "../../ui/data-table-parts.tsx";
import type { ContactFilterQuery, ContactListQuery } from "./contact.queries.ts";

const Address = z.object({
  ...listAddress(contactSorts, "createdAt"),
  ownerId: z.uuid().or(z.literal("none")).nullable().catch(null),
  emailValidity: z.enum(emailValidities).nullable().catch(null),
  selectionId: z.uuid().nullable().catch(null),
  // From the end of an import.
  importId: z.uuid().nullable().catch(null),
});
export type ContactAddress = z.output<typeof Address>;

const readAddress = (params: URLSearchParams): ContactAddress => Address.parse(Object.fromEntries(params));

export function toFilter(address: ContactAddress): ContactFilterQuery {
  const { ownerId, emailValidity, selectionId, importId } = address;
  return {
    ...askedOf(address),
    ownerId: ownerId ?? undefined,
    emailValidity: emailValidity ?? undefined,
    selectionId: selectionId ?? undefined,
    importId: importId ?? undefined,
  };
}

export const toQuery = (address: ContactAddress): ContactListQuery => ({
  ...toFilter(address),
  ...sortAsked(address),
});

/** The newest first; everything else from A to Z. */
export const sortOf = ({ sort, direction }: ContactAddress): Sort => ({
  by: sort,
  direction: direction ?? (sort === "createdAt" ? "desc" : "asc"),
});

export const useContactAddress = () => useAddress(readAddress, writeAddress);
