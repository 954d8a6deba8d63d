import type { CsvText, ImportedList, ImportView } from "@crm/contract";
import type { StoredImport } from "./import.queries.ts";

/** What the dry run found in the file, beside its rows; kept in the details of the import. */
export interface Details {
  sheet: string | null;
  headerRow: number;
  /** How a CSV was read. */
  text?: CsvText;
  missing: string[];
  choicesAdded: { code: string; label: string; choices: string[] }[];
  /** How many cells of rows that are imported were left out or mended, by the rule of their reason. */
  remarks: Record<string, number>;
  lists?: ListOfImport[];
}

/** `id`: of one that the import has made. */
export type ListOfImport = ImportedList & { id?: string };

export const detailsOf = (row: Pick<StoredImport, "details">) =>
  row.details as Partial<Details> & ImportView["details"];
