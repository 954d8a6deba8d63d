import type { ImportRows } from "@crm/contract";
import type { Ctx } from "../../platform/context.ts";
import { found, Refusal } from "../../platform/error.ts";
import type { SheetRow } from "../../ports/spreadsheet.ts";
import { editsOf, importRow, type StoredImport, someRefusedRows } from "./import.queries.ts";
import { placed } from "./import.view.ts";
import { sortOut } from "./import-chunk.service.ts";
import { chosenOf, columnsFor, judgeWith, optionsOf } from "./import-judging.service.ts";
import type { Reason, RefusedRow } from "./import-kind.ts";
import { openSource } from "./import-source.service.ts";

type Row = ImportRows["rows"][number];

/**
 * Some rows of an import's file as they will be read, what is wrong with each, and what would become of it. Which rows are
 * refused, and which repeat an earlier one, is what the last dry run found; the others are judged as things now are.
 * Refuses with NOT_FOUND, and as the spreadsheet reader does.
 */
export async function importRows(
  ctx: Ctx,
  id: string,
  { from, size, only }: { from: number; size: number; only?: "refused" | undefined },
): Promise<ImportRows> {
  const row = found(await importRow(ctx, id), "import", id);
  const edits = await editsOf(ctx, id);
  const editedIn = (number: number) => [...(edits.get(number)?.keys() ?? [])].sort((a, b) => a - b);
  if (only === "refused") {
    const refused = await someRefusedRows(ctx, id, { from, size });
    return {
      total: row.refused,
      rows: refused.map((one) => ({ row: one.row, cells: one.cells, edited: editedIn(one.row), ...refusal(one) })),
    };
  }
  const { rows, outcomes } = await judgedPart(ctx, row, from, size);
  const refused = new Map(
    (await someRefusedRows(ctx, id, { rows: rows.map(({ row }) => row) })).map((one) => [one.row, one]),
  );
  return {
    total: Math.max(row.total, row.done, from + rows.length),
    rows: rows.map(({ row, cells }): Row => {
      const refusedThen = refused.get(row);
      const outcome = outcomes.get(row) ?? { outcome: "refused", issues: [] };
      return { row, cells: cells.map(shown), edited: editedIn(row), ...(refusedThen ? refusal(refusedThen) : outcome) };
    }),
  };
}

/** Rows of the file from a place on, and what each would become by itself. */
async function judgedPart(ctx: Ctx, row: StoredImport, from: number, size: number) {
  const chosen = await chosenOf(ctx, row);
  const columnsOf = await columnsFor(ctx, row, chosen);
  const source = await openSource(ctx, row, columnsOf);
  const rows: SheetRow[] = [];
  try {
    let read = 0;
    for await (const sheetRow of source.rows) {
      if (read++ < from) continue;
      rows.push(sheetRow);
      if (rows.length === size) break;
    }
  } finally {
    await source.close();
  }
  const outcomes = new Map<number, Pick<Row, "outcome" | "issues">>();
  const judging = await judgeWith(ctx, row, { header: source.header, chosen, rows }).catch(unlessRefused);
  // Until each column is matched once, rows are only shown.
  if (!judging || judging.missing.length > 0) return { rows, outcomes };
  const verdicts = rows.map(judging.work.judge);
  const options = optionsOf(row);
  const sorted = await sortOut(ctx, { judging, options, verdicts, seen: new Map() }, { apply: false });
  for (const { row, outcome, reasons } of sorted.outcomes)
    outcomes.set(row.row, { outcome, issues: reasons.map(toIssue) });
  return { rows, outcomes };
}

const unlessRefused = (error: unknown): null => {
  if (error instanceof Refusal) return null;
  throw error;
};

const toIssue = (reason: Reason) => {
  const { index, rule, params, message } = placed(reason);
  return { column: index, rule, params, message };
};

const refusal = ({ reasons, twin }: RefusedRow): Pick<Row, "outcome" | "issues"> => ({
  outcome: twin ? "duplicate" : "refused",
  issues: reasons.map(toIssue),
});

/** A cell that no JSON of the database would hold, told without what is wrong in it. */
const shown = (cell: string) => cell.toWellFormed().replaceAll("\0", "\uFFFD");
