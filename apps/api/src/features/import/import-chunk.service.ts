import type { importOutcomes } from "@crm/contract";
import type { Ctx } from "../../platform/context.ts";
import type { SheetRow } from "../../ports/spreadsheet.ts";
import { publish } from "../notification/notification.service.ts";
import { keepDetails, keepItems, keepRefusedRows, type StoredImport } from "./import.queries.ts";
import { detailsOf } from "./import-details.ts";
import { strangeFiles } from "./import-files.service.ts";
import type { Judging } from "./import-judging.service.ts";
import type { Options, ReadRow, Reason, RefusedRow } from "./import-kind.ts";

type Verdict = ReadRow | RefusedRow;

interface Sorted {
  /** One for each row, in their order. */
  outcomes: { row: SheetRow; outcome: (typeof importOutcomes)[number]; reasons: Reason[] }[];
  created: unknown[];
  changed: unknown[];
  /** What the rows accepted leave for later ones not to repeat, and where they stand. */
  marks: [mark: string, row: number][];
  /** How many cells of imported rows were left out or mended, by why. */
  remarks: Record<string, number>;
}

interface Rows {
  judging: Judging;
  options: Options;
  /** Each judged by itself. */
  verdicts: Verdict[];
  /** Marks of the rows accepted before, and where they stand. */
  seen: ReadonlyMap<string, number>;
}

/**
 * What an import does with each of some rows, in the order of the file: a row refused stands in the way of no later one.
 * `apply`: the records are locked, to be written.
 */
export async function sortOut(
  ctx: Ctx,
  { judging, options, verdicts, seen }: Rows,
  { apply }: { apply: boolean },
): Promise<Sorted> {
  const { work } = judging;
  const reads = verdicts.filter((verdict): verdict is ReadRow => !("reasons" in verdict));
  const found = await work.find(ctx, reads, { lock: apply });
  const files = await strangeFiles(
    ctx,
    judging,
    reads.map((read, i) => ({ read, before: found[i]?.known == null ? {} : work.answersOf(found[i].known) })),
    { keep: apply },
  );
  const sorted: Sorted = { outcomes: [], created: [], changed: [], marks: [], remarks: {} };
  const here = new Map<string, number>();
  let place = 0;
  for (const verdict of verdicts) {
    const { row, cells } = verdict;
    const refuse = (reasons: Reason[], outcome: "refused" | "duplicate" = "refused") =>
      sorted.outcomes.push({ row: { row, cells }, outcome, reasons });
    if ("reasons" in verdict) {
      refuse(verdict.reasons);
      continue;
    }
    const of = found[place++];
    if (!of) continue;
    const twin = of.against.find((mark) => seen.has(mark) || here.has(mark));
    const strange = files.get(verdict);
    if (of.reasons) refuse(of.reasons);
    else if (twin !== undefined) refuse([work.twin(twin, seen.get(twin) ?? here.get(twin) ?? 0)], "duplicate");
    else if (strange) refuse([strange]);
    else {
      const there = of.known !== null && work.isThere(of.known);
      const skipped = options.mode === (there ? "create" : "update");
      const plan = skipped ? { outcome: "skipped" as const, remarks: [] } : work.plan(verdict, of.known);
      if (plan.outcome === "refused") {
        refuse(plan.reasons);
        continue;
      }
      for (const mark of of.marks) {
        here.set(mark, row);
        sorted.marks.push([mark, row]);
      }
      const { remarks = [] } = plan;
      sorted.outcomes.push({ row: { row, cells }, outcome: plan.outcome, reasons: remarks });
      for (const { rule } of remarks) sorted.remarks[rule] = (sorted.remarks[rule] ?? 0) + 1;
      if (plan.outcome === "new") sorted.created.push(plan.record);
      if (plan.outcome === "changed") sorted.changed.push(plan.change);
    }
  }
  return sorted;
}

/** Works off some rows in the transaction of ctx, in which the import is locked; says how far it is now and what later rows must not repeat. */
export async function importChunk(ctx: Ctx, row: StoredImport, rows: Rows, apply: boolean) {
  const { outcomes, created, changed, marks, remarks } = await sortOut(ctx, rows, { apply });
  const { work } = rows.judging;
  if (apply) await keepItems(ctx, row.id, await work.write(ctx, { id: row.id, name: row.file.name }, created, changed));
  const count = (outcome: Sorted["outcomes"][number]["outcome"]) =>
    outcomes.reduce((sum, one) => sum + (one.outcome === outcome ? 1 : 0), 0);
  const duplicates = count("duplicate");
  await keepRefusedRows(
    ctx,
    row.id,
    outcomes.flatMap(({ row, outcome, reasons }) =>
      outcome === "refused" || outcome === "duplicate" ? [{ ...row, reasons, twin: outcome === "duplicate" }] : [],
    ),
  );
  const counts = {
    done: row.done + rows.verdicts.length,
    created: row.created + created.length,
    updated: row.updated + changed.length,
    unchanged: row.unchanged + count("unchanged"),
    skipped: row.skipped + count("skipped"),
    refused: row.refused + count("refused") + duplicates,
    duplicates: row.duplicates + duplicates,
    // Said before the person decides; what he then imports is no duplicate of itself.
    similar: row.similar + (apply ? 0 : await work.similar(ctx, created)),
  };
  await ctx.db.import.update({ where: { id: row.id }, data: counts, select: { id: true } });
  const before = detailsOf(row);
  const told = { ...before.remarks };
  for (const [rule, count] of Object.entries(remarks)) told[rule] = (told[rule] ?? 0) + count;
  const kept = {
    ...(Object.keys(remarks).length > 0 && { remarks: told }),
    ...work.tally?.(before, created, changed),
  };
  if (Object.keys(kept).length > 0) await keepDetails(ctx, row.id, kept);
  await publish(ctx, row.userId, { kind: "import", id: row.id });
  return { done: counts.done, marks };
}
