import type { Asked, Period, ReportAddress } from "@crm/contract";
import * as contract from "@crm/contract";
import { useAddress } from "../../lib/address.ts";
import { today } from "../../lib/format.ts";

const { readReportAddress: read, writeReportAddress: write } = contract;

export const useReportAddress = () => useAddress(read, write);

/** The address of another part of the report, under the same filters. */
export const partLinks = (address: ReportAddress, part: ReportAddress["part"]): string =>
  `?${new URLSearchParams(write({ ...address, part }))}`;

/** The days in force today. */
export const periodOf = (address: ReportAddress): Period => contract.periodOf(address, today());

/** What is asked of the API today and, under the same names, of the list that a figure opens. */
export const askedOf = (address: ReportAddress): Asked => contract.askedOf(address, today());

export const funnelAskedOf = (address: ReportAddress, pipelineId: string | undefined): Asked =>
  contract.funnelAskedOf(address, pipelineId, today());

export const comparedOf = (address: ReportAddress, asked: Asked): Asked | null =>
  contract.comparedOf(address, asked, today());
