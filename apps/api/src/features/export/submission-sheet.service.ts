import { isFormFieldName, type SubmissionAnswer, type SubmissionField, submissionFields } from "@crm/contract";
import type { Prisma } from "@crm/db";
import { fieldTypeOf, fold, type Setting, type SheetCell, sheetCell, uploadRuleOf } from "@crm/fields";
import type { Ctx } from "../../platform/context.ts";
import type { SheetColumn } from "../../ports/spreadsheet.ts";
import { asCode } from "../export-template/export-columns.service.ts";
import { everyForm, namesInFiles } from "../form/form-name.service.ts";
import { questionsOf, type StoredQuestion } from "../question/question.service.ts";
import { answeredKeys, everyRow, type SubmissionRow, submissionRowsSql } from "./export-rows.queries.ts";

/** A submission with its answers by key. */
type Said = SubmissionRow & { by: Map<string, SubmissionAnswer> };

interface SubmissionColumn extends SheetColumn {
  cell: (said: Said) => SheetCell;
}

const usual = 20;
const widths: Partial<Record<SubmissionField, number>> = {
  ...{ form: 28, receivedAt: 18, contactCode: 16, email: 32, address: 32, company: 28, message: 50 },
};
const moment: Setting = { type: "date-time", config: {} };
/** To the second: Excel and people count no finer. */
const toSecond = (instant: string) => `${new Date(instant).toISOString().slice(0, 19)}.000Z`;
const asText = (value: unknown): SheetCell => (typeof value === "string" ? value : "");
const asPhone = (value: unknown): SheetCell => (typeof value === "string" && value !== "" ? { phone: value } : "");

/**
 * What an import of submissions reads back: its base fields, then the questions that any of these submissions answers, those
 * archived since last. Answers are those of the submission, not what the card says now. What was asked by a question that is
 * gone for good is headed by its label.
 */
export async function submissionSheet(ctx: Ctx, where: Prisma.Sql) {
  const columns = await columnsOf(ctx, where);
  return {
    ...{ file: "enregistrements", name: "Enregistrements", columns },
    batches: async function* (): AsyncGenerator<SheetCell[][]> {
      for await (const rows of everyRow<SubmissionRow>(ctx, submissionRowsSql(where)))
        yield rows.map((row) => {
          const said = { ...row, by: new Map(row.answers.map((answer) => [answer.key, answer])) };
          return columns.map(({ cell }) => cell(said));
        });
    },
  };
}

async function columnsOf(ctx: Ctx, where: Prisma.Sql): Promise<SubmissionColumn[]> {
  const forms = namesInFiles(await everyForm(ctx));
  const answered = new Map((await answeredKeys(ctx, where)).map(({ key, label }) => [key, label]));
  const questions = await questionsOf(ctx, "contact");
  const kept = new Set(questions.map(({ id }) => id));
  const headOf = headsBeside(questions.filter(isReadBack));
  const own: Partial<Record<SubmissionField, SubmissionColumn["cell"]>> = {
    code: ({ code }) => code,
    form: ({ formId }) => forms.get(formId) ?? "",
    receivedAt: ({ receivedAt }) => sheetCell(moment, toSecond(receivedAt)),
    contactCode: ({ contactCode }) => contactCode ?? "",
    phone: ({ by }) => asPhone(by.get("phone")?.value),
    mobile: ({ by }) => asPhone(by.get("mobile")?.value),
    // One that a file brought by the contact's code may not say it.
    email: ({ by, contactEmail }) => asText(by.get("email")?.value ?? contactEmail),
  };
  return [
    ...submissionFields.map(({ code, field }) => ({
      ...column(code, widths[field]),
      cell: own[field] ?? (({ by }: Said) => asText(by.get(field)?.value)),
    })),
    ...questions
      .filter(({ id }) => answered.has(id))
      .toSorted((one, other) => Number(one.archivedAt !== null) - Number(other.archivedAt !== null))
      .map((question) => ({
        ...column(
          isReadBack(question) ? question.code : headOf(question.code),
          fieldTypeOf(question).storage === "number" ? 14 : usual,
        ),
        cell: ({ by }: Said) => sheetCell(question, by.get(question.id)?.value),
      })),
    ...[...answered]
      .filter(([key]) => !isFormFieldName(key) && !kept.has(key))
      .map(([key, label]) => ({
        ...column(headOf(`REPONSE_${asCode(label)}`)),
        cell: ({ by }: Said) => by.get(key)?.text ?? "",
      })),
  ];
}

/** Room for the arrow that filters. */
const arrow = 4;
const column = (header: string, width = usual): SheetColumn => ({
  ...{ header, width: Math.min(60, Math.max(width, header.length + arrow)), money: false },
});

/** Whether an import fills it: a base field hides its namesake, and files bring no files. */
const isReadBack = (question: StoredQuestion): boolean =>
  question.archivedAt === null &&
  uploadRuleOf(question) === null &&
  !submissionFields.some(({ code }) => code === question.code);

/** As an import compares heads. */
const squash = (text: string) => fold(text).replace(/[^\p{L}\p{N}]/gu, "");

/** Heads that no import takes for a base field, nor for one of these questions, and no two alike: with a number where it must be. */
function headsBeside(questions: StoredQuestion[]): (code: string) => string {
  const taken = new Set(
    [
      ...submissionFields.flatMap(({ code, label, aliases = [] }) => [code, label, ...aliases]),
      ...questions.flatMap(({ code, label }) => [code, label]),
    ].map(squash),
  );
  return (code) => {
    let head = code;
    for (let number = 2; taken.has(squash(head)); number += 1) head = `${code}_${number}`;
    taken.add(squash(head));
    return head;
  };
}
