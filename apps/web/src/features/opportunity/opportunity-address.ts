import { Day, opportunitySorts, opportunityStatuses } from "@crm/contract";
import { z } from "zod";
import { useAddress } from "../../lib/address.ts";
import { answerFilters, askedOf, listAddress, sortAsked, writeAddress } from "../../lib/list-address.ts";
import type { Sort } from "../../ui/data-table-parts.tsx";
import type { OpportunityFilterQuery, OpportunityListQuery } from "./opportunity.queries.ts";

const idOrNone = z.uuid().or(z.literal("none")).nullable().catch(null);

const Address = z.object({
  ...listAddress(opportunitySorts, "createdAt"),
  ownerId: idOrNone,
  status: z.enum(opportunityStatuses).nullable().catch(null),
  stageId: idOrNone,
  pipelineId: z.uuid().nullable().catch(null),
  contactId: z.uuid().nullable().catch(null),
  // From a figure of a report.
  createdFrom: Day.nullable().catch(null),
  createdTo: Day.nullable().catch(null),
  reachedStageId: z.uuid().nullable().catch(null),
  contactAnswers: answerFilters,
  // From the end of an import.
  importId: z.uuid().nullable().catch(null),
});
export type OpportunityAddress = z.output<typeof Address>;

const readAddress = (params: URLSearchParams): OpportunityAddress => Address.parse(Object.fromEntries(params));

export function toFilter(address: OpportunityAddress): OpportunityFilterQuery {
  const { ownerId, status, stageId, pipelineId, contactId } = address;
  const { createdFrom, createdTo, reachedStageId, contactAnswers, importId } = address;
  return {
    ...askedOf(address),
    ownerId: ownerId ?? undefined,
    status: status ?? undefined,
    stageId: stageId ?? undefined,
    pipelineId: pipelineId ?? undefined,
    contactId: contactId ?? undefined,
    createdFrom: createdFrom ?? undefined,
    createdTo: createdTo ?? undefined,
    reachedStageId: reachedStageId ?? undefined,
    contactAnswers: contactAnswers.length > 0 ? JSON.stringify(contactAnswers) : undefined,
    importId: importId ?? undefined,
  };
}

/** Without any filter but those that are always in sight. */
export const noFilters = {
  ...{ answers: [], filter: null, contactAnswers: [], importId: null },
  ...{ createdFrom: null, createdTo: null, reachedStageId: null },
} satisfies Partial<OpportunityAddress>;

export const toQuery = (address: OpportunityAddress): OpportunityListQuery => ({
  ...toFilter(address),
  ...sortAsked(address),
});

/** The newest first; titles from A to Z. */
export const sortOf = ({ sort, direction }: OpportunityAddress): Sort => ({
  by: sort,
  direction: direction ?? (sort === "createdAt" || sort === "stageAt" ? "desc" : "asc"),
});

/** The order of a board's columns: who came last first, unless another was chosen. */
export const boardSortOf = (address: OpportunityAddress): Sort =>
  address.sort === "createdAt" && address.direction === null ? { by: "stageAt", direction: "desc" } : sortOf(address);

export const useOpportunityAddress = () => useAddress(readAddress, writeAddress);
