import { type ReportAddress, readReportAddress, type SavedReport, writeReportAddress } from "@crm/contract";

const asQuery = (address: ReportAddress): string => {
  const params = new URLSearchParams(writeReportAddress({ ...address, saved: null }));
  params.sort();
  return params.toString();
};

/** What a saved report keeps of an address: all but the report that it started from. Days that move with today still do. */
export const contentOf = asQuery;

/** The address that opens a saved report: what it keeps, and which one it is. */
export function addressOf({ id, query }: Pick<SavedReport, "id" | "query">): string {
  const params = new URLSearchParams(query);
  params.set("saved", id);
  return params.toString();
}

/** Whether a screen shows something else than the saved report it started from. */
export const differs = ({ query }: Pick<SavedReport, "query">, address: ReportAddress): boolean =>
  asQuery(readReportAddress(new URLSearchParams(query))) !== asQuery(address);
