import { Prisma } from "@crm/db";
import { type Question, storageOf } from "@crm/fields";
import { recordScope } from "../../platform/access.ts";
import type { Ctx } from "../../platform/context.ts";
import type { StandingRow } from "../opportunity/standing.service.ts";
import { answerExpression } from "../question/question.service.ts";

/** What groups opportunities: an expression on `opportunities o`, and a join that it needs. */
export interface Grouping {
  key: Prisma.Sql;
  join: Prisma.Sql;
}

/** All in one group. */
export const ungrouped: Grouping = { key: Prisma.sql`NULL::text`, join: Prisma.empty };

/** By a column that holds an id. */
export const byColumn = (column: "owner_id" | "organisation_id" | "pipeline_id"): Grouping => ({
  key: Prisma.raw(`o.${column}`),
  join: Prisma.empty,
});

/** By each value of an answer; one with several stands in several groups, one without in none's. */
export const byAnswer = (question: Question): Grouping => ({
  key: Prisma.sql`answer.value`,
  join: Prisma.sql`LEFT JOIN LATERAL ${valuesOf(question)} AS answer(value) ON TRUE`,
});

/** By each value of the contact's answer; a contact that the actor does not see tells nothing. */
export const byContactAnswer = ({ actor }: Ctx, question: Question): Grouping => ({
  key: Prisma.sql`answer.value`,
  join: Prisma.sql`LEFT JOIN contacts c ON c.id = o.contact_id AND ${recordScope(actor, "c")}
    LEFT JOIN LATERAL ${valuesOf(question, "c.answers")} AS answer(value) ON TRUE`,
});

// The id is written into the statement: it comes from the database.
const valuesOf = (question: Question, answers: "o.answers" | "c.answers" = "o.answers"): Prisma.Sql => {
  const answer = `${answers} -> '${question.id}'`;
  return Prisma.raw(
    storageOf(question) === "texts"
      ? `jsonb_array_elements_text(CASE WHEN jsonb_typeof(${answer}) = 'array' THEN ${answer} END)`
      : `(SELECT ${answers} ->> '${question.id}')`,
  );
};

export interface GroupedRow extends Pick<StandingRow, "stageId" | "status" | "count" | "cents"> {
  key: string | null;
  /** How many answered each of the questions asked for, in their order. */
  answered: number[];
  /** Of the answers that are numbers. */
  sums: (number | null)[];
}

/** Where the opportunities of each group stand, how they are, and what they answered: one pass. */
export function standingByGroup(ctx: Ctx, where: Prisma.Sql, { key, join }: Grouping, questions: readonly Question[]) {
  const answered = questions.map(({ id }) => `count(o.answers ->> '${id}')::int`);
  const sums = questions.map((question) =>
    storageOf(question) === "number" ? `sum(${answerExpression("o.answers", question)})::float8` : "NULL::float8",
  );
  return ctx.reader.$queryRaw<GroupedRow[]>`
    SELECT f.key::text AS key, f.stage_id AS "stageId", f.status::text AS status, f.count::int AS count,
      (f.amount * 100)::float8 AS cents, f.answered, f.sums
    FROM (
      SELECT ${key} AS key, o.stage_id, o.status, count(*) AS count, coalesce(sum(o.amount), 0) AS amount,
        ARRAY[${Prisma.raw(answered.join(", "))}]::int[] AS answered, ARRAY[${Prisma.raw(sums.join(", "))}]::float8[] AS sums
      FROM opportunities o ${join} WHERE ${where} GROUP BY 1, 2, 3) f`;
}

/** How many of each group gave each value as their answer to a question. */
export const splitByGroup = (ctx: Ctx, where: Prisma.Sql, { key, join }: Grouping, question: Question) =>
  ctx.reader.$queryRaw<{ key: string | null; value: string; count: number }[]>`
    SELECT (${key})::text AS key, given.value, count(*)::int AS count
    FROM opportunities o ${join} CROSS JOIN LATERAL ${valuesOf(question)} AS given(value)
    WHERE ${where} AND given.value IS NOT NULL GROUP BY 1, 2`;

/** What the keys of a grouping by record are called, in the order in which groups are shown. */
export const labelsOf = (ctx: Ctx, group: "owner" | "organisation" | "pipeline", ids: readonly string[]) =>
  ctx.reader.$queryRaw<{ id: string; label: string }[]>`
    SELECT r.id::text AS id, ${Prisma.raw(named[group].label)} AS label FROM ${Prisma.raw(named[group].table)} r
    WHERE r.id = ANY(${[...ids]}::uuid[])`;

const named = {
  owner: { table: "users", label: "trim(r.first_name || ' ' || r.last_name)" },
  organisation: { table: "organisations", label: "r.name" },
  pipeline: { table: "pipelines", label: "r.name" },
} as const;
