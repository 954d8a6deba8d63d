import { opportunitySorts, opportunityStatuses } from "@crm/contract";
import { AnswerFilter } from "@crm/fields";
import { z } from "zod";
import { useAddress } from "../../lib/address.ts";
import type { Sort } from "../../ui/data-table.tsx";
import type { OpportunityFilterQuery, OpportunityListQuery } from "./opportunity.queries.ts";

const json = (text: unknown): unknown => {
  try {
    return JSON.parse(String(text));
  } catch {
    return [];
  }
};
const idOrNone = z.uuid().or(z.literal("none")).nullable().catch(null);

/** What the address of the list says. A part that nobody can read is as if it were not there: a shared link always opens. */
const Address = z.object({
  search: z.string().max(200).catch(""),
  ownerId: idOrNone,
  status: z.enum(opportunityStatuses).nullable().catch(null),
  stageId: idOrNone,
  pipelineId: z.uuid().nullable().catch(null),
  contactId: z.uuid().nullable().catch(null),
  answers: z.preprocess(json, z.array(AnswerFilter).max(50)).catch([]),
  sort: z.enum(opportunitySorts).catch("createdAt"),
  direction: z.enum(["asc", "desc"]).nullable().catch(null),
});
export type OpportunityAddress = z.output<typeof Address>;

const readAddress = (params: URLSearchParams): OpportunityAddress => Address.parse(Object.fromEntries(params));

const write = ({ answers, sort, ...rest }: OpportunityAddress): Record<string, string> => {
  const parts = {
    ...rest,
    answers: answers.length > 0 ? JSON.stringify(answers) : "",
    sort: sort === "createdAt" ? "" : sort,
  };
  return Object.fromEntries(Object.entries(parts).flatMap(([name, value]) => (value ? [[name, value]] : [])));
};

export function toFilter(address: OpportunityAddress): OpportunityFilterQuery {
  const { search, ownerId, status, stageId, pipelineId, contactId, answers } = address;
  return {
    search: search || undefined,
    ownerId: ownerId ?? undefined,
    status: status ?? undefined,
    stageId: stageId ?? undefined,
    pipelineId: pipelineId ?? undefined,
    contactId: contactId ?? undefined,
    answers: answers.length > 0 ? JSON.stringify(answers) : undefined,
  };
}

export const toQuery = (address: OpportunityAddress): OpportunityListQuery => ({
  ...toFilter(address),
  sort: address.sort,
  direction: address.direction ?? undefined,
});

/** The newest first; titles from A to Z. */
export const sortOf = ({ sort, direction }: OpportunityAddress): Sort<OpportunityAddress["sort"]> => ({
  by: sort,
  direction: direction ?? (sort === "createdAt" ? "desc" : "asc"),
});

export const useOpportunityAddress = () => useAddress(readAddress, write);
