import { type ReportQuestion, reportGroups, type SalesFigures, type SalesQuery, type SalesReport } from "@crm/contract";
import type { Prisma } from "@crm/db";
import { choicesOf, issueSentence, type Question, storageOf } from "@crm/fields";
import type { z } from "zod";
import type { Ctx } from "../../platform/context.ts";
import { Refusal } from "../../platform/error.ts";
import { opportunitiesWhere } from "../opportunity/opportunity.service.ts";
import { questionsOf } from "../question/question.service.ts";
import { addTo, noTally, statusFigures } from "./figures.ts";
import { type PlacedStage, stagesInOrder } from "./funnel.queries.ts";
import {
  byAnswer,
  byColumn,
  byContactAnswer,
  type GroupedRow,
  type Grouping,
  labelsOf,
  splitByGroup,
  standingByGroup,
  ungrouped,
} from "./sales.queries.ts";

type Query = z.output<typeof SalesQuery>;
type RecordGroup = (typeof reportGroups)[number];

const columnOf = { owner: "owner_id", organisation: "organisation_id", pipeline: "pipeline_id" } as const;
const yesNo = [
  { value: "true", label: "Oui" },
  { value: "false", label: "Non" },
];

/**
 * The sales report (guide 6.2; docs/reports.md): the opportunities that a filter finds, by group, with a column for each
 * status, stage reached and question « Afficher dans les rapports ». Refuses with VALIDATION_FAILED a group that is no
 * question with choices, of opportunities or of contacts.
 */
export async function showSales(ctx: Ctx, { groupBy, ...filter }: Query): Promise<SalesReport> {
  const [questions, stages, where] = await Promise.all([
    questionsOf(ctx, "opportunity"),
    stagesInOrder(ctx, filter.pipelineId),
    opportunitiesWhere(ctx, filter),
  ]);
  const asked = questions.filter(({ inReports, archivedAt }) => inReports && archivedAt === null);
  const groupedBy = await groupOf(ctx, groupBy, questions);
  const [groups, whole] = await Promise.all([
    read(ctx, where, groupedBy.grouping, asked),
    groupedBy.overlap ? read(ctx, where, ungrouped, asked) : null,
  ]);
  const columns = asked.map(toReportQuestion);
  const figuresOf = (counted: Counted) => figures(counted, stages, columns);
  const keys = [...new Set(groups.standing.map(({ key }) => key))];
  const labels = await groupedBy.labels(
    ctx,
    keys.filter((key) => key !== null),
  );
  const rows = keys.map((key) => ({
    key,
    label: key === null ? "" : (labels.get(key) ?? key),
    ...figuresOf(ofGroup(groups, key)),
  }));
  const total = figuresOf(whole ?? groups);
  return {
    stages: stages
      .filter(({ id, archived }) => !archived || (total.stages[id] ?? 0) > 0)
      .map(({ id, label, colour, pipelineId }) => ({ id, label, colour, pipelineId })),
    questions: columns,
    rows: rows.sort((a, b) => b.amount - a.amount || b.count - a.count || a.label.localeCompare(b.label, "fr")),
    total,
  };
}

interface GroupedBy {
  grouping: Grouping;
  /** One opportunity may stand in several groups: they don't sum to the whole. */
  overlap: boolean;
  labels(ctx: Ctx, keys: string[]): Promise<Map<string, string>>;
}

async function groupOf(ctx: Ctx, groupBy: Query["groupBy"], questions: readonly Question[]): Promise<GroupedBy> {
  if (isRecord(groupBy))
    return {
      grouping: byColumn(columnOf[groupBy]),
      overlap: false,
      labels: async (ctx, keys) => new Map((await labelsOf(ctx, groupBy, keys)).map(({ id, label }) => [id, label])),
    };
  const own = questions.find(({ id }) => id === groupBy);
  const question = own ?? (await questionsOf(ctx, "contact")).find(({ id }) => id === groupBy);
  const choices = question ? valuesOf(question) : [];
  if (!question || choices.length === 0) {
    const issue = { rule: "custom", params: { params: { rule: "filterValue" } } };
    const message = issueSentence(issue, "fr");
    throw new Refusal("VALIDATION_FAILED", {}, { issues: [{ path: "querystring/groupBy", ...issue, message }] });
  }
  return {
    grouping: own ? byAnswer(own) : byContactAnswer(ctx, question),
    overlap: storageOf(question) === "texts",
    labels: async () => new Map(choices.map(({ value, label }) => [value, label])),
  };
}

const isRecord = (group: string): group is RecordGroup => (reportGroups as readonly string[]).includes(group);

/** What an answer may be, where that is a list. */
const valuesOf = (question: Question) => (storageOf(question) === "boolean" ? yesNo : [...choicesOf(question)]);

function toReportQuestion(question: Question): ReportQuestion {
  const choices = valuesOf(question).map(({ value, label }) => ({ value, label }));
  const kind = storageOf(question) === "number" ? "number" : choices.length > 0 ? "split" : "filled";
  return { id: question.id, label: question.label, kind, choices };
}

/** What was counted, of all groups or of one. */
interface Counted {
  standing: GroupedRow[];
  splits: { key: string | null; questionId: string; value: string; count: number }[];
}

async function read(ctx: Ctx, where: Prisma.Sql, grouping: Grouping, asked: Question[]): Promise<Counted> {
  const split = asked.filter((question) => toReportQuestion(question).kind === "split");
  const [standing, ...splits] = await Promise.all([
    standingByGroup(ctx, where, grouping, asked),
    ...split.map(async (question) =>
      (await splitByGroup(ctx, where, grouping, question)).map((row) => ({ ...row, questionId: question.id })),
    ),
  ]);
  return { standing, splits: splits.flat() };
}

const ofGroup = ({ standing, splits }: Counted, key: string | null): Counted => ({
  standing: standing.filter((row) => row.key === key),
  splits: splits.filter((row) => row.key === key),
});

/** What was counted as columns: of one group, or of all that there are. */
function figures(
  { standing, splits }: Counted,
  stages: readonly PlacedStage[],
  columns: readonly ReportQuestion[],
): SalesFigures {
  const tally = noTally();
  const reached = new Map(stages.map(({ id }) => [id, 0]));
  for (const row of standing) {
    addTo(tally, row.status, row);
    const stage = stages.findIndex(({ id }) => id === row.stageId);
    for (const { id, pipelineId } of stages.slice(0, stage + 1))
      if (pipelineId === stages[stage]?.pipelineId) reached.set(id, (reached.get(id) ?? 0) + row.count);
  }
  return {
    ...statusFigures(tally),
    stages: Object.fromEntries(reached),
    questions: Object.fromEntries(
      columns.map(({ id, kind }, at) => {
        const given = sumOf(standing.map(({ answered }) => answered[at] ?? 0));
        const sum = kind === "number" && given > 0 ? exact(sumOf(standing.map(({ sums }) => sums[at] ?? 0))) : null;
        const split: Record<string, number> = {};
        for (const { questionId, value, count } of splits)
          if (questionId === id) split[value] = (split[value] ?? 0) + count;
        return [id, { answered: given, sum, mean: sum === null ? null : exact(sum / given), split }];
      }),
    ),
  };
}

const sumOf = (numbers: readonly number[]) => numbers.reduce((sum, number) => sum + number, 0);
/** Without the noise of binary fractions: 0,1 + 0,2 = 0,3. */
const exact = (number: number) => Number(number.toPrecision(15));
