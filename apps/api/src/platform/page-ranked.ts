import { countCap } from "@crm/contract";
import { type Database, Prisma } from "@crm/db";
import { decodeCursor, encodeCursor, orderBy, past, type SortColumn } from "./keyset.ts";
import { cursorOf, type PageQuery } from "./page-walk.ts";
import type { Ranking } from "./search-ranking.ts";

/**
 * How the pages of one search are put in order: `weighed` when all that is found can be; `tops` when that is too much: those
 * that bear the very text, then those whose name begins with it, both by an index, then the newest; `exact` when too many
 * begin with it, too. A page keeps to what the first one did.
 */
const modes = ["weighed", "tops", "exact"] as const;
type Mode = (typeof modes)[number];

type Ranked = { mode: Mode; cursor: string[]; total: number | null };
type RankedQuery = PageQuery & { ranking: Ranking };

/** A page of what a search found, the best match first and then the newest (`columns`), its cursor and, with the first, the count. */
export async function rankedPage<Row>(db: Database, query: RankedQuery) {
  const { after, size, columns } = query;
  const keys: SortColumn[] = [
    { sql: "found.weight", cast: "int", direction: "desc" },
    ...columns.map((column, i) => ({ ...column, sql: `found.s${i}` })),
  ];
  const kept: SortColumn = { sql: "", cast: "text", direction: "desc", values: modes };
  const values = after === undefined ? null : (decodeCursor(after, [kept, ...keys]) as string[]);
  const read = (sql: Prisma.Sql) => db.$queryRaw<(Row & Ranked)[]>(sql);
  const [mode, ...place] = (values ?? []) as [Mode | undefined, ...string[]];
  let rows = await read(
    mode === undefined || mode === "weighed" ? weighed(query, keys, values && place) : topped(query, keys, mode, place),
  );
  const total = after === undefined ? (rows[0]?.total ?? 0) : null;
  if (total !== null && total > countCap) rows = await read(topped(query, keys, null, null));
  const shown = rows.slice(0, size);
  const last = shown.at(-1);
  return {
    rows: shown as Row[],
    next: last && rows.length > size ? encodeCursor([last.mode, ...last.cursor]) : null,
    total,
  };
}

const named = (columns: SortColumn[]) => columns.map(({ sql }, i) => `${sql} AS s${i}`);
const idOf = (columns: SortColumn[]) => Prisma.raw(`s${columns.length - 1}`);

/** All that is found, weighed; the first page reads no more than can be counted, and weighs nothing when that is not all. */
function weighed(query: RankedQuery, keys: SortColumn[], place: string[] | null): Prisma.Sql {
  const { table, where, columns, ranking } = query;
  const alias = columns[0]?.sql.split(".")[0] ?? "";
  const read = Prisma.raw([...named(columns), ...ranking.reads.map((name) => `${alias}.${name}`)].join(", "));
  const bounded = Prisma.sql`ORDER BY ${orderBy(columns)} LIMIT ${countCap + 1}`;
  const total = place ? Prisma.sql`NULL::int` : Prisma.sql`(SELECT n FROM total)`;
  const weight = place
    ? ranking.weight
    : Prisma.sql`CASE WHEN (SELECT n FROM total) > ${countCap} THEN 0 ELSE ${ranking.weight} END`;
  return Prisma.sql`
    WITH all_found AS MATERIALIZED (SELECT ${read} FROM ${table} WHERE ${where} ${place ? Prisma.empty : bounded}),
    total AS MATERIALIZED (SELECT count(*)::int AS n FROM all_found),
    page AS (SELECT 'weighed' AS mode, ${weight} AS weight, ${standing(columns)} FROM all_found AS ${Prisma.raw(alias)})
    ${shown(query, keys, place, total)}`;
}

const standing = (columns: SortColumn[]) => Prisma.raw(columns.map((_, i) => `s${i}`).join(", "));

/** The same when too much is found to be weighed: three parts, each from where the page before ended, by its own index. */
function topped(query: RankedQuery, keys: SortColumn[], mode: Mode | null, place: string[] | null): Prisma.Sql {
  const { table, where, columns, ranking, size } = query;
  const { exact, begins } = ranking;
  const keyed = Prisma.raw(named(columns).join(", "));
  const id = Prisma.raw(columns.at(-1)?.sql ?? "");
  // Found by the index alone, before a row is read: a frequent name begins more than can be shown.
  const begun = begins.map((way) => Prisma.sql`(SELECT ${id} AS id FROM ${table} WHERE ${way} LIMIT ${countCap + 1})`);
  const few =
    mode === null ? Prisma.sql`(SELECT count(*) <= ${countCap} FROM begun)` : Prisma.sql`${mode === "tops"}::boolean`;
  const first = Prisma.sql`((SELECT yes FROM few) AND ${id} IN (SELECT id FROM begun))`;
  const resumed = place?.[0] === "0" ? past(columns, place.slice(1)) : Prisma.sql`TRUE`;
  return Prisma.sql`
    WITH begun AS MATERIALIZED (${Prisma.join(begun, " UNION ")}),
    few AS MATERIALIZED (SELECT ${few} AS yes),
    tops AS MATERIALIZED (
      SELECT 2 AS weight, ${keyed} FROM ${table} WHERE ${exact} AND ${where}
      UNION ALL SELECT 1, ${keyed} FROM begun JOIN ${table} ON ${id} = begun.id
      WHERE (SELECT yes FROM few) AND NOT ${exact} AND ${where}
    ), newest AS MATERIALIZED (
      SELECT ${keyed} FROM ${table} WHERE ${where} AND ${resumed} AND NOT ${exact} AND NOT ${first}
      ORDER BY ${orderBy(columns)} LIMIT ${size + 1}
    ), page AS (
      SELECT CASE WHEN (SELECT yes FROM few) THEN 'tops' ELSE 'exact' END AS mode, * FROM (
        SELECT * FROM tops UNION ALL SELECT 0, * FROM newest) AS parts
    ) ${shown(query, keys, place, Prisma.sql`NULL::int`)}`;
}

/** The rows of `page` behind a place, as the list shows them. */
function shown(
  { select, table, joins, columns, size }: PageQuery,
  keys: SortColumn[],
  place: string[] | null,
  total: Prisma.Sql,
) {
  const order = orderBy(keys);
  return Prisma.sql`
    SELECT ${select}, found.mode, ${cursorOf(keys)}, ${total} AS total
    FROM (SELECT * FROM page AS found WHERE ${place ? past(keys, place) : Prisma.sql`TRUE`} ORDER BY ${order} LIMIT ${size + 1}) AS found
    JOIN ${table} ON ${Prisma.raw(columns.at(-1)?.sql ?? "")} = found.${idOf(columns)} ${joins}
    ORDER BY ${order}`;
}
