import { Prisma } from "@crm/db";
import { behindInParts, decodeCursor, orderBy, past, type SortColumn } from "./keyset.ts";
import type { Ranking } from "./search-ranking.ts";

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
  /** What the first column names, when that is not in the table. */
  groups?: Groups | undefined;
  /** Columns of the cursor before `columns`: all alike on the rows that `where` finds. */
  leading?: SortColumn[];
  after: string | undefined;
  size: number;
  /** Whether `where` holds a search, which no index serves in the order asked for. */
  searching: boolean;
  /** A search's rows that are read and counted, at most; `countCap` + 1 unless said. */
  bound?: number;
  /** Unless another order was asked for, the best match of a search comes first, then `columns`: the moment, newest first, and the id. */
  ranking?: Ranking | null | undefined;
}

/** What a list is sorted by that is not in its own table: the name of who follows a record, the stage it stands on. */
export interface Groups {
  /** SELECT of the groups' `id` and `key`: a text in the "C" collation, of which no two are alike. */
  named: Prisma.Sql;
  /** The list's column that holds the id of a row's group; rows where it is NULL come last in either direction. */
  column: string;
}

/** A list sorted by its groups, then as an index on (column, …rest) goes. The last of `rest` is the table's id. */
export const groupColumns = (direction: "asc" | "desc", rest: SortColumn[]): SortColumn[] => [
  { sql: "g.key", cast: "text", direction, empty: "null" },
  ...rest,
];

/** Joins each row with its group, for a statement that sorts what it found. */
export const groupJoin = ({ named, column }: Groups) =>
  Prisma.sql`LEFT JOIN (${named}) AS g ON g.id = ${Prisma.raw(column)}`;

/** Rows where the first column is empty come after all the others, by a statement of their own: one index serves them all. */
export async function walk<Row>(query: PageQuery, read: (sql: Prisma.Sql) => Promise<Row[]>): Promise<Row[]> {
  const { groups } = query;
  if (groups) return walkGroups({ ...query, groups }, read);
  const wanted = query.size + 1;
  const rows: Row[] = [];
  for (const part of behindInParts(query.after, query.columns)) {
    rows.push(...(await read(walked(query, part, wanted - rows.length))));
    if (rows.length === wanted) break;
  }
  return rows;
}

/** A row's values of the columns, as its cursor holds them. */
export const cursorOf = (columns: SortColumn[]) =>
  Prisma.sql`ARRAY[${Prisma.raw(columns.map(({ sql }) => `${sql}::text`).join(", "))}] AS cursor`;

function walked(
  { select, table, joins, where, columns, fixed, leading = [] }: PageQuery,
  behind: Prisma.Sql,
  limit: number,
): Prisma.Sql {
  const order = orderBy(columns.map((column) => ({ ...column, empty: undefined })));
  return Prisma.sql`
    SELECT ${select}, ${cursorOf([...leading, ...columns])} FROM ${table} ${joins}
    WHERE ${where} AND ${behind} ORDER BY ${fixed ? Prisma.raw(`${fixed}, `) : Prisma.empty}${order} LIMIT ${limit}`;
}

/** Before and behind every value of a cast. */
const extremes: Record<string, { asc: string; desc: string }> = {
  timestamptz: { asc: "-infinity", desc: "infinity" },
  uuid: { asc: "00000000-0000-0000-0000-000000000000", desc: "ffffffff-ffff-ffff-ffff-ffffffffffff" },
};

/**
 * A page of a list sorted by its groups: the groups are few, so they are put in order first and each walked by the index on
 * its rows, from the cursor on, until the page is full. Joined and sorted as one, every page would read the whole table.
 */
async function walkGroups<Row>(
  query: PageQuery & { groups: Groups },
  read: (sql: Prisma.Sql) => Promise<Row[]>,
): Promise<Row[]> {
  const { after, columns, groups, size } = query;
  const values = after === undefined ? null : decodeCursor(after, columns);
  const wanted = size + 1;
  const none = values?.[0] === null;
  const rows = none ? [] : await read(grouped(query, values, wanted));
  if (rows.length === wanted) return rows;
  // The rows of no group.
  const [first, ...rest] = columns as [SortColumn, ...SortColumn[]];
  const ungrouped = Prisma.sql`${Prisma.raw(groups.column)} IS NULL AND ${none ? past(rest, values.slice(1)) : Prisma.sql`TRUE`}`;
  const last = { ...query, columns: rest, fixed: groups.column, leading: [{ ...first, sql: "NULL" }] };
  return [...rows, ...(await read(walked(last, ungrouped, wanted - rows.length)))];
}

function grouped(
  { select, table, joins, where, columns, groups }: PageQuery & { groups: Groups },
  values: (string | null)[] | null,
  limit: number,
): Prisma.Sql {
  const [first, ...rest] = columns as [SortColumn, ...SortColumn[]];
  const { direction } = first;
  const behind = Prisma.raw(direction === "asc" ? ">" : "<");
  // The group of the cursor starts behind it, the later ones at their beginning.
  const starts = rest.map(({ cast }, i) => {
    const from = Prisma.sql`CASE WHEN named.key = ${values?.[0] ?? ""} THEN ${values?.[i + 1] ?? null} ELSE ${extremes[cast]?.[direction]} END`;
    return Prisma.sql`(${from})::${Prisma.raw(cast)} AS ${Prisma.raw(`from${i}`)}`;
  });
  const own = Prisma.raw(rest.map(({ sql }) => sql).join(", "));
  const from = Prisma.raw(rest.map((_, i) => `g.from${i}`).join(", "));
  const named = Prisma.raw(rest.map(({ sql }, i) => `${sql} AS by${i}`).join(", "));
  const order = orderBy([
    { ...first, empty: undefined },
    ...rest.map((column, i) => ({ ...column, sql: `found.by${i}` })),
  ]);
  return Prisma.sql`
    SELECT found.* FROM (
      SELECT named.id, named.key, ${Prisma.join(starts)} FROM (${groups.named}) AS named
      WHERE ${values ? Prisma.sql`named.key ${behind} ${values[0]} OR named.key = ${values[0]}` : Prisma.sql`TRUE`}
      ORDER BY named.key ${Prisma.raw(direction)}
    ) AS g CROSS JOIN LATERAL (
      SELECT ${select}, ${cursorOf(columns)}, ${named} FROM ${table} ${joins}
      WHERE ${where} AND ${Prisma.raw(groups.column)} = g.id AND (${own}) ${behind} (${from})
      ORDER BY ${orderBy(rest)} LIMIT ${limit}
    ) AS found ORDER BY ${order} LIMIT ${limit}`;
}
