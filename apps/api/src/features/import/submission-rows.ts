import {
  ContactEssentials,
  formFieldLabels,
  formFieldNames,
  type SubmissionAnswer,
  submissionFields,
  text,
} from "@crm/contract";
import { answersFromCells, answersSchema, answerText, type Question, readEmail, uploadRuleOf } from "@crm/fields";
import type { SheetRow } from "../../ports/spreadsheet.ts";
import { formNamed, type NamedForm } from "../form/form-name.service.ts";
import type { StoredQuestion } from "../question/question.service.ts";
import { type Column, questionTarget, type Target } from "./import-columns.ts";
import type { Options, ReadRow, Reason, RefusedRow } from "./import-kind.ts";
import { answersJudge, issueReason, reasonOf, shown } from "./import-rows.ts";

/** What rows of submissions are judged against. */
export interface SubmissionFacts {
  forms: NamedForm[];
}

/** The e-mail is called as in files of opportunities too. */
const aliasesOf = (code: string, aliases: readonly string[] = []) =>
  code === "EMAIL" ? [...aliases, "CONTACT_EMAIL", "E-mail du contact"] : aliases;

/** What a column of a file of submissions can fill: a question whose code a base field has is hidden by it. Files can't bring files. */
export const submissionTargets = (questions: StoredQuestion[]): Target[] => [
  ...submissionFields.map(({ aliases, ...field }) => ({ ...field, aliases: aliasesOf(field.code, aliases) })),
  ...questions
    .filter(
      (question) => uploadRuleOf(question) === null && !submissionFields.some(({ code }) => code === question.code),
    )
    .map(questionTarget),
];

/** A row of a submission whose cells are all right. */
export interface SubmissionRow extends ReadRow {
  code: string;
  contactCode: string;
  contactEmail: string;
  form: NamedForm;
  receivedAt: string;
  said: SubmissionAnswer[];
}

/** Read and judged as a question of this type is: a day, or a day and an hour in Paris, as people write them in France. */
export const moment = { id: "receivedAt", code: "receivedAt", type: "date-time", config: {} } as unknown as Question;
const standard = { ...ContactEssentials.shape, message: text(10_000) };

/** Judges rows by themselves, each cell at fault with its reason. What the form itself demands is not asked of the past. */
export function submissionJudge(
  columns: Column[],
  options: Options,
  facts: SubmissionFacts,
  now: string,
): (row: SheetRow) => SubmissionRow | RefusedRow {
  const byField = new Map(columns.map((one) => [one.field, one]));
  const column = (field: string) => byField.get(field);
  const schema = answersSchema([{ ...moment, required: false }]);
  const judgeAnswers = answersJudge(columns, { ...options, empty: "keep" });
  const questions = columns.flatMap(({ question }) => question ?? []);
  const chosen = facts.forms.find(({ id }) => id === options.formId);

  return ({ row, cells }) => {
    const cell = (field: string) => (cells[column(field)?.index ?? -1] ?? "").trim();
    const { answers, reasons } = judgeAnswers(cells);
    const at = schema.safeParse(answersFromCells([moment], { receivedAt: cell("receivedAt") }));
    for (const issue of at.error?.issues ?? []) reasons.push(issueReason(column("receivedAt"), issue));
    const receivedAt = String(at.data?.["receivedAt"] ?? now);
    if (receivedAt > now) reasons.push(reasonOf(column("receivedAt"), "inFuture"));
    const form = cell("form") === "" ? chosen : formNamed(facts.forms, cell("form"));
    const fields = typeof form === "object" ? form.fields : [];
    const labelOf = (key: string, label: string) => fields.find((field) => field.key === key)?.label || label;
    const said: SubmissionAnswer[] = [];
    for (const key of formFieldNames) {
      if (cell(key) === "") continue;
      const result = standard[key].safeParse(cell(key));
      if (result.success)
        said.push({ key, label: labelOf(key, formFieldLabels[key]), value: result.data, text: result.data });
      else reasons.push(issueReason(column(key), result.error.issues[0] as never));
    }
    for (const question of questions) {
      const value = answers[question.id] ?? null;
      if (value !== null)
        said.push({
          ...{ key: question.id, label: labelOf(question.id, question.label) },
          ...{ value, text: answerText(question, value) },
        });
    }
    const fault = formFault(form, column("form"), cell("form"));
    if (fault) return { row, cells, reasons: [fault, ...reasons] };
    if (reasons.length > 0) return { row, cells, reasons };
    return {
      ...{ row, cells, answers, said, receivedAt, form: form as NamedForm },
      code: cell("code").toUpperCase(),
      contactCode: cell("contactCode").toUpperCase(),
      contactEmail: readEmail(cell("email")),
    };
  };
}

function formFault(form: ReturnType<typeof formNamed>, column: Column | undefined, given: string): Reason | null {
  if (form === "several") return reasonOf(column, "formTwice");
  if (form !== undefined) return null;
  return given === "" ? reasonOf(column, "formMissing") : reasonOf(column, "formUnknown", { given: shown(given) });
}
