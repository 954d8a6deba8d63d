import { toActor } from "../../platform/actors.ts";
import { type Ctx, inTransaction } from "../../platform/context.ts";
import { Refusal } from "../../platform/error.ts";
import { type SheetRow, UnreadableSpreadsheet } from "../../ports/spreadsheet.ts";
import { notify, publish } from "../notification/notification.service.ts";
import { questionsOf, type StoredQuestion } from "../question/question.service.ts";
import { importWithUser, lockImport, refusedNumbers, type StoredImport } from "./import.queries.ts";
import { importChunk } from "./import-chunk.service.ts";
import { type Column, readColumns, toImportColumns } from "./import-columns.ts";
import { storeReport, withdrawReport } from "./import-report.service.ts";
import { rowJudge } from "./import-rows.ts";
import { lockForImport } from "./imported-contact.queries.ts";

/** Rows that are read, written and counted in one transaction: what a killed worker may have to do again. */
const chunkSize = 1000;

/** "checking" counts and explains; "running" writes too. Everything else is the same code, so the counts agree. */
export type Phase = "checking" | "running";

/**
 * Works off the file of an import, chunk by chunk, each in one transaction with its contacts, their timelines, the refused
 * rows and the progress. Killed at any point, it resumes behind the last chunk; cancelled, or overtaken by another worker,
 * it stops. A file that can't be read makes the import fail with why; nothing else is written then.
 */
export async function workThrough(ctx: Ctx, importId: string, phase: Phase, signal: AbortSignal): Promise<void> {
  const row = await importWithUser(ctx, importId);
  if (row?.status !== phase) return;
  const work = { ...ctx, actor: toActor(row.user, "") };
  try {
    if (!row.user.active || !work.actor.permissions.has("import:run"))
      throw new Refusal("NOT_ALLOWED", { access: "import:run" });
    if (await readFile(work, row, phase, signal)) await finish(work, importId, phase);
  } catch (error) {
    if (!(error instanceof Refusal || error instanceof UnreadableSpreadsheet)) throw error;
    await failImport(work, importId, error);
  }
}

/** False when it stopped before the end. */
async function readFile(ctx: Ctx, row: StoredImport, phase: Phase, signal: AbortSignal): Promise<boolean> {
  const seen = new Map<string, number>();
  const before = row.done > 0 ? await refusedNumbers(ctx, row.id) : new Set<number>();
  let header: SheetRow | undefined;
  let judging: Judging | undefined;
  let [read, done] = [0, row.done];
  let chunk: SheetRow[] = [];
  /** The chunk that is being written while the next one is read and judged; false when it must not go on. */
  let underWay = Promise.resolve(true);

  async function commit(rows: SheetRow[], judged: Judging, verdicts: Verdict[]): Promise<boolean> {
    const result = await inTransaction(ctx, async (ctx) => {
      const current = await lockImport(ctx, row.id);
      if (current?.status !== phase || current.done !== done) return null;
      if (phase === "running") await lockForImport(ctx);
      judging = await judgeWith(ctx, judged.header, judged);
      const asJudged = judging === judged ? verdicts : rows.map(judging.judge);
      return importChunk(ctx, current, { ...judging, verdicts: asJudged, seen, apply: phase === "running" });
    });
    if (result === null) return false;
    done = result.done;
    for (const [email, number] of result.accepted) seen.set(email, number);
    return true;
  }
  async function next(): Promise<boolean> {
    if (!judging || chunk.length === 0) return underWay;
    const [rows, judged] = [chunk, judging];
    chunk = [];
    const verdicts = rows.map(judged.judge);
    if (!(await underWay)) return false;
    signal.throwIfAborted();
    underWay = commit(rows, judged, verdicts);
    underWay.catch(() => {}); // told when it is waited for
    return true;
  }

  try {
    for await (const sheetRow of ctx.spreadsheets.rows(() => ctx.files.read(row.file.key))) {
      if (!header) {
        header = sheetRow;
        judging = await judgeWith(ctx, header, undefined);
        if (phase === "checking")
          await ctx.db.import.update({ where: { id: row.id }, data: { columns: toImportColumns(judging.columns) } });
        continue;
      }
      if (read++ < row.done) {
        // Done before the interruption; only its e-mail still matters, to the rows behind.
        const email = (sheetRow.cells[judging?.emailIndex ?? 0] ?? "").trim().toLowerCase();
        if (!before.has(sheetRow.row)) seen.set(email, sheetRow.row);
        continue;
      }
      chunk.push(sheetRow);
      if (chunk.length === chunkSize && !(await next())) return false;
    }
    if (!header) throw new Refusal("HEADER_MISSING");
    if (read === 0) throw new Refusal("NO_ROWS");
    return (await next()) && (await underWay);
  } finally {
    await underWay.catch(() => {});
  }
}

type Verdict = ReturnType<ReturnType<typeof rowJudge>>;

interface Judging {
  header: SheetRow;
  columns: Column[];
  questions: StoredQuestion[];
  judge: ReturnType<typeof rowJudge>;
  emailIndex: number;
  versions: string;
}

/** How rows are judged by the questions as they now are; made anew only when one has changed. */
async function judgeWith(ctx: Ctx, header: SheetRow, before: Judging | undefined): Promise<Judging> {
  const questions = await questionsOf(ctx, "contact", { archived: false });
  const versions = questions.map(({ id, version }) => `${id} ${version}`).join();
  if (before?.versions === versions) return before;
  const columns = readColumns(header, questions);
  return {
    header,
    columns,
    questions,
    judge: rowJudge(columns),
    emailIndex: columns.find(({ field }) => field === "email")?.index ?? 0,
    versions,
  };
}

/** The whole file is worked off: the report is made, and the person told. */
async function finish(ctx: Ctx, importId: string, phase: Phase): Promise<void> {
  const report = await storeReport(ctx, importId);
  const replaced = await inTransaction(ctx, async (ctx) => {
    const row = await lockImport(ctx, importId);
    if (row?.status !== phase) return report;
    const status = phase === "checking" ? "checked" : "done";
    await ctx.db.import.update({
      where: { id: importId },
      data: { status, total: row.done, reportId: report, finishedAt: ctx.now() },
    });
    const { created, updated, unchanged, refused, userId, file } = row;
    if (phase === "running")
      await notify(ctx, userId, "import.done", { importId, name: file.name, created, updated, unchanged, refused });
    await publish(ctx, userId, { kind: "import", id: importId });
    return row.reportId;
  });
  await withdrawReport(ctx, replaced);
}

/** Keeps why an import failed, and tells the person. Rows already imported stay, and are counted. */
async function failImport(
  ctx: Ctx,
  importId: string,
  { code, details }: Pick<Refusal, "code" | "details">,
): Promise<void> {
  await inTransaction(ctx, async (ctx) => {
    const row = await lockImport(ctx, importId);
    if (row?.status !== "checking" && row?.status !== "running") return;
    if (row.status === "checking") await ctx.db.refusedRow.deleteMany({ where: { importId } });
    const counts =
      row.status === "checking" ? { done: 0, created: 0, updated: 0, unchanged: 0, refused: 0, similar: 0 } : {};
    await ctx.db.import.update({
      where: { id: importId },
      data: { ...counts, status: "failed", failure: code, details: details as object, finishedAt: ctx.now() },
    });
    await notify(ctx, row.userId, "import.failed", { ...details, importId, name: row.file.name, code });
    await publish(ctx, row.userId, { kind: "import", id: importId });
  });
}

/** The job was tried often enough. */
export const giveUpImport = (ctx: Ctx, importId: string): Promise<void> =>
  failImport(ctx, importId, { code: "JOB_FAILED", details: {} });
