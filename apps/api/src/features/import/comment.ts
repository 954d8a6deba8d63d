import { isEaten } from "@crm/fields";
import { linesToRichText, richTextBlocks, richTextToLines, sanitiseRichText } from "../../platform/rich-text.ts";
import { isCut } from "../../ports/spreadsheet.ts";

/** What a row has to say under the notes: its lines, and the rich text that they become. Empty, it erases the notes. */
export interface Comment {
  lines: string;
  html: string;
}

/**
 * The comment of a row's two cells, as far as it has them. The rich text counts as long as it says what the lines say: a
 * person who changes the notes in a spreadsheet changes the lines.
 */
export function commentOf(lines: string | undefined, html: string | undefined): Comment | undefined {
  const rich = html === undefined || isCut(html) ? "" : sanitiseRichText(html);
  if (rich === "") return lines === undefined ? undefined : { lines, html: linesToRichText(lines) };
  const said = richTextToLines(rich);
  const same = lines === undefined || onOneLine(lines) === onOneLine(said);
  return same ? { lines: said, html: rich } : { lines, html: linesToRichText(lines) };
}

/**
 * The notes with a comment under them, unless they have it: the same blocks, one after the other. Importing a file again, or
 * an export, changes nothing; nor does a cell that could not hold the notes whole.
 */
export function withComment(notes: string, comment: Comment): string {
  const { lines, html } = comment;
  if (html === "") return "";
  return notes !== "" && (isCut(lines) || notes.includes(html) || says(notes, onOneLine(lines))) ? notes : notes + html;
}

function says(notes: string, said: string): boolean {
  if (said === "") return false;
  if (onOneLine(richTextToLines(notes)) === said) return true;
  const blocks = richTextBlocks(notes).map(onOneLine);
  if (blocks.some((block) => isEaten(block, said))) return true;
  const text = `${blocks.join(" ")} `;
  const edges = new Set([0]);
  let edge = 0;
  for (const block of blocks) {
    edge += block.length + 1;
    edges.add(edge);
  }
  for (let at = text.indexOf(`${said} `); at >= 0; at = text.indexOf(`${said} `, at + 1))
    if (edges.has(at) && edges.has(at + said.length + 1)) return true;
  return false;
}

const onOneLine = (text: string) => text.normalize("NFC").replace(/\s+/g, " ").trim();
