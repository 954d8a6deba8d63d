import { isFormFieldName, type SubmissionAnswer, type SubmissionRow, type SubmissionView } from "@crm/contract";
import type { SubmissionRecord } from "./submission.queries.ts";

const longest = 200;

/** What was answered besides who it is, in one line. */
function excerptOf(answers: SubmissionAnswer[]): string {
  const said = answers.filter(({ key }) => key === "message" || !isFormFieldName(key)).map(({ text }) => text);
  const line = said.join(" · ").replace(/\s+/g, " ").trim();
  return line.length > longest ? `${line.slice(0, longest - 1).toWellFormed()}…` : line;
}

export const toSubmissionRow = (row: SubmissionRecord): SubmissionRow => {
  const { id, code, form, contact, receivedAt, source, answers } = row;
  return { id, code, form, contact, receivedAt: receivedAt.toISOString(), source, excerpt: excerptOf(answers) };
};

export const toSubmissionView = (row: SubmissionRecord): SubmissionView => {
  const { answers, consents, page, importId } = row;
  return { ...toSubmissionRow(row), answers, consents, page, importId };
};
