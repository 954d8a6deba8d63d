import { ImportOptions } from "@crm/contract";
import { inParis } from "@crm/fields";
import type { Ctx } from "../../platform/context.ts";
import type { SheetRow } from "../../ports/spreadsheet.ts";
import { questionsOf, type StoredQuestion } from "../question/question.service.ts";
import { memoryOf, type StoredImport } from "./import.queries.ts";
import { type AddedChoices, withNewChoices } from "./import-choices.ts";
import { type Chosen, type Column, matcherOf, refuseTwins } from "./import-columns.ts";
import type { Options, Work } from "./import-kind.ts";
import { kindOf } from "./import-kinds.ts";
import { faultReasons } from "./import-rows.ts";

/** How rows are judged, by questions and all else as they now are. */
export interface Judging {
  header: SheetRow;
  columns: Column[];
  questions: StoredQuestion[];
  /** Codes that no column fills although the options ask for them: no row can be judged. */
  missing: string[];
  work: Work;
  /** Choices that rows name and their questions don't offer yet; judged as if they did. */
  added: AddedChoices[];
  versions: string;
}

/** What older imports chose is called otherwise. */
const Stored = ImportOptions.catch(ImportOptions.parse({}));
export const optionsOf = ({ options }: Pick<StoredImport, "options">): Options => Stored.parse(options);

/** What the person said the columns of this file are, and those of files before. */
export const chosenOf = async (
  ctx: Ctx,
  row: Pick<StoredImport, "mapping" | "userId" | "record">,
): Promise<Chosen> => ({
  mapping: row.mapping as Chosen["mapping"],
  memory: await memoryOf(ctx, row.userId, row.record),
});

/** Matches the columns of a header row by the questions as they now are. */
export async function columnsFor(
  ctx: Ctx,
  row: Pick<StoredImport, "record">,
  chosen: Chosen,
): Promise<(cells: string[]) => Column[]> {
  const kind = kindOf(row.record);
  return matcherOf(
    { targets: kind.targets(await questionsOf(ctx, kind.questions, { archived: false })), settle: kind.settle },
    chosen,
  );
}

/**
 * How rows under a header are judged; the one before when nothing has changed since. `rows`: those about to be judged, whose
 * unknown choices are added, where the options say so, as far as judging goes. Refuses with HEADER_DUPLICATE.
 */
export async function judgeWith(
  ctx: Ctx,
  row: StoredImport,
  { header, chosen, rows }: { header: SheetRow; chosen: Chosen; rows: SheetRow[] },
  before?: Judging,
): Promise<Judging> {
  const [kind, options] = [kindOf(row.record), optionsOf(row)];
  const stored = await questionsOf(ctx, kind.questions, { archived: false });
  const facts = await kind.facts(ctx);
  const now = ctx.now().toISOString();
  const today = inParis(now).day;
  const versions = JSON.stringify([today, stored.map(({ id, version }) => [id, version]), facts]);
  const same = before?.versions === versions ? before : undefined;
  const base = same ?? {
    questions: stored,
    columns: matcherOf({ targets: kind.targets(stored), settle: kind.settle }, chosen)(header.cells),
    added: [],
  };
  const made = (questions: StoredQuestion[]) => {
    const columns = matcherOf({ targets: kind.targets(questions), settle: kind.settle }, chosen)(header.cells);
    const work = kind.prepare({ importId: row.id, columns, questions, options, facts, today, now, actor: ctx.actor });
    return { columns, work: refusingFaults(work, columns) };
  };
  let wanted: ReturnType<typeof withNewChoices> = { added: [], questions: base.questions };
  if (options.unknownChoices === "add") {
    const all = withNewChoices(base.questions, base.columns, rows);
    // A row that is refused all the same adds nothing.
    const { work } = all.added.length > 0 ? made(all.questions) : { work: undefined };
    const fine = work ? rows.filter((one) => !("reasons" in work.judge(one))) : [];
    wanted = withNewChoices(base.questions, base.columns, fine);
  }
  if (same && wanted.added.length === 0) return same;
  const { columns, work } = made(wanted.questions);
  refuseTwins(columns);
  return {
    ...{ header, columns, questions: wanted.questions, versions, work },
    added: [...base.added, ...wanted.added],
    missing: kind.missing(new Set(columns.flatMap(({ code }) => code ?? [])), options, facts),
  };
}

/** What the reader found wrong with a row comes before what its cells say. */
function refusingFaults(work: Work, columns: Column[]): Work {
  const faulty = faultReasons(columns);
  return {
    ...work,
    judge(row) {
      const reasons = faulty(row);
      return reasons.length > 0 ? { ...row, reasons } : work.judge(row);
    },
  };
}
