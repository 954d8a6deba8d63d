import { Prisma } from "@crm/db";
import { type Question, type RecordName, uploadRuleOf } from "@crm/fields";
import { recordScope } from "../../platform/access.ts";
import type { Ctx } from "../../platform/context.ts";
import { questionsOf } from "../question/question.service.ts";

const tables = { contact: "contacts", opportunity: "opportunities" } as const satisfies Record<RecordName, string>;

/** « Some answer of r names the file f.id », served by the index on answers. The ids of questions come from the database. */
const names = (questions: readonly Question[]) =>
  Prisma.join(
    questions.map(({ id }) =>
      Prisma.raw(`r.answers @> jsonb_build_object('${id}', jsonb_build_array(jsonb_build_object('id', f.id::text)))`),
    ),
    " OR ",
  );

/** Those of the files that an answer names, of a record that the condition is true of. */
async function named(ctx: Ctx, ids: readonly string[], records: [RecordName, Prisma.Sql][]): Promise<Set<string>> {
  const found: { id: string }[] = [];
  for (const [record, condition] of records) {
    const questions = (await questionsOf(ctx, record)).filter((question) => uploadRuleOf(question) !== null);
    if (questions.length === 0 || ids.length === 0) continue;
    found.push(
      ...(await ctx.db.$queryRaw<{ id: string }[]>`
        SELECT f.id FROM unnest(${ids}::uuid[]) AS f (id)
        WHERE EXISTS (SELECT 1 FROM ${Prisma.raw(tables[record])} r WHERE ${condition} AND (${names(questions)}))`),
    );
  }
  return new Set(found.map(({ id }) => id));
}

/** Those of the files that an answer names on a record that the actor sees. */
export function filesSeen(ctx: Ctx, ids: readonly string[]): Promise<Set<string>> {
  const { permissions } = ctx.actor;
  const scope = recordScope(ctx.actor, "r");
  return named(ctx, ids, [
    ...(permissions.has("contact:read") ? [["contact", scope] as [RecordName, Prisma.Sql]] : []),
    ...(permissions.has("opportunity:read") ? [["opportunity", scope] as [RecordName, Prisma.Sql]] : []),
  ]);
}

/** Those of the files that any answer names, even on a record in the recycle bin. */
export const filesInUse = (ctx: Ctx, ids: readonly string[]): Promise<Set<string>> =>
  named(ctx, ids, [
    ["contact", Prisma.sql`TRUE`],
    ["opportunity", Prisma.sql`TRUE`],
  ]);
