import { Prisma } from "@crm/db";

/** Figures and what people write between them. */
const phoneLike = /^[\d\s.\-+()/]+$/;

/** The national figures of what looks like a phone number or a part of one (at least four figures), as `phone_digits` stores them. */
function phoneDigits(text: string): string | null {
  if (!phoneLike.test(text)) return null;
  const figures = text.replace(/\(\s*0\s*\)/g, "").replace(/[^\d+]/g, "");
  if (figures.replace(/\+/g, "").length < 4) return null;
  return (
    figures
      .replace(/^(?:\+|00)330?/, "0")
      .replace(/^33(?=[1-9]\d{8}$)/, "0")
      // Territories overseas: +590 690… is 0690…
      .replace(/^(?:(?:\+|00)(?:590|594|596|262)0?(?=[2-6])|(?:590|594|596|262)(?=[2-6]\d{8}$))/, "0")
      .replace(/\+/g, "")
  );
}

/**
 * The words of a search, in any order: « le denmat audrey » looks for three. A phone number, however it is spaced, is one
 * word of national figures: « +33 6 12 34 » and « 06.12.34 » both give 061234.
 */
function searchTerms(text: string): string[] {
  const trimmed = text.trim();
  const phone = phoneDigits(trimmed);
  if (phone !== null) return [phone];
  return [...new Set(trimmed.split(/\s+/).filter(Boolean))];
}

/**
 * The condition that `column`, a generated `search` column, holds every word of a search, anywhere. The database folds the
 * words with the function that made the column, so that case, accents and apostrophes can't disagree.
 */
export function searchWhere(column: string, text: string | undefined): Prisma.Sql {
  const terms = searchTerms(text ?? "");
  if (terms.length === 0) return Prisma.sql`TRUE`;
  const like = (term: string) => Prisma.sql`${Prisma.raw(column)} LIKE fold(${`%${term.replace(/[\\%_]/g, "\\$&")}%`})`;
  return Prisma.join(terms.map(like), " AND ");
}
