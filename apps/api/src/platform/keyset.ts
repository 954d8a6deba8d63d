import { Prisma } from "@crm/db";
import { z } from "zod";
import { Refusal } from "./error.ts";

/** One column that a list is sorted by: SQL, direction, and the cast that its value needs when it comes back in a cursor. */
export interface SortColumn {
  sql: string;
  direction: "asc" | "desc";
  cast: string;
  /** The values of an enum: a cursor made up by hand holds anything. */
  values?: readonly string[];
}

/** What a cursor may hold, by the cast that PostgreSQL then makes of it. */
const shapes: Record<string, (value: string) => boolean> = {
  uuid: (value) => z.uuid().safeParse(value).success,
  timestamptz: (value) => !Number.isNaN(Date.parse(value)),
};

const Cursor = z.array(z.string().max(1000)).max(5);

/** An opaque cursor from the sort values of a page's last row. */
export const encodeCursor = (values: string[]) => Buffer.from(JSON.stringify(values)).toString("base64url");

function decodeCursor(cursor: string, columns: SortColumn[]): string[] {
  try {
    const values = Cursor.length(columns.length).parse(JSON.parse(Buffer.from(cursor, "base64url").toString()));
    for (const [i, { cast, values: allowed }] of columns.entries()) {
      const value = values[i] ?? "";
      if (value.includes("\0") || shapes[cast]?.(value) === false || allowed?.includes(value) === false)
        throw new Error("not a cursor of this list");
    }
    return values;
  } catch (cause) {
    throw new Refusal("VALIDATION_FAILED", { field: "after" }, { cause });
  }
}

/** ORDER BY of the columns. */
export const orderBy = (columns: SortColumn[]): Prisma.Sql =>
  Prisma.raw(columns.map(({ sql, direction }) => `${sql} ${direction.toUpperCase()}`).join(", "));

/**
 * « Behind the cursor »: the condition that starts the next page, by row values, so that one index serves it.
 * All columns must go the same way.
 */
export function behind(cursor: string | undefined, columns: SortColumn[]): Prisma.Sql {
  if (cursor === undefined) return Prisma.sql`TRUE`;
  const values = decodeCursor(cursor, columns);
  const left = Prisma.raw(columns.map(({ sql }) => sql).join(", "));
  const right = Prisma.join(columns.map(({ cast }, i) => Prisma.sql`${values[i]}::${Prisma.raw(cast)}`));
  return columns[0]?.direction === "desc" ? Prisma.sql`(${left}) < (${right})` : Prisma.sql`(${left}) > (${right})`;
}
