import type { RecordName } from "@crm/fields";
import type { Ctx } from "../../platform/context.ts";
import { remembered } from "./question-cache.ts";
import { questionRows } from "./question.queries.ts";
import { type StoredQuestion, toQuestion } from "./question.view.ts";

export { answerWhere } from "./answer-where.queries.ts";

/**
 * The questions of a record in their order: all, or only the archived ones, or only those still asked. From memory outside
 * a transaction, so that a list pays no query for them; never older than a change made in this process, nor than five
 * seconds after one made in another. Inside a transaction, as the database holds them.
 */
export async function questionsOf(ctx: Ctx, record: RecordName, { archived }: { archived?: boolean } = {}): Promise<StoredQuestion[]> {
  const load = async () => (await questionRows(ctx, record)).map(toQuestion);
  const questions = "$transaction" in ctx.db ? await remembered(ctx.events, record, load) : await load();
  return archived === undefined ? questions : questions.filter(({ archivedAt }) => (archivedAt !== null) === archived);
}
