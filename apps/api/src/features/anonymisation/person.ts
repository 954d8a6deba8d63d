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

/** A number however it is written: « +33 6 12… », « 06.12… ». POSIX and JavaScript read it alike. */
function phonePattern(phone: string): string | null {
  const digits = phone.replace(/\D/g, "").replace(/^(?:0033|33|0)(?=[1-9]\d{8}$)/, "");
  if (digits.length < 6) return null;
  return `${digits.length === 9 ? "(?:(?:\\+|00)?33[ .-]*(?:\\(0\\))?[ .-]*|0)" : "(?:\\+|00)?"}${[...digits].join("[ .-]*")}`;
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
    isAbout: (text) =>
      sure.some((pattern) => pattern.test(text)) || (named.every(Boolean) && named.every((name) => name?.test(text))),
    redact: (text) => gone.reduce((kept, pattern) => kept.replace(pattern, erased), text),
  };
}

/** What every text about a person holds at least, lower case, for a database to look for: `isAbout` then decides. */
export function hintsOf({ ids, emails, phones, firstNames, lastNames }: Person) {
  const like = (texts: string[]) =>
    texts
      .map((text) =>
        text
          .trim()
          .toLowerCase()
          .replace(/[\\%_]/g, "\\$&"),
      )
      .filter(Boolean)
      .map((text) => `%${text}%`);
  const firstWord = (name: string) => name.trim().split(/\s+/)[0] ?? "";
  return {
    sure: like([...ids, ...written(emails)]),
    /** To be looked for in a text without its separators. */
    digits: like(phones.map((phone) => phone.replace(/\D/g, "").slice(-8)).filter((tail) => tail.length >= 6)),
    first: like(firstNames.map(firstWord)),
    last: like(lastNames.map(firstWord)),
  };
}

/** The strings of a JSON value through `change`; keys stay. */
export function mapStrings(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === "string") return change(value);
  if (Array.isArray(value)) return value.map((one) => mapStrings(one, change));
  if (typeof value === "object" && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, mapStrings(one, change)]));
  return value;
}
