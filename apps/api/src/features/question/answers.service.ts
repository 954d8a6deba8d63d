import type { AuditChange } from "@crm/contract";
import type { Prisma } from "@crm/db";
import {
  answersSchema,
  answerText,
  type FileRef,
  filesOf,
  isShown,
  issueSentence,
  type Question,
  uploadRuleOf,
} from "@crm/fields";
import { Refusal } from "../../platform/error.ts";
import { parseOrRefuse } from "../../platform/issues.ts";

/**
 * A record's answers once some of them changed: each given one judged by its question, null erases it; the others, and
 * those to archived questions, stay; questions that are not named, or not shown, are not demanded. `usable`: the uploaded
 * files that the actor may put in; the others that the record does not have already are refused.
 * Refuses with QUESTION_ARCHIVED, or VALIDATION_FAILED and `body/answers/<question id>`.
 */
export function changeAnswers(
  questions: Question[],
  before: Record<string, unknown>,
  given: Record<string, unknown>,
  usable: ReadonlyMap<string, UsableFile> = new Map(),
): Prisma.InputJsonObject {
  const named = questions.filter(({ id }) => Object.hasOwn(given, id));
  const archived = named.find(({ archivedAt }) => archivedAt !== null);
  if (archived) throw new Refusal("QUESTION_ARCHIVED", { questionId: archived.id, label: archived.label });
  const known = new Set(named.map(({ id }) => id));
  const unknown = Object.keys(given).filter((id) => !known.has(id));
  if (unknown.length > 0) throw new Refusal("VALIDATION_FAILED", {}, { issues: unknown.map(unknownQuestion) });
  const shown = isShown(questions, { ...before, ...given });
  const judged = named.map((question) => (shown(question) ? question : { ...question, required: false }));
  const parsed = parseOrRefuse(answersSchema(judged), given, "body/answers");
  const files = named.filter((question) => uploadRuleOf(question) !== null);
  const after = {
    ...before,
    ...parsed,
    ...Object.fromEntries(
      files
        .filter(({ id }) => parsed[id] != null)
        .map((question) => [question.id, filesAnswered(question, before[question.id], parsed[question.id], usable)]),
    ),
  };
  return Object.fromEntries(
    Object.entries(after).filter(([, answer]) => answer !== null && answer !== undefined),
  ) as Prisma.InputJsonObject;
}

type UsableFile = FileRef & { mediaType: string; size: number };

/** The files of an answer, each under its own name; refuses those that are not the record's already, nor usable and fit. */
function filesAnswered(
  question: Question,
  before: unknown,
  given: unknown,
  usable: ReadonlyMap<string, UsableFile>,
): FileRef[] {
  const had = new Map(filesOf(question, before).map((file) => [file.id, file]));
  const rule = uploadRuleOf(question);
  return filesOf(question, given).map(({ id }, place) => {
    const kept = had.get(id);
    if (kept) return kept;
    const file = usable.get(id);
    const fits = file && rule?.accepts(file.mediaType) && file.size <= rule.maxBytes;
    if (fits) return { id, name: file.name };
    const issue = { rule: "custom", params: { params: { rule: file ? "fileUnfit" : "fileUnknown" } } };
    const path = `body/answers/${question.id}/${place}`;
    throw new Refusal("VALIDATION_FAILED", {}, { issues: [{ path, ...issue, message: issueSentence(issue, "fr") }] });
  });
}

const unknownQuestion = (id: string) => ({
  path: `body/answers/${id}`,
  rule: "unrecognized_keys",
  params: { keys: [id] },
  message: issueSentence({ rule: "unrecognized_keys", params: { keys: [id] } }, "fr"),
});

/** What differs between two sets of answers, as a person reads it: labels of choices, dates and amounts as in France. */
export function answerChanges(
  questions: Question[],
  before: Record<string, unknown>,
  after: Record<string, unknown>,
): AuditChange[] {
  return questions
    .filter(({ id }) => JSON.stringify(before[id] ?? null) !== JSON.stringify(after[id] ?? null))
    .map((question) => ({
      field: question.label,
      questionId: question.id,
      from: answerText(question, before[question.id]) || null,
      to: answerText(question, after[question.id]) || null,
    }));
}
