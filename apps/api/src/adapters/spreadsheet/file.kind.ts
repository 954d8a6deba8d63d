import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import iconv from "iconv-lite";
import { UnreadableSpreadsheet } from "../../ports/spreadsheet.ts";
import { utf16Of } from "./text.encoding.ts";

/** How a file is to be read; told from its bytes, never from its name. `encoding`: of a text that says it by itself. */
export type FileKind = { kind: "xlsx" } | { kind: "csv" | "vcard"; encoding: "utf-16le" | "utf-16be" | undefined };

const ole = Buffer.from("d0cf11e0a1b11ae1", "hex");
/** A workbook with a password is an OLE file that holds a stream of this name. */
const encrypted = Buffer.from("EncryptedPackage", "utf16le");

/** Refuses with FILE_NOT_A_SPREADSHEET (HTML, old .xls, pictures, PDF…), FILE_ENCRYPTED and FILE_EMPTY. */
export async function fileKind(path: string): Promise<FileKind> {
  const head = await firstBytes(path, 64 * 1024);
  if (head.length === 0) throw new UnreadableSpreadsheet("FILE_EMPTY");
  if (head.subarray(0, 2).toString("latin1") === "PK") return { kind: "xlsx" };
  if (head.subarray(0, 8).equals(ole))
    throw new UnreadableSpreadsheet((await holds(path, encrypted)) ? "FILE_ENCRYPTED" : "FILE_NOT_A_SPREADSHEET");
  const encoding = utf16Of(head);
  if (encoding) return { kind: kindOf(iconv.decode(head, encoding)), encoding };
  const text = head
    .toString("latin1")
    .replace(/^\xef\xbb\xbf/, "")
    .trimStart();
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what tells a binary file.
  const controls = text.match(/[\x01-\x08\x0e-\x1a\x1c-\x1f]/g)?.length ?? 0;
  if (/^(<|%PDF|\{\\rtf|%!PS)/.test(text) || text.includes("\0") || controls > text.length / 100)
    throw new UnreadableSpreadsheet("FILE_NOT_A_SPREADSHEET");
  return { kind: kindOf(text), encoding: undefined };
}

/** Cards begin with a line of their own; a CSV that holds a card in a cell has a quote before it. */
function kindOf(text: string): "vcard" | "csv" {
  const at = text.search(/^[ \t]*BEGIN[ \t]*:[ \t]*VCARD[ \t]*\r?$/im);
  return at !== -1 && !text.slice(0, at).includes('"') ? "vcard" : "csv";
}

async function firstBytes(path: string, size: number): Promise<Buffer> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(size), 0, size, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

async function holds(path: string, wanted: Buffer): Promise<boolean> {
  let tail = Buffer.alloc(0);
  for await (const chunk of createReadStream(path)) {
    const part = Buffer.concat([tail, chunk as Buffer]);
    if (part.includes(wanted)) return true;
    tail = part.subarray(-wanted.length);
  }
  return false;
}
