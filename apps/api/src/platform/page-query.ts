import { countCap } from "@crm/contract";
import type { Database } from "@crm/db";
import { Prisma } from "@crm/db";
import { behind, behindInParts, encodeCursor, orderBy, type SortColumn } from "./keyset.ts";

/** A list as SQL. */
export interface PageQuery {
  /** What a row shows, without the word SELECT. */
  select: Prisma.Sql;
  /** The table with its alias, « contacts c »: all that `where` and `columns` speak of. */
  table: Prisma.Sql;
  /** Tables that only `select` speaks of. */
  joins: Prisma.Sql;
  where: Prisma.Sql;
  /** The last one is the table's id. */
  columns: SortColumn[];
  /** A column that `where` fixes, perhaps to NULL: sorting by it first lets the planner see that an index is in order. */
  fixed?: string | undefined;
  after: string | undefined;
  size: number;
  /** Whether `where` holds a search, which no index serves in the order asked for. */
  searching: boolean;
}

/**
 * A page of a list and its cursor, in one statement.
 *
 * The first page of a search brings its count (at most `countCap` + 1): what it finds is read once, for the count and the
 * rows, and the limit keeps the planner from walking the whole table in search of fifty rows. Any other page follows an
 * index and reads no more than it gives; its count, which costs more than itself, is a request of its own (`total` null).
 */
export async function pageOf<Row>(db: Database, query: PageQuery) {
  const { size, columns } = query;
  const read = (sql: Prisma.Sql) => db.$queryRaw<Paged<Row>[]>(sql);
  const rows = await (query.searching ? read(searched(query)) : walk(query, read));
  const shown = rows.slice(0, size);
  const last = shown.at(-1);
  const counted = query.searching && query.after === undefined;
  return {
    rows: shown as Row[],
    next: last && rows.length > size ? encodeCursor(last.cursor.slice(0, columns.length)) : null,
    // Without a row there is nothing to count.
    total: counted ? (rows[0]?.total ?? 0) : null,
  };
}

type Paged<Row> = Row & { cursor: (string | null)[]; total: number | null };

/** Rows where the first column is empty come after all the others, by a statement of their own: one index serves both. */
async function walk<Row>(query: PageQuery, read: (sql: Prisma.Sql) => Promise<Row[]>): Promise<Row[]> {
  const { filled, empty } = behindInParts(query.after, query.columns);
  const wanted = query.size + 1;
  if (!empty) return read(walked(query, filled ?? Prisma.sql`TRUE`, wanted));
  const rows = filled ? await read(walked(query, filled, wanted)) : [];
  return rows.length === wanted ? rows : [...rows, ...(await read(walked(query, empty, wanted - rows.length)))];
}

const cursorOf = (columns: SortColumn[]) =>
  Prisma.sql`ARRAY[${Prisma.raw(columns.map(({ sql }) => `${sql}::text`).join(", "))}] AS cursor`;

function walked(
  { select, table, joins, where, columns, fixed }: PageQuery,
  behind: Prisma.Sql,
  limit: number,
): Prisma.Sql {
  const order = orderBy(columns.map((column) => ({ ...column, nullable: false })));
  return Prisma.sql`
    SELECT ${select}, ${cursorOf(columns)} FROM ${table} ${joins}
    WHERE ${where} AND ${behind} ORDER BY ${fixed ? Prisma.raw(`${fixed}, `) : Prisma.empty}${order} LIMIT ${limit}`;
}

function searched({ select, table, joins, where, columns, after, size }: PageQuery): Prisma.Sql {
  const keys = columns.map((column, i) => ({ ...column, sql: `found.s${i}` }));
  const id = columns.at(-1)?.sql ?? "";
  const named = Prisma.raw(columns.map(({ sql }, i) => `${sql} AS s${i}`).join(", "));
  return Prisma.sql`
    WITH found AS MATERIALIZED (
      SELECT ${named} FROM ${table} WHERE ${where} AND ${behind(after, columns)} ORDER BY ${orderBy(columns)} LIMIT ${countCap + 1}
    )
    SELECT ${select}, ${cursorOf(keys)}, ${after === undefined ? Prisma.sql`(SELECT count(*) FROM found)::int` : Prisma.sql`NULL::int`} AS total
    FROM (SELECT * FROM found ORDER BY ${orderBy(keys)} LIMIT ${size + 1}) AS found
    JOIN ${table} ON ${Prisma.raw(id)} = found.s${Prisma.raw(String(columns.length - 1))} ${joins}
    ORDER BY ${orderBy(keys)}`;
}

/** How many rows a condition finds: at most `countCap` unless `exact`. */
export async function countOf(db: Database, table: Prisma.Sql, where: Prisma.Sql, exact: boolean) {
  const limit = exact ? Prisma.empty : Prisma.sql`LIMIT ${countCap + 1}`;
  const rows = await db.$queryRaw<[{ value: number }]>`
    SELECT count(*)::int AS value FROM (SELECT 1 FROM ${table} WHERE ${where} ${limit}) AS found`;
  return exact ? { value: rows[0].value, capped: false } : toCount(rows[0].value);
}

/** A count that stopped at `countCap` + 1, as the contract says it. */
export const toCount = (total: number) => ({ value: Math.min(total, countCap), capped: total > countCap });
