import type { Question as QuestionRow } from "@crm/db";
import type { AnswerFilter, FieldTypeName, Question, RecordName, Tab } from "@crm/fields";

/** A question with the version that a change is made from. */
export type StoredQuestion = Question & { version: number };

export const toQuestion = ({ createdAt: _, ...row }: QuestionRow): StoredQuestion => ({
  ...row,
  record: row.record as RecordName,
  type: row.type as FieldTypeName,
  config: row.config as Record<string, unknown>,
  tab: row.tab as Tab,
  condition: row.condition as AnswerFilter | null,
  archivedAt: row.archivedAt?.toISOString() ?? null,
});
