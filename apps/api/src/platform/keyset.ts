import { Moment } from "@crm/contract";
import { Prisma } from "@crm/db";
import { isDay } from "@crm/fields";
import { z } from "zod";
import { Refusal } from "./error.ts";

/** One column that a list is sorted by: SQL, direction, and the cast that its value needs when it comes back in a cursor. */
export interface SortColumn {
  sql: string;
  direction: "asc" | "desc";
  cast: string;
  /** The values of an enum. */
  values?: readonly string[];
  /** Of the first column only: it may be empty, and comes last then in either direction. It is NULL, or the mark of `sort_key`. */
  empty?: "null" | "mark" | undefined;
}

/** What a cursor may hold, by the cast that PostgreSQL then makes of it. */
const shapes: Record<string, (value: string) => boolean> = {
  uuid: (value) => z.uuid().safeParse(value).success,
  // « 2026-03-02 09:00:00.123456+00 », as PostgreSQL writes it here, or ISO.
  timestamptz: (value) => Moment.safeParse(value.replace(" ", "T").replace(/\+00$/, "Z")).success,
  int: (value) => /^-?\d{1,9}$/.test(value),
  date: isDay,
  numeric: (value) => /^-?\d{1,1000}(\.\d{1,1000})?$/.test(value),
};

const Cursor = z.array(z.string().max(1000).nullable()).max(5);

/** A cursor from the sort values of a page's last row; sealed on its way out (`sealedCursors`). */
export const encodeCursor = (values: (string | null)[]) => JSON.stringify(values);

/**
 * The values of a cursor. Refuses with VALIDATION_FAILED what a page of this list does not give any more: a question may have
 * become one of days since.
 */
export function decodeCursor(cursor: string, columns: SortColumn[]): (string | null)[] {
  try {
    const values = Cursor.length(columns.length).parse(JSON.parse(cursor));
    for (const [i, { cast, values: allowed, empty }] of columns.entries()) {
      const value = values[i] ?? "";
      if (values[i] === null) {
        if (empty === "null") continue;
        throw new Error("not a cursor of this list");
      }
      if (
        value.includes("\0") ||
        !value.isWellFormed() ||
        shapes[cast]?.(value) === false ||
        allowed?.includes(value) === false
      )
        throw new Error("not a cursor of this list");
    }
    return values;
  } catch (cause) {
    throw new Refusal("VALIDATION_FAILED", { field: "after" }, { cause });
  }
}

/** What `sort_key` makes of an empty text. */
const mark = "\ufffd";
const marked = ({ sql }: SortColumn) => Prisma.sql`${Prisma.raw(sql)} = ${mark}`;

/** ORDER BY of the columns, for rows that are sorted once they are found: no index is in this order where a column may be empty. */
export const orderBy = (columns: SortColumn[]): Prisma.Sql =>
  Prisma.join(
    columns.map((column) => {
      const order = Prisma.raw(`${column.sql} ${column.direction.toUpperCase()}`);
      if (column.empty === "mark") return Prisma.sql`(${marked(column)}), ${order}`;
      return column.empty === "null" ? Prisma.sql`${order} NULLS LAST` : order;
    }),
    ", ",
  );

/**
 * « Behind the cursor »: the condition that starts the next page, by row values, so that one index serves it.
 * All columns must go the same way.
 */
export const behind = (cursor: string | undefined, columns: SortColumn[]): Prisma.Sql =>
  Prisma.sql`(${Prisma.join(behindInParts(cursor, columns), " OR ")})`;

/**
 * The same in parts, in the order of the list: where the first column may be empty, the rows where it is come last. Each part
 * is a range of the index; joined by OR they would be none.
 */
export function behindInParts(cursor: string | undefined, columns: SortColumn[]): Prisma.Sql[] {
  const values = cursor === undefined ? null : decodeCursor(cursor, columns);
  const [first, ...rest] = columns;
  const start = values ? past(columns, values) : Prisma.sql`TRUE`;
  if (!first?.empty) return [start];
  const column = Prisma.raw(first.sql);
  const isEmpty = first.empty === "null" ? Prisma.sql`${column} IS NULL` : marked(first);
  if (values && (values[0] === null || (first.empty === "mark" && values[0] === mark)))
    return [Prisma.sql`(${isEmpty} AND ${past(rest, values.slice(1))})`];
  if (first.empty === "null") return [Prisma.sql`(${column} IS NOT NULL AND ${start})`, Prisma.sql`(${isEmpty})`];
  // An emoji sorts behind the mark, a letter before it.
  const sides = [Prisma.sql`${column} < ${mark}`, Prisma.sql`${column} > ${mark}`];
  const ways = first.direction === "asc" ? sides : sides.reverse();
  return [...ways.map((way) => Prisma.sql`(${way} AND ${start})`), Prisma.sql`(${isEmpty})`];
}

/** Behind these values, by the columns. */
export function past(columns: SortColumn[], values: (string | null)[]): Prisma.Sql {
  const left = Prisma.raw(columns.map(({ sql }) => sql).join(", "));
  const right = Prisma.join(columns.map(({ cast }, i) => Prisma.sql`${values[i]}::${Prisma.raw(cast)}`));
  return columns[0]?.direction === "desc" ? Prisma.sql`(${left}) < (${right})` : Prisma.sql`(${left}) > (${right})`;
}
