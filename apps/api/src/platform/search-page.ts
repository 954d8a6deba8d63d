import type { Prisma } from "@crm/db";
import type { Ctx } from "./context.ts";
import { pageOf } from "./page-query.ts";
import type { PageQuery } from "./page-walk.ts";
import { type Found, searchFor } from "./search.ts";
import { nearFor } from "./search-near.ts";

/** Rows of which the newest that resemble are shown. */
const nearest = 1000;

/**
 * A page of a list that may be searched by `text` (empty: it is not). When nothing bears it, one page of what resembles it,
 * `near`: no more than that, since counts and bulk changes mean what was typed. `starts`: what stands before a word in what is
 * searched.
 */
export async function pageOrNear<Row>(
  { reader, actor }: Ctx,
  text: string,
  {
    starts = [" "],
    ...query
  }: Omit<PageQuery, "where" | "searching"> & {
    where: (found: Found | null) => Prisma.Sql;
    starts?: readonly string[];
  },
) {
  const searching = text.trim() !== "";
  const page = (found: Found | null, changes: Partial<PageQuery> = {}) =>
    pageOf<Row>(reader, { ...query, where: query.where(found), searching, ...changes });
  const exact = await page(searchFor(text));
  if (!searching || query.after !== undefined || exact.rows.length > 0) return { ...exact, near: false };
  const found = await nearFor(reader, text, { amongAll: actor.scope === "all", starts });
  if (!found) return { ...exact, near: false };
  const near = await page(found, { ranking: null, bound: nearest });
  return { ...near, next: null, near: near.rows.length > 0, total: Math.min(near.total ?? 0, near.rows.length) };
}
