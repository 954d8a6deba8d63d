import { cleanText } from "@crm/fields";
import sanitizeHtml from "sanitize-html";

/** What the notes' buttons can write, and nothing else. */
const allowed: sanitizeHtml.IOptions = {
  allowedTags: [
    "p",
    "br",
    "b",
    "strong",
    "i",
    "em",
    "u",
    "s",
    "h1",
    "h2",
    "h3",
    "h4",
    "ul",
    "ol",
    "li",
    "a",
    "blockquote",
    "code",
    "hr",
  ],
  allowedAttributes: { a: ["href", "rel"] },
  allowedSchemes: ["http", "https", "mailto", "tel"],
  allowProtocolRelative: false,
  transformTags: { a: (tagName, { href = "" }) => ({ tagName, attribs: { href, rel: "noopener" } }) },
};

/** Rich text as it is stored: a strict list of tags, links that can run nothing. Empty when nothing is written in it. */
export function sanitiseRichText(html: string): string {
  // After: an entity may write what nobody sees.
  const clean = cleanText(sanitizeHtml(html, allowed));
  return richTextToPlain(clean) === "" && !clean.includes("<hr") ? "" : clean;
}

const entities: Record<string, string> = { "&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"' };

/** Rich text as one line of plain text of at most `max` characters, for a timeline or a list. */
export function richTextToPlain(html: string, max = Number.POSITIVE_INFINITY): string {
  const bare = sanitizeHtml(html.replace(/<\/?(p|[ou]l|li|h\d|blockquote)>|<(br|hr)\s*\/?>/g, " $&"), {
    allowedTags: [],
    allowedAttributes: {},
  })
    .replace(/&(amp|lt|gt|quot);/g, (entity) => entities[entity] ?? entity)
    .replace(/\s+/g, " ")
    .trim();
  if (bare.length <= max) return bare;
  return `${bare
    .slice(0, max - 1)
    .toWellFormed()
    .replace(/\uFFFD$/, "")}…`;
}

const block = "p|[ou]l|li|h\\d|blockquote";
/** Where a block begins behind a text that no end of a block closed: the list in an item of a list. */
const opensAmid = new RegExp(`(?<!^|</?(?:${block})>|<[bh]r ?/?>| )(?=<(?:${block})>)`, "g");

/** Each block of rich text by itself, as lines: paragraphs, lists, titles. */
export const richTextBlocks = (html: string): string[] =>
  html
    .split(new RegExp(`(?<=</(?:${block})>)|(?=<(?:${block})>)|<hr ?/?>`))
    .map(richTextToLines)
    .filter(Boolean);

/**
 * Rich text as plain text with its lines, for a cell of a spreadsheet; all in one line it is what `richTextToPlain` gives.
 * Only for text as it is stored: what `sanitiseRichText` let through is safe to take apart by its brackets.
 */
export const richTextToLines = (html: string): string =>
  html
    .replace(/\s+/g, " ")
    .replace(opensAmid, "\n")
    .replace(/<(br|hr)\s*\/?>|<\/(p|li|h\d|blockquote)>/g, "\n")
    .replace(/<[^>]*>/g, "")
    .replace(/&(amp|lt|gt|quot);/g, (entity) => entities[entity] ?? entity)
    .replace(/ *\n */g, "\n")
    .trim();

const signs: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

/** Lines of plain text as rich text: one paragraph. */
export const linesToRichText = (lines: string): string =>
  lines.trim() === ""
    ? ""
    : `<p>${lines.replace(/[&<>]/g, (sign) => signs[sign] ?? sign).replace(/\r\n?|\n/g, "<br />")}</p>`;
