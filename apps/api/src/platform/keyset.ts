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
  /** The values of an enum: a cursor made up by hand holds anything. */
  values?: readonly string[];
  /** Of the first column only: it may hold NULL, which comes last in either direction. */
  nullable?: boolean;
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

/** An opaque cursor from the sort values of a page's last row. */
export const encodeCursor = (values: (string | null)[]) => Buffer.from(JSON.stringify(values)).toString("base64url");

/** The values of a cursor. Refuses with VALIDATION_FAILED what no page of this list can have given. */
export function decodeCursor(cursor: string, columns: SortColumn[]): (string | null)[] {
  try {
    const values = Cursor.length(columns.length).parse(JSON.parse(Buffer.from(cursor, "base64url").toString()));
    for (const [i, { cast, values: allowed, nullable }] of columns.entries()) {
      const value = values[i] ?? "";
      if (values[i] === null && nullable) continue;
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

/** ORDER BY of the columns. */
export const orderBy = (columns: SortColumn[]): Prisma.Sql =>
  Prisma.raw(
    columns
      .map(({ sql, direction, nullable }) => `${sql} ${direction.toUpperCase()}${nullable ? " NULLS LAST" : ""}`)
      .join(", "),
  );

/**
 * « Behind the cursor »: the condition that starts the next page, by row values, so that one index serves it.
 * All columns must go the same way.
 */
export function behind(cursor: string | undefined, columns: SortColumn[]): Prisma.Sql {
  const { filled, empty } = behindInParts(cursor, columns);
  if (!empty) return filled ?? Prisma.sql`TRUE`;
  return filled ? Prisma.sql`(${filled} OR ${empty})` : empty;
}

/**
 * The same for a list whose first column may be empty: the rows where it is filled, null once they are all shown, then those
 * where it is empty. Each is a range of the index; joined by OR they would be none. `empty` is null where no column may be.
 */
export function behindInParts(cursor: string | undefined, columns: SortColumn[]) {
  const values = cursor === undefined ? null : decodeCursor(cursor, columns);
  const [first, ...rest] = columns;
  if (!first?.nullable) return { filled: values && past(columns, values), empty: null };
  const column = Prisma.raw(first.sql);
  const fromEmpty = Prisma.sql`${column} IS NULL`;
  if (values?.[0] === null) return { filled: null, empty: Prisma.sql`${fromEmpty} AND ${past(rest, values.slice(1))}` };
  const behind = values ? past(columns, values) : Prisma.sql`TRUE`;
  return { filled: Prisma.sql`${column} IS NOT NULL AND ${behind}`, empty: fromEmpty };
}

/** Behind these values, by the columns. */
export function past(columns: SortColumn[], values: (string | null)[]): Prisma.Sql {
  const left = Prisma.raw(columns.map(({ sql }) => sql).join(", "));
  const right = Prisma.join(columns.map(({ cast }, i) => Prisma.sql`${values[i]}::${Prisma.raw(cast)}`));
  return columns[0]?.direction === "desc" ? Prisma.sql`(${left}) < (${right})` : Prisma.sql`(${left}) > (${right})`;
}
