import { isAscii, isUtf8 } from "node:buffer";
import { createReadStream } from "node:fs";
import type { CsvText, TextEncoding } from "@crm/contract";
// Alone: the thread that reads would load every schema with it.
import { textEncodings } from "@crm/contract/text-encodings";
import iconv from "iconv-lite";
import { type CellFault, UnreadableSpreadsheet } from "../../ports/spreadsheet.ts";
import { lettersOf } from "./text.letters.ts";

/** How a text is written, what speaks for it, and the lines that speak for something else. */
export interface Survey {
  encoding: TextEncoding;
  /** Lines, from 1 on, and how they seem to be written instead. */
  doubts: ReadonlyMap<number, TextEncoding>;
  /** Some words as each encoding has them; none where all lines are ASCII. */
  samples: Partial<Record<TextEncoding, string>>;
}

/** In the order in which they are believed. */
const singleByte = ["windows-1252", "macintosh", "cp850"] as const satisfies readonly TextEncoding[];
type SingleByte = (typeof singleByte)[number];
/** Lines beyond ASCII whose letters are weighed: enough to tell, whatever the size of the file. */
const weighed = 5000;
/** How much more another reading must weigh than windows-1252, which nearly all such files are. */
const margin = 2;

/** What is written in UTF-16 says so by its mark, or by the zeros of every other byte. */
export function utf16Of(head: Buffer): "utf-16le" | "utf-16be" | undefined {
  if (head[0] === 0xff && head[1] === 0xfe) return "utf-16le";
  if (head[0] === 0xfe && head[1] === 0xff) return "utf-16be";
  let [even, odd] = [0, 0];
  for (let at = 0; at < head.length; at++) if (head[at] === 0) at % 2 === 0 ? even++ : odd++;
  const most = head.length / 4;
  if (odd > most && even < odd / 20) return "utf-16le";
  return even > most && odd < even / 20 ? "utf-16be" : undefined;
}

/**
 * Goes through a text once. Lines vote: UTF-8 unless more lines break it than speak for it; else the encoding of one byte
 * whose letters are French in most lines. `asked`: what a person chose; only what it can't read is in doubt then.
 */
export async function surveyOf(path: string, asked: TextEncoding | undefined): Promise<Survey> {
  const utf8: number[] = [];
  const broken: number[] = [];
  const lines: { line: number; bytes: Buffer; utf8: boolean }[] = [];
  for await (const { line, bytes } of nonAsciiLines(path)) {
    const fine = isUtf8(bytes);
    (fine ? utf8 : broken).push(line);
    if (lines.length < weighed) lines.push({ line, bytes: Buffer.from(bytes), utf8: fine });
  }
  const samples = Object.fromEntries(
    lines.length === 0 ? [] : (["utf-8", ...singleByte] as const).map((one) => [one, sampleOf(lines, one)]),
  );
  const single = electSingle(lines.filter((one) => !one.utf8).map(({ bytes }) => bytes));
  const encoding = asked ?? (utf8.length >= broken.length ? "utf-8" : single);
  const doubts = new Map<number, TextEncoding>();
  if (encoding === "utf-8") for (const line of broken) doubts.set(line, single);
  else if (asked === undefined) {
    for (const line of utf8) doubts.set(line, "utf-8");
    for (const { line, bytes, utf8 } of lines) {
      if (utf8 || lettersOf(iconv.decode(bytes, encoding)) > -margin) continue;
      const other = electSingle([bytes]);
      if (other !== encoding) doubts.set(line, other);
    }
  }
  return { encoding, doubts, samples };
}

/** What most of some lines vote for. */
function electSingle(lines: Buffer[]): SingleByte {
  const votes = new Map<SingleByte, number>();
  for (const bytes of lines) {
    const [usual = 0, ...others] = singleByte.map((encoding) => lettersOf(iconv.decode(bytes, encoding)));
    const best = Math.max(...others);
    const winner =
      best >= usual + margin ? singleByte[others.indexOf(best) + 1] : usual > best ? singleByte[0] : undefined;
    if (winner) votes.set(winner, (votes.get(winner) ?? 0) + 1);
  }
  return singleByte.reduce((best, one) => ((votes.get(one) ?? 0) > (votes.get(best) ?? 0) ? one : best));
}

/** Words with letters beyond ASCII, for a person to tell by. */
function sampleOf(lines: { bytes: Buffer }[], encoding: TextEncoding): string {
  const words: string[] = [];
  for (const { bytes } of lines.slice(0, 20)) {
    for (const word of textOf(bytes, encoding).split(/[\s;,|"\t]+/)) {
      // biome-ignore lint/suspicious/noControlCharactersInRegex: what is beyond ASCII is what differs.
      if (/[^\x00-\x7f]/.test(word) && !words.includes(word)) words.push(word.slice(0, 30));
      if (words.length === 4) return words.join(" ");
    }
  }
  return words.join(" ");
}

const textOf = (bytes: Buffer, encoding: TextEncoding) =>
  encoding === "utf-8" ? bytes.toString("utf8") : iconv.decode(bytes, encoding);

/**
 * The text of a file, in pieces. In UTF-8, bytes of lines in doubt that are none of it come as U+F700 and more: `mendCell`
 * tells them. Refuses with FILE_NOT_A_SPREADSHEET a text with a NUL.
 */
export async function* decoded(path: string, { encoding, doubts }: Survey): AsyncGenerator<string> {
  const whole = (text: string) => {
    if (text.includes("\0")) throw new UnreadableSpreadsheet("FILE_NOT_A_SPREADSHEET");
    return text;
  };
  if (encoding !== "utf-8") {
    const decoder = iconv.getDecoder(encoding, { stripBOM: true });
    for await (const chunk of createReadStream(path)) yield whole(decoder.write(chunk as Buffer));
    yield whole(decoder.end() ?? "");
    return;
  }
  let first = true;
  for await (const { bytes, line } of byLines(path)) {
    const fine = doubts.size === 0 || isUtf8(bytes);
    let text = fine ? bytes.toString("utf8") : "";
    if (!fine)
      for (const one of linesOf(bytes, line))
        text += doubts.has(one.line) ? marked(one.bytes) : one.bytes.toString("utf8");
    yield whole(first && text.startsWith("\uFEFF") ? text.slice(1) : text);
    first = false;
  }
}

/** Lines in doubt that are named. */
const named = 20;

/** What a survey found, as it is told. */
export const toText = ({ encoding, samples, doubts }: Survey): Omit<CsvText, "delimiter"> => ({
  ...{ encoding, samples },
  doubtful: { count: doubts.size, lines: [...doubts.keys()].slice(0, named).sort((a, b) => a - b) },
});

/** The cells that stand on some lines of a file, those of lines in doubt as far as they can be read, each with its fault. */
export function mendLines(
  { cells, line, lines }: { cells: string[]; line: number; lines: number },
  { encoding, doubts }: Survey,
): { cells: string[]; faults: CellFault[] } {
  const faults: CellFault[] = [];
  let other: TextEncoding | undefined;
  if (doubts.size > 0) for (let at = line; at < line + lines && !other; at++) other = doubts.get(at);
  if (!other) return { cells, faults };
  const seems = other;
  const mended = cells.map((cell, column) => {
    const read = mendCell(cell, encoding, seems);
    if (!read) return cell;
    const params = { line, given: read.given.slice(0, 100), encoding: read.encoding };
    faults.push({ column, rule: "doubtfulText", params });
    return read.text;
  });
  return { cells: mended, faults };
}

/** Where the bytes that no UTF-8 can have are told. */
const markedFrom = 0xf700;

function marked(bytes: Buffer): string {
  let text = "";
  for (let at = 0; at < bytes.length; ) {
    const lead = bytes[at] ?? 0;
    const length = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    const char = bytes.subarray(at, at + length);
    const fine = char.length === length && isUtf8(char);
    text += fine ? char.toString("utf8") : String.fromCharCode(markedFrom + lead);
    at += fine ? length : 1;
  }
  return text;
}

/**
 * A cell of a line in doubt: as it is read, and what it may be instead, with the encoding of that; undefined when nothing in
 * it is in doubt.
 */
function mendCell(
  cell: string,
  encoding: TextEncoding,
  other: TextEncoding,
): { text: string; given: string; encoding: string } | undefined {
  if (encoding === "utf-8") {
    if (!/[\uf780-\uf7ff]/.test(cell)) return undefined;
    const byte = (mark: string) => iconv.decode(Buffer.from([mark.charCodeAt(0) - markedFrom]), other);
    return {
      text: cell.replace(/[\uf780-\uf7ff]+/g, "\uFFFD"),
      given: cell.replace(/[\uf780-\uf7ff]/g, byte),
      encoding: textEncodings[other],
    };
  }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII is the same in all of them.
  if (/^[\x00-\x7f]*$/.test(cell)) return undefined;
  const given = textOf(iconv.encode(cell, encoding), other);
  return given === cell || given.includes("\uFFFD") ? undefined : { text: cell, given, encoding: textEncodings[other] };
}

async function* nonAsciiLines(path: string): AsyncGenerator<{ line: number; bytes: Buffer }> {
  for await (const { bytes, line } of byLines(path)) {
    if (isAscii(bytes)) continue;
    for (const one of linesOf(bytes, line)) if (!isAscii(one.bytes)) yield one;
  }
}

/** A file in pieces of whole lines, with the number of the first line of each. */
async function* byLines(path: string): AsyncGenerator<{ bytes: Buffer; line: number }> {
  let rest: Buffer = Buffer.alloc(0);
  let line = 1;
  for await (const chunk of createReadStream(path, { highWaterMark: 256 * 1024 })) {
    const bytes = Buffer.concat([rest, chunk as Buffer]);
    // A CR that ends the chunk may be half of a line end.
    const cut = Math.max(bytes.lastIndexOf(10), bytes.lastIndexOf(13, -2)) + 1;
    rest = bytes.subarray(cut);
    if (cut === 0) continue;
    const whole = bytes.subarray(0, cut);
    yield { bytes: whole, line };
    line += lineEnds(whole);
  }
  if (rest.length > 0) yield { bytes: rest, line };
}

/** How many CRLF, LF and CR. */
function lineEnds(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(10); at !== -1; at = bytes.indexOf(10, at + 1)) count++;
  for (let at = bytes.indexOf(13); at !== -1; at = bytes.indexOf(13, at + 1)) if (bytes[at + 1] !== 10) count++;
  return count;
}

function* linesOf(bytes: Buffer, first: number): Generator<{ line: number; bytes: Buffer }> {
  const next = (code: number, from: number, last: number) => (last < from ? found(bytes.indexOf(code, from)) : last);
  const found = (at: number) => (at === -1 ? bytes.length : at);
  let [from, feed, back] = [0, -1, -1];
  for (let line = first; from < bytes.length; line++) {
    feed = next(10, from, feed);
    back = next(13, from, back);
    const stop = Math.min(bytes.length, (back + 1 === feed ? feed : Math.min(feed, back)) + 1);
    yield { line, bytes: bytes.subarray(from, stop) };
    from = stop;
  }
}
