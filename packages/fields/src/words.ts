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

/** A string that the database can hold, trimmed, without Windows line ends. */
export const storableText = () =>
  z
    .string()
    .overwrite((text) => text.replace(/\r\n?/g, "\n").trim())
    .refine(storable, { params: { rule: "characters" }, abort: true });

/** The same on one line: line breaks become spaces. */
export const singleLine = () => storableText().overwrite((text) => text.replace(/\s*\n\s*/g, " "));

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
