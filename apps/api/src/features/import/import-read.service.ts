import { type Ctx, inTransaction } from "../../platform/context.ts";
import { Refusal } from "../../platform/error.ts";
import type { SheetRow } from "../../ports/spreadsheet.ts";
import { addChoices } from "../question/choices.service.ts";
import { itemsOf, keepDetails, lockImport, lockImports, refusedNumbers, type StoredImport } from "./import.queries.ts";
import { mergeAdded } from "./import-choices.ts";
import { importChunk } from "./import-chunk.service.ts";
import { type Chosen, toImportColumns } from "./import-columns.ts";
import { detailsOf } from "./import-details.ts";
import { chosenOf, columnsFor, type Judging, judgeWith, optionsOf } from "./import-judging.service.ts";
import type { Phase, ReadRow } from "./import-kind.ts";
import { kindOf } from "./import-kinds.ts";
import { openSource, type Source } from "./import-source.service.ts";

/** Rows that are read, written and counted in one transaction: what a killed worker may have to do again. */
const chunkSize = 1000;

/** Reads the file of an import to its end, a chunk being written while the next one is read and judged. False when it stopped before. */
export async function readRows(ctx: Ctx, row: StoredImport, phase: Phase, signal: AbortSignal): Promise<boolean> {
  const chosen = await chosenOf(ctx, row);
  const columnsOf = await columnsFor(ctx, row, chosen);
  const source = await openSource(ctx, row, columnsOf);
  try {
    if (phase === "checking") await keepFound(ctx, row, source, columnsOf);
    const judging = await judgeWith(ctx, row, { header: source.header, chosen, rows: [] });
    if (judging.missing.length > 0 && phase === "running")
      throw new Refusal("HEADER_UNKNOWN", { headers: judging.missing });
    if (phase === "checking") await keepDetails(ctx, row.id, { missing: judging.missing });
    if (judging.missing.length > 0) return await countRows(ctx, row, source);
    return await new Reading({ ctx, row, phase, signal, source, chosen }, judging).through();
  } finally {
    await source.close();
  }
}

/** Keeps what the file holds, before anything can be wrong with it: a person may then set it right by hand. */
async function keepFound(
  ctx: Ctx,
  row: StoredImport,
  { header, sample, sheet, sheets, text }: Source,
  columnsOf: Awaited<ReturnType<typeof columnsFor>>,
): Promise<void> {
  // Rows may be wider than the header: what has no header can be matched by hand, too.
  const width = Math.max(header.cells.length, ...sample.map((cells) => cells.length));
  const cells = Array.from({ length: width }, (_, index) => header.cells[index] ?? "");
  await ctx.db.import.update({
    where: { id: row.id },
    data: {
      columns: toImportColumns(columnsOf(cells), sample),
      sheets,
      details: { sheet, headerRow: header.row, missing: [], choicesAdded: [], ...(text && { text: { ...text } }) },
    },
  });
}

/** No row can be judged yet; how many there are is told all the same. */
async function countRows(ctx: Ctx, row: StoredImport, { rows }: Source): Promise<boolean> {
  let done = 0;
  for await (const _ of rows) done++;
  if (done === 0) throw new Refusal("NO_ROWS");
  const { count } = await ctx.db.import.updateMany({ where: { id: row.id, status: "checking" }, data: { done } });
  return count > 0;
}

interface On {
  ctx: Ctx;
  row: StoredImport;
  phase: Phase;
  signal: AbortSignal;
  source: Source;
  chosen: Chosen;
}

/** One reading of a file from its first row to its last. */
class Reading {
  private readonly on: On;
  private judging: Judging;
  private done: number;
  /** Marks of the rows accepted, and where those stand. */
  private readonly seen = new Map<string, number>();
  /** The chunk that is being written; false when nothing must follow it. */
  private underWay = Promise.resolve(true);

  constructor(on: On, judging: Judging) {
    this.on = on;
    this.judging = judging;
    this.done = on.row.done;
  }

  async through(): Promise<boolean> {
    const { ctx, row, source } = this.on;
    const before = row.done > 0 ? await refusedNumbers(ctx, row.id) : new Set<number>();
    if (row.done > 0)
      for (const item of await itemsOf(ctx, row.id))
        for (const mark of kindOf(row.record).marksOf(item)) this.seen.set(mark, 0);
    let read = 0;
    let chunk: SheetRow[] = [];
    try {
      for await (const sheetRow of source.rows) {
        const again = read++ < row.done;
        if (again && before.has(sheetRow.row)) continue;
        chunk.push(sheetRow);
        const full = chunk.length === chunkSize || (again && read === row.done);
        if (!full) continue;
        if (again) await this.recall(chunk);
        else if (!(await this.next(chunk))) return false;
        chunk = [];
      }
      if (read === 0) throw new Refusal("NO_ROWS");
      return (await this.next(chunk)) && (await this.underWay);
    } finally {
      await this.underWay.catch(() => {});
    }
  }

  /** Rows accepted before an interruption: only what they leave for later ones not to repeat still matters. */
  private async recall(rows: SheetRow[]): Promise<void> {
    const reads = (await this.judged(rows)).filter((verdict): verdict is ReadRow => !("reasons" in verdict));
    const found = await this.judging.work.find(this.on.ctx, reads, { lock: false });
    for (const [i, { marks }] of found.entries()) for (const mark of marks) this.seen.set(mark, reads[i]?.row ?? 0);
  }

  private async judged(rows: SheetRow[]) {
    const { ctx, row, chosen, source } = this.on;
    this.judging = await judgeWith(ctx, row, { header: source.header, chosen, rows }, this.judging);
    return rows.map(this.judging.work.judge);
  }

  private async next(rows: SheetRow[]): Promise<boolean> {
    if (rows.length === 0) return this.underWay;
    const verdicts = await this.judged(rows);
    const { judging } = this;
    if (!(await this.underWay)) return false;
    this.on.signal.throwIfAborted();
    this.underWay = this.commit(rows, judging, verdicts);
    this.underWay.catch(() => {}); // told when it is waited for
    return true;
  }

  private async commit(rows: SheetRow[], judged: Judging, verdicts: Awaited<ReturnType<Reading["judged"]>>) {
    const { row, phase, chosen, source } = this.on;
    const apply = phase === "running";
    const result = await inTransaction(this.on.ctx, async (ctx) => {
      const current = await lockImport(ctx, row.id);
      if (current?.status !== phase || current.done !== this.done) return null;
      if (apply) {
        await lockImports(ctx);
        await judged.work.hold(ctx);
      }
      const given = { header: source.header, chosen, rows };
      let judging = await judgeWith(ctx, row, given, judged);
      if (apply && judging.added.length > 0) {
        await addNamed(ctx, current, judging);
        judging = await judgeWith(ctx, row, given);
      } else if (judging.added.length > 0) await keepAdded(ctx, current, judging.added);
      const asJudged = judging === judged ? verdicts : rows.map(judging.work.judge);
      const options = optionsOf(row);
      return importChunk(ctx, current, { judging, options, verdicts: asJudged, seen: this.seen }, apply);
    });
    if (result === null) return false;
    this.done = result.done;
    for (const [mark, row] of result.marks) this.seen.set(mark, row);
    return true;
  }
}

/** Adds the choices that rows name to their questions, for good. */
async function addNamed(ctx: Ctx, current: StoredImport, { added, questions }: Judging): Promise<void> {
  for (const { id, config } of questions) {
    const choices = added.filter(({ questionId }) => questionId === id).flatMap((one) => one.choices);
    const data = { importId: current.id, name: current.file.name };
    if (choices.length > 0) await addChoices(ctx, id, { config, choices, data });
  }
  await keepAdded(ctx, current, added);
}

const keepAdded = (ctx: Ctx, current: StoredImport, added: Judging["added"]) =>
  keepDetails(ctx, current.id, { choicesAdded: mergeAdded(detailsOf(current).choicesAdded ?? [], added) });
