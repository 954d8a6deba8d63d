import { type Database, Prisma } from "@crm/db";
import { fold } from "@crm/fields";
import { both, either, type Found, found, searchTerms, wordsOf } from "./search.ts";

const alphabet = "abcdefghijklmnopqrstuvwxyz";
const plain = /^[a-z]{4,30}$/;
/** Words of a search that are put right, and rows whose words the job has perhaps not read yet. */
const mended = 5;
const newest = 500;
const perWord = 20;

/** Every word that one error makes of this one: a letter too few, too many, wrong, or two that changed places. */
function oneErrorFrom(word: string): string[] {
  const all = new Set<string>();
  for (let i = 0; i <= word.length; i++) {
    const [before, letter, after] = [word.slice(0, i), word.slice(i, i + 1), word.slice(i + 1)];
    for (const other of alphabet) {
      all.add(before + other + letter + after);
      if (letter) all.add(before + other + after);
    }
    if (letter) all.add(before + after);
    if (after) all.add(before + after.charAt(0) + letter + after.slice(1));
  }
  all.delete(word);
  return [...all];
}

/** The words of a search that an error may be in: figures, codes and short words are meant. */
function mendable(text: string): { word: string; plain: string }[] {
  return wordsOf(text)
    .map((word) => ({ word, plain: fold(word).replace(/['.-]/g, "") }))
    .filter((word) => plain.test(word.plain))
    .slice(0, mended);
}

/** Which of these words are there (`whole`) or begin a word that is: in what the job keeps, and in the newest records. */
const knownWords = (words: { of: number; word: string }[]) => Prisma.sql`
  WITH typed AS (
    SELECT * FROM unnest(${words.map(({ of }) => of)}::int[], ${words.map(({ word }) => word)}::text[]) AS typed(of, word)
  ), fresh AS MATERIALIZED (
    SELECT DISTINCT unnest(string_to_array(search, ' ')) AS word FROM (
      (SELECT search FROM contacts ORDER BY created_at DESC, id DESC LIMIT ${newest})
      UNION ALL (SELECT search FROM opportunities ORDER BY created_at DESC, id DESC LIMIT ${newest})) AS newest
  ), known AS (
    SELECT of, word, EXISTS (SELECT 1 FROM search_words k WHERE k.word = typed.word) OR word IN (SELECT word FROM fresh) AS whole,
      EXISTS (SELECT 1 FROM search_words k WHERE k.word >= typed.word COLLATE "C" AND k.word < (typed.word || '{') COLLATE "C") AS begins
    FROM typed
  ) SELECT of, word, whole FROM known WHERE whole OR begins ORDER BY of, whole DESC, word`;

/** As `searchFor`, a word being found by one of those that it may have been meant for, too, at the beginning of a word. */
const mendedFor =
  (text: string, meant: Map<string, string[]>, starts: readonly string[]): Found =>
  (column) =>
    both(
      wordsOf(text).map((word) => {
        const others = (meant.get(word) ?? []).flatMap((other) =>
          starts.map((start) => Prisma.sql`${column} LIKE ${`%${start}${other}%`}`),
        );
        return either([found(column, searchTerms(word)), ...others]);
      }),
    );

/**
 * That a column holds what a search may have meant, each of its words being one error away from a word that is there; null
 * when no such word is. Whole words before beginnings of words; but all of them for who does not see `amongAll`, or the words
 * of records out of his sight would choose among his. `starts`: what stands before a word in that column.
 */
export async function nearFor(
  db: Database,
  text: string,
  { amongAll, starts }: { amongAll: boolean; starts: readonly string[] },
): Promise<Found | null> {
  const typed = mendable(text);
  const errors = typed.flatMap(({ plain }, of) => oneErrorFrom(plain).map((word) => ({ of, word })));
  if (errors.length === 0) return null;
  const known = await db.$queryRaw<{ of: number; word: string; whole: boolean }[]>(knownWords(errors));
  if (known.length === 0) return null;
  const meant = typed.map(({ word }, of): [string, string[]] => {
    const mine = known.filter((one) => one.of === of);
    const whole = mine.filter((one) => one.whole);
    const chosen = amongAll ? (whole.length > 0 ? whole : mine).slice(0, perWord) : mine;
    return [word, chosen.map((one) => one.word)];
  });
  return mendedFor(text, new Map(meant), starts);
}
