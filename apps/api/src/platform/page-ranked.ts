import { countCap } from "@crm/contract";
import { type Database, Prisma } from "@crm/db";
import { decodeCursor, encodeCursor, orderBy, past, type SortColumn } from "./keyset.ts";
import type { PageQuery } from "./page-walk.ts";
import type { Ranking } from "./search-ranking.ts";

/**
 * How the pages of one search are put in order: `weighed` when all that is found can be; `tops` when that is too much: those
 * that bear the very text, then those whose name begins with it, both by an index, then the newest; `exact` when too many
 * begin with it, too. A page keeps to what the first one did.
 */
const modes = ["weighed", "tops", "exact"] as const;
type Mode = (typeof modes)[number];

type Ranked = { mode: Mode; weight: number; cursor: string[]; total: number | null };

/** A page of what a search found, the best match first and then the newest (`columns`), its cursor and, with the first, the count. */
export async function rankedPage<Row>(db: Database, query: PageQuery & { ranking: Ranking }) {
  const { after, size, columns } = query;
  const cursorColumns = [
    { sql: "", cast: "text", direction: "desc", values: modes },
    { sql: "found.weight", cast: "int", direction: "desc" },
    ...columns.map((column, i) => ({ ...column, sql: `found.s${i}` })),
  ] satisfies SortColumn[];
  const values = after === undefined ? null : (decodeCursor(after, cursorColumns) as string[]);
  const rows = await db.$queryRaw<(Row & Ranked)[]>(ranked(query, cursorColumns.slice(1), values));
  const shown = rows.slice(0, size);
  const last = shown.at(-1);
  return {
    rows: shown as Row[],
    next: last && rows.length > size ? encodeCursor([last.mode, ...last.cursor]) : null,
    total: after === undefined ? (rows[0]?.total ?? 0) : null,
  };
}

function ranked(
  { select, table, joins, where, columns, size, ranking }: PageQuery & { ranking: Ranking },
  keys: SortColumn[],
  values: string[] | null,
): Prisma.Sql {
  const mode = values?.[0] as Mode | undefined;
  const alias = Prisma.raw(columns[0]?.sql.split(".")[0] ?? "");
  const own = columns.map(({ sql }, i) => `${sql} AS s${i}`);
  const keyed = Prisma.raw(own.join(", "));
  const weighable = Prisma.raw([...own, ...ranking.reads.map((name) => `${alias.sql}.${name}`)].join(", "));
  const standing = Prisma.raw(columns.map((_, i) => `s${i}`).join(", "));
  const { exact, begins } = ranking;
  const newest = orderBy(columns);
  // Behind the page before: each part from where it stands, by its own index.
  const behind = values ? past(keys, values.slice(1)) : Prisma.sql`TRUE`;
  const resumed = values?.[1] === "0" ? past(columns, values.slice(2)) : Prisma.sql`TRUE`;
  // What comes before the newest is not among them, or a page would be short.
  const rest: Record<Mode, Prisma.Sql> = {
    weighed: Prisma.sql`TRUE`,
    tops: Prisma.sql`${resumed} AND NOT ${exact} AND NOT ${begins}`,
    exact: Prisma.sql`${resumed} AND NOT ${exact}`,
  };
  const limit = mode === undefined ? countCap + 1 : size + 1;
  const found = Prisma.sql`
    found AS MATERIALIZED (
      SELECT ${weighable} FROM ${table} WHERE ${where} AND ${mode ? rest[mode] : Prisma.sql`TRUE`}
      ${mode === "weighed" ? Prisma.empty : Prisma.sql`ORDER BY ${newest} LIMIT ${limit}`}
    )`;
  const counted = Prisma.sql`total AS MATERIALIZED (SELECT count(*)::int AS n FROM found)`;
  const weighed = Prisma.sql`SELECT 'weighed' AS mode, ${ranking.weight} AS weight, ${standing} FROM found AS ${alias}`;
  const many = mode === undefined ? Prisma.sql`(SELECT n FROM total) > ${countCap}` : Prisma.sql`TRUE`;
  // Counted by the index alone before a row is read: a frequent name begins more than can be shown.
  const few =
    mode === undefined
      ? Prisma.sql`(SELECT count(*) <= ${countCap} FROM (SELECT 1 FROM ${table} WHERE ${begins} AND ${many} LIMIT ${countCap + 1}) AS b)`
      : Prisma.sql`${mode === "tops"}::boolean`;
  const tops = Prisma.sql`
    few AS MATERIALIZED (SELECT ${few} AS yes),
    tops AS MATERIALIZED (
      SELECT 2 AS weight, ${keyed} FROM ${table} WHERE ${exact} AND ${where} AND ${many}
      UNION ALL
      SELECT 1, ${keyed} FROM ${table} WHERE ${begins} AND NOT ${exact} AND ${where} AND ${many} AND (SELECT yes FROM few)
    ),
    many AS (
      SELECT CASE WHEN (SELECT yes FROM few) THEN 'tops' ELSE 'exact' END AS mode, * FROM (
        SELECT * FROM tops
        UNION ALL SELECT 0, ${standing} FROM found AS ${alias}
        WHERE ${many} AND NOT EXISTS (SELECT 1 FROM tops t WHERE t.s${Prisma.raw(String(columns.length - 1))} = ${alias}.s${Prisma.raw(String(columns.length - 1))})
      ) AS parts
    )`;
  const parts: Record<Mode, Prisma.Sql> = {
    weighed: Prisma.sql`WITH ${found}, page AS (${weighed})`,
    tops: Prisma.sql`WITH ${found}, ${tops}, page AS (SELECT * FROM many)`,
    exact: Prisma.sql`WITH ${found}, ${tops}, page AS (SELECT * FROM many)`,
  };
  const first = Prisma.sql`WITH ${found}, ${counted}, ${tops}, page AS (
    ${weighed} WHERE (SELECT n FROM total) <= ${countCap} UNION ALL SELECT * FROM many)`;
  const cursor = Prisma.raw(`ARRAY[${keys.map(({ sql }) => `${sql}::text`).join(", ")}] AS cursor`);
  return Prisma.sql`
    ${mode === undefined ? first : parts[mode]}
    SELECT ${select}, found.mode, ${cursor}, ${mode === undefined ? Prisma.sql`(SELECT n FROM total)` : Prisma.sql`NULL::int`} AS total
    FROM (SELECT * FROM page AS found WHERE ${behind} ORDER BY ${orderBy(keys)} LIMIT ${size + 1}) AS found
    JOIN ${table} ON ${Prisma.raw(columns.at(-1)?.sql ?? "")} = found.s${Prisma.raw(String(columns.length - 1))} ${joins}
    ORDER BY ${orderBy(keys)}`;
}
