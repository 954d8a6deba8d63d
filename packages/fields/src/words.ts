import { z } from "zod";

/** The text without case, accents, doubled or surrounding spaces: what makes two labels the same to a person. */
export const fold = (text: string): string =>
  text
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/[œŒ]/g, "oe")
    .replace(/[æÆ]/g, "ae")
    .replace(/[’‘]/g, "'")
    .replace(/\s+/g, " ")
    .trim()
    .toLowerCase();

/** A NUL or half of a surrogate pair: PostgreSQL stores neither in JSONB. */
const storable = (text: string) => !text.includes("\0") && text.isWellFormed();

/** Scripts whose letters join, or not, as U+200C and U+200D between them say (Unicode 17, chapters 9 and 12). */
const joining = "Arab|Syrc|Nkoo|Mong|Deva|Beng|Guru|Gujr|Orya|Taml|Telu|Knda|Mlym|Sinh|Khmr|Mymr|Tibt"
  .split("|")
  .map((script) => `\\p{scx=${script}}`)
  .join("");
/**
 * What shows nothing and yet makes two texts differ, or turns them around: controls, bidirectional marks, zero-width signs,
 * soft hyphens, tags, fillers. Named first is what is kept of them: the flags that tags write, the joiners inside an emoji or
 * between letters of a script that needs them, the variants of an emoji, an ideograph or a Mongolian letter.
 */
const unseen = new RegExp(
  [
    "(?<kept>\\u{1F3F4}[\\u{E0020}-\\u{E007E}]{1,6}\\u{E007F}",
    "(?<=[\\p{Extended_Pictographic}\\p{Emoji_Modifier}\\uFE0F])\\u200D(?=\\p{Extended_Pictographic})",
    `(?<=[${joining}])[\\u200C\\u200D](?=[${joining}])`,
    "(?<=\\p{Extended_Pictographic}|[#*0-9](?=\\uFE0F\\u20E3))[\\uFE0E\\uFE0F]",
    "(?<=\\p{scx=Hani})[\\uFE00-\\uFE02\\u{E0100}-\\u{E01EF}]",
    "(?<=\\p{scx=Mong})[\\u180B-\\u180D\\u180F])",
    "[\\p{Default_Ignorable_Code_Point}\\p{Noncharacter_Code_Point}\\uFFF9-\\uFFFC]",
    "(?![\\t\\n])\\p{Cc}",
  ].join("|"),
  "gu",
);

/**
 * A text as it is kept: composed (NFC), its lines parted by one kind of line end, nothing unseen in it, no space around. What
 * can't be kept at all (`storable`) is left for its schema to refuse.
 */
export const cleanText = (text: string): string => {
  if (!storable(text)) return text;
  if (/^[\x20-\x7e]*$/.test(text)) return text.trim();
  return text
    .replace(/\r\n?|[\v\f\u0085\u2028\u2029]/g, "\n")
    .replace(/\u2800/g, " ")
    .normalize("NFC")
    .replace(unseen, "$<kept>")
    .normalize("NFC")
    .trim();
};

/** The same on one line: line breaks and tabs become spaces. */
export const cleanLine = (text: string): string => cleanText(text).replace(/\s*[\n\t]\s*/g, " ");

/** A text that the database can hold, as `cleanText` gives it. */
export const storableText = () =>
  z
    .string()
    .overwrite(cleanText)
    .refine(storable, { params: { rule: "characters" }, abort: true });

/** The same on one line: names, titles, codes, what is searched for. */
export const singleLine = () =>
  z
    .string()
    .overwrite(cleanLine)
    .refine(storable, { params: { rule: "characters" }, abort: true });

/** Spaces of every width as one plain space, none around: figures and dates pasted from Excel or a web page. */
export const plainSpaces = (text: string): string =>
  text
    .replace(/[\u200e\u200f]/g, "")
    .replace(/[\s\u200b\u2060\ufeff]+/g, " ")
    .trim();

/** Applies `read` to a text that says something; a blank one is no answer. */
export const unlessBlank =
  <Config>(read: (text: string, config: Config) => unknown) =>
  (text: string, config: Config): unknown =>
    text.trim() === "" ? null : read(text, config);
