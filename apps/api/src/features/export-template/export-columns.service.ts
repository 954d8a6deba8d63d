import {
  type ColumnPanel,
  contactPrefix,
  type ExportColumn,
  exportPanels,
  type PipelineView,
  type StageView,
  stagePrefix,
} from "@crm/contract";
import { fold, type RecordName } from "@crm/fields";
import type { Ctx } from "../../platform/context.ts";
import { listPipelines } from "../pipeline/pipeline.service.ts";
import { questionsOf, type StoredQuestion } from "../question/question.service.ts";

/** A column of an export, and what fills it: the field `name` of its panel, a question, or the day a stage was reached. */
export interface Column extends ExportColumn {
  panel: ColumnPanel;
  name: string;
  question?: StoredQuestion;
  stage?: StageView;
}

export interface Catalogue {
  panels: { panel: ColumnPanel; columns: Column[] }[];
  standard: string[];
}

/** The panel of a record's own fields, and of its own questions: what an import of it reads back. */
const own = {
  contact: ["contact", "contactQuestions"],
  opportunity: ["opportunity", "opportunityQuestions"],
} as const satisfies Record<RecordName, readonly [ColumnPanel, ColumnPanel]>;

/** What an export always has (guide 2.6), and its file is known again by. */
const codeRef = (record: RecordName) => `${record}.code`;

/**
 * Every column that an export of a record may have, in panels (guide 4.3), archived questions and stages last; and the
 * standard export: the base fields and the questions still asked.
 */
export async function columnsOf(ctx: Ctx, record: RecordName): Promise<Catalogue> {
  const ofContact = await questionsOf(ctx, "contact");
  const ofOpportunity = record === "opportunity" ? await questionsOf(ctx, "opportunity") : [];
  const stages = record === "opportunity" ? stageColumns(await listPipelines(ctx)) : [];
  const more: Partial<Record<ColumnPanel, Column[]>> = {
    contactQuestions: ofContact.map((question) =>
      questionColumn("contactQuestions", question, record === "contact" ? "" : contactPrefix),
    ),
    opportunityQuestions: ofOpportunity.map((question) => questionColumn("opportunityQuestions", question, "")),
    stages,
  };
  const panels = exportPanels[record].map(({ panel, fields }) => ({
    panel,
    columns: [
      ...fields.map(({ code, label, field }) => ({
        ref: `${panel}.${field}`,
        panel,
        name: field,
        label,
        code,
        archived: false,
      })),
      ...archivedLast(more[panel] ?? []),
    ],
  }));
  giveHeads(panels, own[record]);
  const standard = own[record]
    .flatMap((name) => panels.find(({ panel }) => panel === name)?.columns ?? [])
    .filter(({ archived }) => !archived)
    .map(({ ref }) => ref);
  return { panels, standard };
}

/**
 * What these references stand for now, in their order: what an export writes. A column whose question or stage is gone is
 * left out; the record's code comes first when they don't name it; none: the standard export.
 */
export async function resolveColumns(ctx: Ctx, record: RecordName, refs: readonly string[]): Promise<Column[]> {
  const { panels, standard } = await columnsOf(ctx, record);
  const asked = refs.length > 0 ? refs : standard;
  const code = codeRef(record);
  return pickColumns(panels, asked.includes(code) ? asked : [code, ...asked]);
}

/** The columns behind references, each once and in their order, without what is gone. */
export function pickColumns(panels: Catalogue["panels"], refs: readonly string[]): Column[] {
  const known = new Map(panels.flatMap(({ columns }) => columns.map((column) => [column.ref, column])));
  return [...new Set(refs)].flatMap((ref) => known.get(ref) ?? []);
}

const questionColumn = (panel: ColumnPanel, question: StoredQuestion, prefix: string): Column => ({
  ref: `${panel}.${question.id}`,
  panel,
  name: question.id,
  label: question.label,
  code: `${prefix}${question.code}`,
  archived: question.archivedAt !== null,
  question,
});

/** The stages of every type of opportunity; with several types, which type each is of. */
function stageColumns(pipelines: PipelineView[]): Column[] {
  return pipelines.flatMap((pipeline) =>
    pipeline.stages.map((stage) => ({
      ref: `stages.${stage.id}`,
      panel: "stages" as const,
      name: stage.id,
      label: pipelines.length > 1 ? `${stage.label} (${pipeline.name})` : stage.label,
      code: `${stagePrefix}${asCode(stage.label)}`,
      archived: stage.archived || pipeline.archived,
      stage,
    })),
  );
}

/** What heads the column of something that has a label alone. */
export const asCode = (label: string) =>
  fold(label)
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, "_")
    .replace(/^_|_$/g, "");

const archivedLast = (columns: Column[]) => [
  ...columns.filter(({ archived }) => !archived),
  ...columns.filter(({ archived }) => archived),
];

/** No two columns have one head: those that an import reads back keep their code, another gets a number. */
function giveHeads(panels: Catalogue["panels"], [fields, questions]: readonly ColumnPanel[]): void {
  const isOwn = ({ panel }: Column) => panel === fields || panel === questions;
  const columns = panels.flatMap(({ columns }) => columns);
  const taken = new Set(columns.filter(isOwn).map(({ code }) => code));
  for (const column of columns.filter((column) => !isOwn(column))) {
    const { code } = column;
    for (let number = 2; taken.has(column.code); number += 1) column.code = `${code}_${number}`;
    taken.add(column.code);
  }
}
