import type { ExportRecord } from "@crm/contract";
import type { Prisma } from "@crm/db";
import type { RecordName, SheetCell } from "@crm/fields";
import type { Ctx } from "../../platform/context.ts";
import type { SheetColumn } from "../../ports/spreadsheet.ts";
import { resolveColumns } from "../export-template/export-columns.service.ts";
import { cellsOf, type ExportRow, sheetColumns } from "./export-cells.ts";
import { everyRow, rowsSql } from "./export-rows.queries.ts";
import { submissionSheet } from "./submission-sheet.service.ts";

/** A table as it is written: its heads, and its rows by batches, in the snapshot that it was asked for in. */
export interface Sheet {
  /** What its file and its sheet are called. */
  file: string;
  name: string;
  columns: SheetColumn[];
  batches: () => AsyncGenerator<SheetCell[][]>;
}

/** Of records that have templates: the columns behind references, or the standard ones. */
const byColumns =
  (record: RecordName, named: { file: string; name: string }) =>
  async (ctx: Ctx, where: Prisma.Sql, refs: readonly string[]): Promise<Sheet> => {
    const columns = await resolveColumns(ctx, record, refs);
    const cells = cellsOf(record, columns);
    return {
      ...{ ...named, columns: sheetColumns(record, columns) },
      batches: async function* () {
        for await (const rows of everyRow<ExportRow>(ctx, rowsSql(ctx, record, columns, where))) yield rows.map(cells);
      },
    };
  };

/** The sheet of the records that `where` finds. */
export const sheetOf: Record<ExportRecord, (ctx: Ctx, where: Prisma.Sql, refs: readonly string[]) => Promise<Sheet>> = {
  contact: byColumns("contact", { file: "contacts", name: "Contacts" }),
  opportunity: byColumns("opportunity", { file: "opportunites", name: "Opportunités" }),
  submission: submissionSheet,
};
