import type { Database, Prisma } from "@crm/db";
import { pageOf } from "./page-query.ts";
import type { PageQuery } from "./page-walk.ts";
import { searchWhere } from "./search.ts";
import { nearWhere } from "./search-near.ts";

/** Rows of which the newest that resemble are shown. */
const nearest = 1000;

/**
 * A page of a list that may be searched by `text` (empty: it is not). When nothing bears it, one page of what resembles it,
 * `near`: no more than that, since counts and bulk changes mean what was typed.
 */
export async function pageOrNear<Row>(
  db: Database,
  text: string,
  column: string,
  query: Omit<PageQuery, "where" | "searching"> & { where: (found: Prisma.Sql) => Prisma.Sql },
) {
  const searching = text.trim() !== "";
  const page = (found: Prisma.Sql, changes: Partial<PageQuery> = {}) =>
    pageOf<Row>(db, { ...query, where: query.where(found), searching, ...changes });
  const exact = await page(searchWhere(column, text));
  if (!searching || query.after !== undefined || exact.rows.length > 0) return { ...exact, near: false };
  const found = await nearWhere(db, column, text);
  if (!found) return { ...exact, near: false };
  const near = await page(found, { ranking: null, bound: nearest });
  return { ...near, next: null, near: near.rows.length > 0, total: Math.min(near.total ?? 0, near.rows.length) };
}
