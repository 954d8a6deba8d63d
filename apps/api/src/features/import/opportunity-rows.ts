import { type BaseField, line, Notes, type OpportunityStatus, opportunityFields, text } from "@crm/contract";
import { answersFromCells, answersSchema, plannedDays, type Question, readEmail } from "@crm/fields";
import type { SheetRow } from "../../ports/spreadsheet.ts";
import type { StoredQuestion } from "../question/question.service.ts";
import { type Comment, commentOf } from "./comment.ts";
import { type Column, questionTarget, type Target } from "./import-columns.ts";
import type { Options, ReadRow, Reason, RefusedRow } from "./import-kind.ts";
import { answersJudge, issueReason, reasonOf, shown } from "./import-rows.ts";
import {
  type OpportunityFacts,
  type Person,
  type Pipeline,
  personNamed,
  pipelineNamed,
  readStatus,
} from "./opportunity-facts.ts";

/** Columns that only files have, beside the base fields: the contact by e-mail, its owner's, the day of the stage. */
const more: readonly BaseField[] = [
  {
    code: "CONTACT_EMAIL",
    label: "E-mail du contact",
    field: "contactEmail",
    aliases: ["EMAIL", "E-mail", "Adresse e-mail", "Courriel", "Mail"],
  },
  { code: "DATE_ETAPE", label: "Date de l’étape", field: "stageOn" },
  { code: "SUIVI_PAR_EMAIL", label: "E-mail de l’utilisateur", field: "ownerEmail" },
];

const baseTarget = ({ code, label, field, aliases = [] }: BaseField): Target =>
  field === "createdAt" ? { code: null, label, aliases: [code] } : { code, label, field, aliases };

/** What a column of a file of opportunities can fill. */
export const opportunityTargets = (questions: StoredQuestion[]): Target[] => [
  ...opportunityFields.map(baseTarget),
  ...questions.map(questionTarget),
  ...more.map(baseTarget),
];

/** A row of an opportunity whose cells are all right. Undefined: it says nothing of that; null or "": it erases. */
export interface OpportunityRow extends ReadRow {
  code: string;
  contactCode: string;
  contactEmail: string;
  pipeline?: Pipeline;
  /** As written: which stage that is depends on the type. */
  stage: string;
  owner?: Person;
  title?: string;
  comment?: Comment | undefined;
  status?: OpportunityStatus;
  statusReason?: string;
  amount?: number | null;
  expectedOn?: string | null;
  statusOn?: string;
  remindOn?: string | null;
  stageOn?: string;
}

/** Base fields that are read and judged as questions of these types are: figures and days as people write them in France. */
export const typed = {
  amount: { type: "amount", config: { min: 0, max: 999_999_999_999 } },
  expectedOn: { type: "date", config: plannedDays },
  statusOn: { type: "date", config: {} },
  remindOn: { type: "date", config: plannedDays },
  stageOn: { type: "date", config: {} },
} as const;
type TypedField = keyof typeof typed;
const isTyped = (field: string | undefined): field is TypedField => field !== undefined && field in typed;

const texts = { title: line(200), statusReason: line(500), notes: text(100_000), notesHtml: Notes };

/** Judges rows by themselves, each cell at fault with its reason. */
export function opportunityJudge(
  columns: Column[],
  options: Options,
  facts: OpportunityFacts,
): (row: SheetRow) => OpportunityRow | RefusedRow {
  const byField = new Map(columns.map((one) => [one.field, one]));
  const column = (field: string) => byField.get(field);
  const figures = columns.filter(({ field }) => isTyped(field));
  const asked = figures.map(({ field }) => ({ ...typed[field as TypedField], id: field, code: field }) as Question);
  const schema = answersSchema(asked);
  const judgeAnswers = answersJudge(columns, options);
  const erases = options.empty === "erase";

  return ({ row, cells }) => {
    const cell = (field: string) => (cells[column(field)?.index ?? -1] ?? "").trim();
    const { answers, reasons: ofAnswers } = judgeAnswers(cells);
    const reasons: Reason[] = [];
    const read: OpportunityRow = {
      ...{ row, cells, answers },
      code: cell("code").toUpperCase(),
      contactCode: cell("contactCode").toUpperCase(),
      contactEmail: readEmail(cell("contactEmail")),
      stage: cell("stage"),
    };
    const candidates = answersFromCells(asked, Object.fromEntries(asked.map(({ id }) => [id, cell(id)])));
    const parsed = schema.safeParse(candidates);
    for (const issue of parsed.error?.issues ?? []) reasons.push(issueReason(column(String(issue.path[0])), issue));
    Object.assign(read, parsed.data);
    const written: Partial<Record<keyof typeof texts, string>> = {};
    for (const field of Object.keys(texts) as (keyof typeof texts)[]) {
      if (cell(field) === "") continue;
      const result = texts[field].safeParse(cell(field));
      if (result.success) written[field] = result.data;
      else reasons.push(issueReason(column(field), result.error.issues[0] as never));
    }
    if (erases) {
      for (const field of ["amount", "expectedOn", "remindOn"] as const)
        if (column(field) && cell(field) === "") read[field] = null;
      for (const field of ["notes", "statusReason"] as const)
        if (column(field) && cell(field) === "") written[field] = "";
    }
    const { notes, notesHtml, ...others } = written;
    Object.assign(read, others, { comment: commentOf(notes, notesHtml) });
    reasons.push(...readNames(read, cell, column, facts));
    return reasons.length + ofAnswers.length > 0 ? { row, cells, reasons: [...reasons, ...ofAnswers] } : read;
  };
}

/** Fills in what cells name: a type, a status, a person. Gives what is wrong with them. */
function readNames(
  read: OpportunityRow,
  cell: (field: string) => string,
  column: (field: string) => Column | undefined,
  facts: OpportunityFacts,
): Reason[] {
  const reasons: Reason[] = [];
  if (cell("pipeline") !== "") {
    const pipeline = pipelineNamed(facts, cell("pipeline"));
    if (pipeline) read.pipeline = pipeline;
    else reasons.push(reasonOf(column("pipeline"), "pipelineUnknown", { given: shown(cell("pipeline")) }));
  }
  if (cell("status") !== "") {
    const status = readStatus(cell("status"));
    if (status) read.status = status;
    else reasons.push(reasonOf(column("status"), "statusUnknown"));
  }
  const by = cell("ownerEmail") === "" ? "owner" : "ownerEmail";
  if (cell(by) !== "") {
    const person = personNamed(facts, cell(by));
    if (person === "several") reasons.push(reasonOf(column(by), "userTwice"));
    else if (person) read.owner = person;
    else reasons.push(reasonOf(column(by), "userUnknown", { given: shown(cell(by)) }));
  }
  return reasons;
}
