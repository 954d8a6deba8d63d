import type { CsvText } from "@crm/contract";
import { Prisma } from "@crm/db";
import type { Ctx } from "../../platform/context.ts";
import { hintsOf, type Matcher, mapStrings, matcherOf, type Person } from "./person.ts";

/** A column in which anything may stand that somebody once wrote. */
interface Column {
  table: string;
  column: string;
  json: boolean;
  /** The primary key. */
  keys: string[];
}

/** Holds no contact's data, or none that this may change: users' own, what administrators set, keys. */
const leftAlone = [
  ...[
    "users",
    "organisations",
    "sessions",
    "password_resets",
    "rate_limits",
    "questions",
    "pipelines",
    "stages",
    "forms",
  ],
  ...[
    "settings",
    "suppressions",
    "anonymisation_certificates",
    "mail_domains",
    "reached_stages",
    "action_types",
    "calendar_feeds",
    "_prisma_migrations",
  ],
];
/** Whose rows are other people's: there only an e-mail or a number tells for sure who is meant, a name may be a namesake's. */
const othersRecords = [
  "contacts",
  "opportunities",
  "interactions",
  "submissions",
  "contact_merges",
  "bulk_items",
  "import_items",
];
/** Of a contact and an opportunity, what is free text; their own fields are erased by `erasure.queries.ts`. */
const freeText = ["notes", "title", "answers", "status_reason"];

/** Every such column of the database as it now is: a table that is new to it is looked through too. */
async function columnsOf(ctx: Ctx): Promise<Column[]> {
  const rows = await ctx.db.$queryRaw<Column[]>`
    SELECT t.relname AS "table", a.attname AS "column", a.atttypid = 'jsonb'::regtype AS json,
           (SELECT array_agg(k.attname::text) FROM pg_index i JOIN pg_attribute k ON k.attrelid = t.oid AND k.attnum = ANY(i.indkey)
            WHERE i.indrelid = t.oid AND i.indisprimary) AS keys
    FROM pg_class t JOIN pg_attribute a ON a.attrelid = t.oid
    WHERE t.relnamespace = 'public'::regnamespace AND t.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
      AND a.attgenerated = '' AND a.atttypid IN ('jsonb'::regtype, 'text'::regtype)
      AND t.relname <> ALL(${leftAlone})
      AND (t.relname <> ALL(${["contacts", "opportunities"]}) OR a.attname = ANY(${freeText}))
    ORDER BY t.relname, a.attname`;
  return rows.filter(({ keys, column }) => keys !== null && !keys.includes(column));
}

/** A condition that every row about one of these people meets. */
function hinted(column: Prisma.Sql, people: Person[]): Prisma.Sql {
  const text = Prisma.sql`lower(${column}::text)`;
  const holds = (where: Prisma.Sql, likes: string[]) =>
    likes.length === 0 ? Prisma.sql`FALSE` : Prisma.sql`${where} LIKE ANY(${likes})`;
  const each = people.map((person) => {
    const { sure, digits, first, last } = hintsOf(person);
    return Prisma.sql`${holds(text, sure)} OR ${holds(Prisma.sql`translate(${column}::text, ' .()-', '')`, digits)}
      OR (${holds(text, first)} AND ${holds(text, last)})`;
  });
  return Prisma.join(each, " OR ");
}

const identifier = (name: string) => Prisma.raw(`"${name.replaceAll('"', '""')}"`);

/**
 * Takes these people out of everything that the database says of them elsewhere: notifications, timelines of others, refused
 * rows, saved searches, bulk changes, merges… Calls `told` with each person and row that is changed. Safe to run again.
 */
export async function redactTraces(ctx: Ctx, people: Person[], told: (person: Person) => void): Promise<void> {
  const full = people.map(matcherOf);
  const strict = people.map((person) => ({ ...person, ids: [], firstNames: [], lastNames: [], companies: [] }));
  for (const column of await columnsOf(ctx)) {
    const others = othersRecords.includes(column.table);
    const matchers = others ? strict.map(matcherOf) : full;
    await redactColumn(ctx, column, others ? strict : people, matchers, (i) => told(people[i] as Person));
  }
}

async function redactColumn(
  ctx: Ctx,
  column: Column,
  people: Person[],
  matchers: Matcher[],
  told: (i: number) => void,
) {
  const [table, name] = [identifier(column.table), identifier(column.column)];
  const key = Prisma.raw(column.keys.map((one) => `"${one}"::text`).join(", "));
  const rows = await ctx.db.$queryRaw<{ key: string[]; text: string }[]>`
    SELECT ARRAY[${key}] AS key, ${name}::text AS text FROM ${table} WHERE ${hinted(name, people)}`;
  for (const row of rows) {
    let text = row.text;
    for (const [i, matcher] of matchers.entries()) {
      if (!matcher.isAbout(text)) continue;
      const after = redacted(column, text, matcher);
      if (after !== text) told(i);
      text = after;
    }
    if (text === row.text) continue;
    const is = column.keys.map((one, i) => Prisma.sql`${identifier(one)}::text = ${row.key[i]}`);
    await ctx.db.$executeRaw`
      UPDATE ${table} SET ${name} = ${text}${column.json ? Prisma.raw("::jsonb") : Prisma.empty}
      WHERE ${Prisma.join(is, " AND ")} AND ${name}::text = ${row.text}`;
  }
}

/**
 * The cells of a row of a file are all the person's, the address too, and so may be those shown beside a column; of anything
 * else, only what names the person goes.
 */
function redacted({ table, column, json }: Column, text: string, matcher: Matcher): string {
  if (!json) return matcher.redact(text);
  const value: unknown = JSON.parse(text);
  const before = JSON.stringify(value);
  if (table === "imports" && column === "columns")
    return JSON.stringify((value as object[]).map((shown) => ({ ...shown, sample: [] })));
  // Words of the file in encodings that are not its own: no name is recognised in them.
  const read = table === "imports" && column === "details" ? (value as { text?: CsvText }).text : undefined;
  if (read) read.samples = {};
  const cells = table === "refused_rows" && column === "cells";
  const after = mapStrings(value, cells ? () => "" : matcher.redact);
  return JSON.stringify(after) === before ? text : JSON.stringify(after);
}

/** The queue's own table, whose payloads carry ids: what an error message may have quoted goes with its job. */
export async function forgetJobs(ctx: Ctx, people: Person[]): Promise<void> {
  const [{ there } = { there: false }] = await ctx.db.$queryRaw<{ there: boolean }[]>`
    SELECT to_regclass('pgboss.job') IS NOT NULL AS there`;
  if (!there) return;
  const strict = people.map((person) => ({ ...person, ids: [], firstNames: [], lastNames: [] }));
  await ctx.db.$executeRaw`
    DELETE FROM pgboss.job WHERE state IN ('completed', 'failed', 'cancelled')
      AND (${hinted(Prisma.raw("output"), strict)} OR ${hinted(Prisma.raw("data"), strict)})`;
}
