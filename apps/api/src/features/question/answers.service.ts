import type { AuditChange } from "@crm/contract";
import type { Prisma } from "@crm/db";
import { answersSchema, answerText, issueSentence, type Question } from "@crm/fields";
import { Refusal } from "../../platform/error.ts";
import { parseOrRefuse } from "../../platform/issues.ts";

/**
 * A record's answers once some of them changed: each given one judged by its question, null erases it; the others, and
 * those to archived questions, stay; questions that are not named are not demanded.
 * Refuses with QUESTION_ARCHIVED, or VALIDATION_FAILED and `body/answers/<question id>`.
 */
export function changeAnswers(
  questions: Question[],
  before: Record<string, unknown>,
  given: Record<string, unknown>,
): Prisma.InputJsonObject {
  const named = questions.filter(({ id }) => Object.hasOwn(given, id));
  const archived = named.find(({ archivedAt }) => archivedAt !== null);
  if (archived) throw new Refusal("QUESTION_ARCHIVED", { questionId: archived.id, label: archived.label });
  const known = new Set(named.map(({ id }) => id));
  const unknown = Object.keys(given).filter((id) => !known.has(id));
  if (unknown.length > 0) throw new Refusal("VALIDATION_FAILED", {}, { issues: unknown.map(unknownQuestion) });
  const after = { ...before, ...parseOrRefuse(answersSchema(named), given, "body/answers") };
  return Object.fromEntries(
    Object.entries(after).filter(([, answer]) => answer !== null && answer !== undefined),
  ) as Prisma.InputJsonObject;
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
