import { Prisma } from "@crm/db";
import { type Ctx, inSnapshot } from "../../platform/context.ts";

/** A table in which anything may stand that somebody once wrote: those of its columns, and its primary key. */
export interface TextTable {
  table: string;
  columns: { name: string; json: boolean }[];
  keys: string[];
  /** Columns that hold the ids of whom a row is about, where it is one's own. */
  subjects: string[];
}

/** A row of it, its values as text. */
export interface TextRow {
  key: string[];
  subjects: (string | null)[];
  texts: (string | null)[];
}

/** Holds no contact's data, or none that this may change: users' own, what administrators set, keys. */
const leftAlone = [
  ...["users", "organisations", "sessions", "password_resets", "rate_limits", "questions", "pipelines", "stages"],
  ...["forms", "settings", "suppressions", "anonymisation_certificates", "mail_domains", "reached_stages"],
  ...["action_types", "calendar_feeds", "_prisma_migrations"],
];
/** Tells who is who, until a person's own rows are erased in one transaction: only other people's are changed before. */
const ownRows: Record<string, string[]> = {
  contacts: ["id"],
  opportunities: ["id"],
  audit_events: ["contact_id", "opportunity_id"],
};
/** Of a contact and an opportunity, what is free text; their own fields are erased by `erasure.queries.ts`. */
const freeText = ["notes", "title", "answers", "status_reason"];

/** Every such table of the database as it now is: one that is new to it is looked through too. */
export async function textTables(ctx: Ctx): Promise<TextTable[]> {
  const tables = await ctx.db.$queryRaw<Omit<TextTable, "subjects">[]>`
    WITH keyed AS (
      SELECT t.oid, t.relname, (
        SELECT array_agg(k.attname::text) FROM pg_index i JOIN pg_attribute k ON k.attrelid = t.oid AND k.attnum = ANY(i.indkey)
        WHERE i.indrelid = t.oid AND i.indisprimary) AS keys
      FROM pg_class t WHERE t.relnamespace = 'public'::regnamespace AND t.relkind = 'r' AND t.relname <> ALL(${leftAlone}))
    SELECT t.relname::text AS "table", t.keys, json_agg(json_build_object(
      'name', a.attname, 'json', a.atttypid = 'jsonb'::regtype) ORDER BY a.attname) AS columns
    FROM keyed t JOIN pg_attribute a ON a.attrelid = t.oid
    WHERE a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '' AND a.atttypid IN ('jsonb'::regtype, 'text'::regtype)
      AND a.attname <> ALL(t.keys)
      AND (t.relname <> ALL(${["contacts", "opportunities"]}) OR a.attname = ANY(${freeText}))
    GROUP BY t.relname, t.keys ORDER BY t.relname`;
  return tables.map((table) => ({ ...table, subjects: ownRows[table.table] ?? [] }));
}

/** What a person's own timeline still says. */
export async function ownEvents(ctx: Ctx, contactIds: string[], opportunityIds: string[]): Promise<TextRow[]> {
  const rows = await ctx.db.$queryRaw<{ id: string; text: string }[]>`
    SELECT id, data::text AS text FROM audit_events
    WHERE contact_id = ANY(${contactIds}::uuid[]) OR opportunity_id = ANY(${opportunityIds}::uuid[])`;
  return rows.map(({ id, text }) => ({ key: [id], subjects: [], texts: [text] }));
}
export const eventTable: TextTable = {
  ...{ table: "audit_events", keys: ["id"], subjects: [] },
  columns: [{ name: "data", json: true }],
};

/** The queue's own table, whose payloads carry ids: what an error message may have quoted. Null where there is none. */
export async function finishedJobs(ctx: Ctx): Promise<TextTable | null> {
  const [{ there } = { there: false }] = await ctx.db.$queryRaw<{ there: boolean }[]>`
    SELECT to_regclass('pgboss.job') IS NOT NULL AS there`;
  const columns = ["data", "output"].map((name) => ({ name, json: true }));
  return there ? { table: "pgboss.job", columns, keys: ["id"], subjects: [] } : null;
}

/** Forgets jobs that are over. */
export const forgetJobs = (ctx: Ctx, ids: string[]) => ctx.db.$executeRaw`
  DELETE FROM pgboss.job WHERE id = ANY(${ids}::uuid[]) AND state IN ('completed', 'failed', 'cancelled')`;

const identifier = (name: string) =>
  Prisma.raw(
    name
      .split(".")
      .map((part) => `"${part.replaceAll('"', '""')}"`)
      .join("."),
  );
const list = (parts: Prisma.Sql[]) => Prisma.join(parts, ", ");

/** Calls `look` with every row in which something is written, some thousands at a time, as they stand at one moment. */
export const eachText = (
  ctx: Ctx,
  { table, columns, keys, subjects }: TextTable,
  look: (rows: TextRow[]) => Promise<void>,
) =>
  inSnapshot(ctx, async (snapshot) => {
    const texts = columns.map(
      ({ name }) => Prisma.sql`nullif(nullif(nullif(${identifier(name)}::text, ''), '{}'), '[]')`,
    );
    const ids = [...keys, ...subjects].map((name) => Prisma.sql`${identifier(name)}::text`);
    const values = [...ids, ...texts].map((value, i) => Prisma.sql`${value} AS ${identifier(String(i))}`);
    await snapshot.db.$executeRaw`
      DECLARE every_text NO SCROLL CURSOR FOR
      SELECT ${list(values)} FROM ${identifier(table)} WHERE coalesce(${list(texts)}) IS NOT NULL`;
    for (;;) {
      const rows = await snapshot.db.$queryRaw<Record<string, string | null>[]>`FETCH FORWARD 2000 FROM every_text`;
      if (rows.length === 0) return;
      // Columns of their own, named by their place: an array is taken apart letter by letter.
      const all = rows.map((row) => Object.values(row));
      await look(
        all.map((row) => ({
          key: row.slice(0, keys.length) as string[],
          subjects: row.slice(keys.length, ids.length),
          texts: row.slice(ids.length),
        })),
      );
    }
  });

/** Writes a text in the place of another; false when that is no longer what stands there. */
export async function replaceText(
  ctx: Ctx,
  { table, keys }: TextTable,
  { name, json }: TextTable["columns"][number],
  { key, from, to }: { key: string[]; from: string; to: string },
): Promise<boolean> {
  const is = keys.map((one, i) => Prisma.sql`${identifier(one)}::text = ${key[i]}`);
  const changed = await ctx.db.$executeRaw`
    UPDATE ${identifier(table)} SET ${identifier(name)} = ${to}${json ? Prisma.raw("::jsonb") : Prisma.empty}
    WHERE ${Prisma.join(is, " AND ")} AND ${identifier(name)}::text = ${from}`;
  return changed > 0;
}
