import { Prisma } from "@crm/db";
import { both, either, escaped, found, searchTerms, wordsOf } from "./search.ts";

/** What tells the best match of a search from the others. */
export interface Ranking {
  /** The columns of the table that `weight` reads. */
  reads: string[];
  /** How well a row matches, 1 to 5, as SQL. */
  weight: Prisma.Sql;
  /** Those that bear the text itself, and whose name begins with it: each by an index, for when too many are found to be weighed. */
  exact: Prisma.Sql;
  begins: Prisma.Sql[];
}

/** The names of a record under an alias: its columns in the form that `sort_key` gives. */
interface Named {
  alias: string;
  /** Whether the words of `search` count: not where it holds more than the actor may see. */
  words: boolean;
  name: string;
  company?: string;
  email?: string;
}

const maxRotated = 6;

/** Without anything between letters, as names are compared: « D'Almeida » is « d almeida » is « dalmeida ». */
const squashed = (text: Prisma.Sql) => Prisma.sql`translate(${text}, ' ''-.', '')`;

/**
 * The best match first: an exact name, e-mail or code; then a name that begins so (first or last name first: « benoit d » is
 * D'Almeida Benoît); then words of the name, or its company, that begin so; then words of anything; then the rest.
 */
export function rankingOf({ alias, words: anywhere, name, company, email }: Named, text: string): Ranking | null {
  const terms = searchTerms(text);
  const words = wordsOf(text);
  if (terms.length === 0) return null;
  const column = (of: string) => Prisma.raw(`${alias}.${of}`);
  // A name is « last first », a search is as it comes.
  const turns = words
    .slice(0, maxRotated)
    .map((_, i) => [words.slice(i).join(" "), words.slice(0, i).join(" ")] as const);
  const turned = turns.map(([from, to]) => `${from} ${to}`.trim());
  const given = text.trim();
  const marks = [
    ...(email === undefined ? [] : [Prisma.sql`${column(email)} = lower(${given})`]),
    Prisma.sql`${column("code")} = upper(${given})`,
  ];
  const like = (of: string, pattern: string) =>
    Prisma.sql`${squashed(column(of))} LIKE ${squashed(Prisma.sql`fold(${pattern})`)}`;
  const same = turned.map((turn) => Prisma.sql`${squashed(column(name))} = ${squashed(Prisma.sql`fold(${turn})`)}`);
  const starts = turns.map(([from, to]) => like(name, `${escaped(from)}%${escaped(to)}`));
  const ofName = words.map(
    (word) => Prisma.sql`' ' || fold_words(${column(name)}) LIKE fold_words(${`% ${escaped(word)}%`})`,
  );
  const near = [both(ofName), ...(company === undefined ? [] : [like(company, `${escaped(given)}%`)])];
  return {
    reads: ["code", "search", name, ...(company ? [company] : []), ...(email ? [email] : [])],
    weight: Prisma.sql`CASE WHEN ${either([...same, ...marks])} THEN 5 WHEN ${either(starts)} THEN 4
      WHEN ${either(near)} THEN 3 WHEN ${anywhere ? found(column("search"), terms, " ") : Prisma.sql`FALSE`} THEN 2 ELSE 1 END`,
    exact: either([...turned.map((turn) => Prisma.sql`${column(name)} = sort_key(${turn})`), ...marks]),
    begins: turns.map(
      ([from, to]) => Prisma.sql`${column(name)} LIKE fold(${`${escaped(from)}%${to && ` ${escaped(to)}`}`})`,
    ),
  };
}
