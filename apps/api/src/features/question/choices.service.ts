import type { Prisma } from "@crm/db";
import type { Ctx } from "../../platform/context.ts";
import { found } from "../../platform/error.ts";
import { recordAdministration } from "../audit/audit.service.ts";
import { questionRow } from "./question.queries.ts";
import { changing } from "./question.service.ts";
import { toQuestion } from "./question.view.ts";

/**
 * Offers more choices: `config` is the question's with these added, which convert no answer. Kept in the log with who and why
 * (`data`). The caller has seen to it that nobody else changes the question meanwhile. Refuses with NOT_FOUND.
 */
export async function addChoices(
  ctx: Ctx,
  id: string,
  { config, choices, data }: { config: Record<string, unknown>; choices: string[]; data: Record<string, unknown> },
): Promise<void> {
  const { record, code, label } = toQuestion(found(await questionRow(ctx, id), "question", id));
  await changing(ctx, record, async (ctx) => {
    await ctx.db.question.update({
      where: { id },
      data: { config: config as Prisma.InputJsonObject, version: { increment: 1 } },
    });
    const of = { questionId: id, record, code, label, choices };
    await recordAdministration(ctx, { kind: "question.choices-added", data: { ...of, ...data } });
  });
}
