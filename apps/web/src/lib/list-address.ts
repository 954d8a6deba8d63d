import { type Display, displays } from "@crm/contract";
import { AnswerFilter, FilterTree } from "@crm/fields";
import { z } from "zod";

const json = (text: unknown): unknown => {
  try {
    return JSON.parse(String(text));
  } catch {
    return undefined;
  }
};

/** Criteria on answers, as an address says them. */
export const answerFilters = z.preprocess(json, z.array(AnswerFilter).max(50)).catch([]);

/** A question, or a column of the list, that it is sorted by. */
const sortOf = <Name extends string>(names: readonly Name[]) =>
  z.custom<Name>((sort) => names.includes(sort as Name)).or(z.uuid());

/**
 * What the address of every list says: what is searched, filtered and sorted, and, once a saved view is open, its columns
 * and display. A part that nobody can read is as if it were not there: a shared link always opens.
 */
export const listAddress = <Name extends string>(sorts: readonly Name[], first: NoInfer<Name>) => ({
  search: z.string().max(200).catch(""),
  answers: answerFilters,
  filter: z.preprocess(json, FilterTree).nullable().catch(null),
  sort: sortOf(sorts).catch(first),
  direction: z.enum(["asc", "desc"]).nullable().catch(null),
  columns: z
    .preprocess(
      (text) =>
        String(text ?? "")
          .split(",")
          .filter(Boolean),
      z.array(z.string().max(60)).max(200),
    )
    .catch([]),
  display: z.enum(displays).nullable().catch(null),
  /** The saved view that it started from; "none" where even the usual one is not wanted. */
  view: z.uuid().or(z.literal("none")).nullable().catch(null),
});

/** The parts of an address that are the same in every list. */
export interface ListAddress {
  search: string;
  answers: AnswerFilter[];
  filter: FilterTree | null;
  sort: string;
  direction: "asc" | "desc" | null;
  columns: string[];
  display: Display | null;
  view: string | null;
}

/** An address as parameters; what is by default is left out. */
export const writeAddress = <Address extends ListAddress>({ filter, columns, sort, ...rest }: Address) =>
  Object.fromEntries(
    Object.entries({
      ...rest,
      filter: filter && filter.items.length > 0 ? JSON.stringify(filter) : "",
      columns: columns.filter((name) => !name.includes(",")).join(","),
      sort: sort === "createdAt" ? "" : sort,
    }).flatMap(([name, value]) => {
      const said = Array.isArray(value) && value.length > 0 ? JSON.stringify(value) : value;
      return typeof said === "string" && said ? [[name, said]] : [];
    }),
  ) as Record<string, string>;

/** The answers and groups of a filter as the API is asked. */
export const askedOf = ({ search, answers, filter }: ListAddress) => ({
  search: search || undefined,
  answers: answers.length > 0 ? JSON.stringify(answers) : undefined,
  filter: filter && filter.items.length > 0 ? JSON.stringify(filter) : undefined,
});

/** Whether the list comes in the order of the search: the best match first, as long as nobody chose another. */
export const byMatch = ({ search, sort, direction }: ListAddress) =>
  search.trim() !== "" && sort === "createdAt" && direction === null;

/** The sort as the API is asked. */
export const sortAsked = <Address extends ListAddress>(address: Address) => ({
  sort: byMatch(address) ? undefined : (address.sort as Address["sort"]),
  direction: address.direction ?? undefined,
});

/** What a saved view keeps of an address: search, filters and sort. */
export const queryOf = (address: ListAddress): string =>
  new URLSearchParams(writeAddress({ ...address, columns: [], display: null, view: null })).toString();
