import { domainToASCII, domainToUnicode } from "node:url";
import { Prisma } from "@crm/db";

/** Figures and what people write between them. */
const phoneLike = /^[\d\s.\-+()/]+$/;

/** The national figures of what looks like a phone number or a part of one (at least four figures), as `phone_search` stores them. */
function phoneDigits(text: string): string | null {
  const figures = text.replace(/\(\s*0\s*\)/g, "").replace(/[^\d+]/g, "");
  if (figures.replace(/\+/g, "").length < 4) return null;
  return figures
    .replace(/^(?:\+|00)330?/, "0")
    .replace(/^33(?=[1-9]\d{8}$)/, "0")
    .replace(/^(?:\+|00)(?=[1-9])/, "")
    .replace(/\+/g, "");
}

/** What a person typed between two spaces, or a number with spaces in it. */
interface Term {
  /** Ways to read it: one of them is found, with all its parts. */
  readings: string[][];
}

/** A word that ends in a domain, and the same with it in letters or in punycode: an e-mail is kept as it was typed. */
function domainReadings(word: string): string[][] {
  const at = word.lastIndexOf("@") + 1;
  const domain = word.slice(at);
  if (!/[^ -~].*\.|\..*[^ -~]|xn--/i.test(domain)) return [[word]];
  const forms = [domain, domainToASCII(domain), domainToUnicode(domain)].filter(Boolean);
  return [...new Set(forms)].map((form) => [word.slice(0, at) + form]);
}

/** A word as it is, and without what it joins: « o'neill » is oneill too. */
function wordReadings(word: string): string[][] {
  const joins = !word.includes("@") && /[\p{L}\p{N}]['’.-][\p{L}\p{N}]/u.test(word);
  const readings = domainReadings(word);
  return joins ? [...readings, [word.replace(/['’.-]/g, "")]] : readings;
}

/** Words in a row that a phone number may be made of: the number, however it is spaced, or the text as it is. */
function numberTerms(words: string[]): Term[] {
  const phone = phoneDigits(words.join(" "));
  if (phone === null) return words.map((word) => ({ readings: [[word]] }));
  const [only = "", ...others] = words;
  // Two figures are everywhere: they are looked for where they stand in the text.
  const whole = words.every((word) => word.length > 3) ? words : [words.join(" ")];
  const readings = others.length > 0 ? [whole] : wordReadings(only);
  return [
    { readings: [...readings, [phone]].filter((one, i, all) => all.findIndex((o) => `${o}` === `${one}`) === i) },
  ];
}

/** The words of a search, each once. */
export const wordsOf = (text: string) => [...new Set(text.normalize("NFC").split(/\s+/).filter(Boolean))];

/** The terms of a search, in any order: « le denmat audrey » has three, « denmat +33 6 12 34 » two. */
export function searchTerms(text: string): Term[] {
  const terms: Term[] = [];
  let numbers: string[] = [];
  const endNumber = () => {
    if (numbers.length > 0) terms.push(...numberTerms(numbers));
    numbers = [];
  };
  for (const word of text.normalize("NFC").split(/\s+/).filter(Boolean))
    if (phoneLike.test(word)) numbers.push(word);
    else {
      endNumber();
      terms.push({ readings: wordReadings(word) });
    }
  endNumber();
  return terms;
}

/** Whatever LIKE would make of its signs. */
export const escaped = (text: string) => text.replace(/[\\%_]/g, "\\$&");
export const both = (conditions: Prisma.Sql[]) => Prisma.sql`(${Prisma.join(conditions, " AND ")})`;
export const either = (conditions: Prisma.Sql[]) => Prisma.sql`(${Prisma.join(conditions, " OR ")})`;

/** That every term is found in a column, in one of its readings; `before` stands before each part: a space begins a word. */
export const found = (column: Prisma.Sql, terms: Term[], before = "") =>
  both(
    terms.map(({ readings }) =>
      either(
        readings.map((parts) =>
          both(parts.map((part) => Prisma.sql`${column} LIKE fold_words(${`%${before}${escaped(part)}%`})`)),
        ),
      ),
    ),
  );

/** What a search asks of a text that is folded as `search` columns are. */
export type Found = (column: Prisma.Sql) => Prisma.Sql;

/**
 * That a column holds every word of a search, anywhere; null when nothing is searched for. The database folds the words with
 * the function that made the `search` columns, so that case, accents and apostrophes can't disagree.
 */
export function searchFor(text: string | undefined): Found | null {
  const terms = searchTerms(text ?? "");
  return terms.length === 0 ? null : (column) => found(column, terms);
}
