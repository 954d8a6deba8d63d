import { countCap } from "@crm/contract";
import type { Database } from "@crm/db";
import { Prisma } from "@crm/db";
import { behindInParts, encodeCursor, orderBy } from "./keyset.ts";
import { rankedPage } from "./page-ranked.ts";
import { cursorOf, groupJoin, type PageQuery, walk } from "./page-walk.ts";

/**
 * A page of a list and its cursor, in one statement.
 *
 * The first page of a search brings its count (at most `countCap` + 1): what it finds is read once, for the count and the
 * rows, and the limit keeps the planner from walking the whole table in search of fifty rows. Any other page follows an
 * index and reads no more than it gives; its count, which costs more than itself, is a request of its own (`total` null).
 */
export async function pageOf<Row>(db: Database, query: PageQuery) {
  const { size, columns, ranking } = query;
  if (ranking) return rankedPage<Row>(db, { ...query, ranking });
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

function searched({
  select,
  table,
  joins,
  where,
  columns,
  groups,
  after,
  size,
  bound = countCap + 1,
}: PageQuery): Prisma.Sql {
  const keys = columns.map((column, i) => ({ ...column, sql: `found.s${i}` }));
  const id = columns.at(-1)?.sql ?? "";
  const named = Prisma.raw(columns.map(({ sql }, i) => `${sql} AS s${i}`).join(", "));
  const grouped = groups ? groupJoin(groups) : Prisma.empty;
  const plain = orderBy(columns.map((column) => ({ ...column, empty: undefined })));
  const parts = behindInParts(after, columns).map(
    (part) =>
      Prisma.sql`(SELECT ${named} FROM ${table} ${grouped} WHERE ${where} AND ${part} ORDER BY ${plain} LIMIT ${bound})`,
  );
  return Prisma.sql`
    WITH found AS MATERIALIZED (
      SELECT * FROM (${Prisma.join(parts, " UNION ALL ")}) AS parts LIMIT ${bound}
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
