import { emailKey } from "@crm/fields";
/** Everything a person can be recognised by in other people's records: what a contact is and was called and reached by. */
export interface Person {
  contactId: string;
  /** Ids that name it: its own, those of contacts merged into it, and those of its opportunities. */
  ids: string[];
  emails: string[];
  /** As stored: E.164, or as typed. */
  phones: string[];
  firstNames: string[];
  lastNames: string[];
  companies: string[];
}

/** What stands where a person was named. */
export const erased = "[anonymisé]";

const literal = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");

/** What may stand between the figures of a number, as `readPhone` knows it. */
export const phoneSeparator = "[ \\t\\u00a0\\u202f./()·–\\u200b\\u2060\\ufeff-]";

/** A number however it is written: « +33 6 12… », « 06.12… », « +590 (0)690… ». */
function phonePattern(phone: string): string | null {
  const digits = phone.replace(/\D/g, "").replace(/^(?:(?:00)?(?:33|590|594|596|262)|0)0?(?=[1-9]\d{8}$)/, "");
  if (digits.length < 6) return null;
  const figures = [...digits].join(`${phoneSeparator}*`);
  const code = `(?:\\+|00)?(?:33|590|594|596|262)${phoneSeparator}*(?:\\(?0\\)?${phoneSeparator}*)?`;
  return `${digits.length === 9 ? `(?:${code}|0${phoneSeparator}*)` : "(?:\\+|00)?"}${figures}`;
}

/** An e-mail as it is, with its domain in punycode, and as addresses of screens carry it. */
const written = (emails: string[]) =>
  [...new Set(emails.flatMap((email) => [email, emailKey(email)]))].flatMap((email) => [
    email,
    encodeURIComponent(email),
  ]);

/** A name as a word of its own; written « Le  Denmat » too. Letters next to it would make it another word. */
const namePattern = (name: string) => name.trim().split(/\s+/).map(literal).join("\\s+");

const anyOf = (patterns: (string | null)[]): string | null => {
  const known = [...new Set(patterns.filter((pattern) => pattern !== null && pattern !== ""))];
  return known.length === 0 ? null : `(?:${known.join("|")})`;
};

/** Told apart only where they are whole words. */
const word = (pattern: string) => new RegExp(`(?<![\\p{L}\\p{N}])${pattern}(?![\\p{L}\\p{N}])`, "iu");
const words = (pattern: string) => new RegExp(`(?<![\\p{L}\\p{N}])${pattern}(?![\\p{L}\\p{N}])`, "giu");

export interface Matcher {
  person: Person;
  /** A text that is about the person holds one of these, as `recogniserOf` looks for them: a word or an id, or the end of a number. */
  keys: (string | number)[];
  /** Whether a text (a JSON document, the cells of a row) is about this person. */
  isAbout(text: string): boolean;
  /** The same text without what names the person. */
  redact(text: string): string;
}

/**
 * A text is about a person when it holds one of its ids, its e-mail, its number, or its first and last names; then every
 * word that names it goes. A last name alone is many people's.
 */
export function matcherOf(person: Person): Matcher {
  const emails = anyOf(written(person.emails).map(literal));
  const phones = anyOf(person.phones.map(phonePattern));
  const first = anyOf(person.firstNames.map(namePattern));
  const last = anyOf(person.lastNames.map(namePattern));
  const companies = anyOf(person.companies.map(namePattern));
  const ids = anyOf(person.ids);
  const sure = [
    ...(ids ? [new RegExp(ids, "i")] : []),
    ...(emails ? [word(emails)] : []),
    ...(phones ? [new RegExp(`(?<!\\d)${phones}(?!\\d)`)] : []),
  ];
  const named = [first, last].map((pattern) => (pattern ? word(pattern) : null));
  const gone = [
    ...(emails ? [words(emails)] : []),
    ...(phones ? [new RegExp(`(?<!\\d)${phones}(?!\\d)`, "g")] : []),
    ...[last, first, companies].flatMap((pattern) => (pattern ? [words(pattern)] : [])),
  ];
  return {
    person,
    keys: keysOf(person),
    isAbout: (text) =>
      sure.some((pattern) => pattern.test(text)) || (named.every(Boolean) && named.every((name) => name?.test(text))),
    redact: (text) => gone.reduce((kept, pattern) => kept.replace(pattern, erased), text),
  };
}

/** As the keys of `recogniserOf` are written; lower case first, for « ẞ » becomes « SS » by way of « ß » alone. */
export const folded = (text: string) => text.toLowerCase().toUpperCase().toLowerCase();
const wordsOf = (text: string): string[] => folded(text).match(/[\p{L}\p{N}]+/gu) ?? [];
const longest = (words: string[]) => words.reduce((best, one) => (one.length > best.length ? one : best), "");
/** A number is looked for by so many of its last figures. */
export const numberTail = 6;

/** What every text about a person holds at least one of: an id, a word of each address, the end of each number, a word of each last name. */
function keysOf({ ids, emails, phones, firstNames, lastNames }: Person): (string | number)[] {
  const numbers = phones.filter((phone) => phonePattern(phone) !== null).map((phone) => phone.replace(/\D/g, ""));
  return [
    ...ids.map(folded),
    ...written(emails).map((email) => longest(wordsOf(email))),
    ...numbers.map((figures) => Number(figures.slice(-numberTail))),
    ...(firstNames.length > 0 ? lastNames.map((name) => longest(wordsOf(name))) : []),
  ];
}

/** The strings of a JSON value through `change`; keys stay. */
export function mapStrings(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === "string") return change(value);
  if (Array.isArray(value)) return value.map((one) => mapStrings(one, change));
  if (typeof value === "object" && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, mapStrings(one, change)]));
  return value;
}
