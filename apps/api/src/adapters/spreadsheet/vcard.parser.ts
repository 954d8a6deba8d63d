import { isUtf8 } from "node:buffer";
import iconv from "iconv-lite";
import type { CellFault } from "../../ports/spreadsheet.ts";

/** A property of a card, in capitals; its value parted at the « ; » that are no text, that of categories at such « , » too. */
export interface CardProperty {
  name: string;
  /** « item1 » of `item1.EMAIL`. */
  group: string;
  /** In small letters. */
  types: ReadonlySet<string>;
  /** 1 is liked best; 101: nothing is said. */
  preference: number;
  parts: string[];
}

/** A card: the line of the file on which it begins, how many it takes, and what is malformed in it. */
export interface Card {
  line: number;
  lines: number;
  properties: CardProperty[];
  faults: CellFault[];
}

/** A property as it stands in the file, its lines put together. */
interface Written {
  name: string;
  group: string;
  params: string[];
  value: string;
  line: number;
}

const mark = /^[ \t]*(BEGIN|END)[ \t]*:[ \t]*VCARD[ \t]*$/i;
const property = /^[ \t]*(?:([\w-]+)\.)?([A-Za-z0-9-]+)((?:[ \t]*;(?:[^":;]|"[^"]*")*)*):/;
const says = (params: string[], what: RegExp) => params.some((param) => what.test(param));
const quotedPrintable = /^(ENCODING=)?"?QUOTED-PRINTABLE"?$/i;
const base64 = /^(ENCODING=)?"?(B|BASE64)"?$/i;

/**
 * The cards of a file by its lines: vCard 2.1, 3.0 (RFC 2426) and 4.0 (RFC 6350), of which `wanted` properties are kept. What
 * is malformed is told and eats nothing of its neighbours; a run of lines in no card comes as a card of its own, without
 * properties.
 */
export async function* cardsOf(lines: AsyncIterable<string>, wanted: ReadonlySet<string>): AsyncGenerator<Card> {
  let card: Card | null = null;
  let written: Written | null = null;
  // Of the agents within an agent of a 2.1 card.
  let [line, depth, old, outside] = [0, 0, false, false];
  const keep = () => {
    if (card && written && wanted.has(written.name)) keepProperty(card, written);
    if (written?.name === "VERSION") old = written.value.trim() === "2.1";
    written = null;
  };
  for await (const text of lines) {
    line++;
    if (card) card.lines = line - card.line + 1;
    const [, side] = mark.exec(text) ?? [];
    if (side === undefined && goesOn(written, text, old)) continue;
    const before: Written | null = written;
    if (side === undefined && depth > 0) continue;
    if (depth > 0) {
      depth += side?.toUpperCase() === "BEGIN" ? 1 : -1;
      continue;
    }
    if (card && side?.toUpperCase() === "BEGIN" && isAgent(before)) {
      depth = 1;
      continue;
    }
    keep();
    if (side?.toUpperCase() === "END" && card) {
      yield card;
      card = null;
    } else if (side?.toUpperCase() === "BEGIN") {
      if (card) yield unclosed(card, line - 1);
      card = { line, lines: 1, properties: [], faults: [] };
      [old, outside] = [false, false];
    } else if (text.trim() !== "") {
      if (card) written = writtenAt(card, text, line);
      else if (!outside) {
        outside = true;
        yield { line, lines: 1, properties: [], faults: [fault("cardOutside", line, text)] };
      }
    }
  }
  keep();
  if (card) yield unclosed(card, line);
}

const fault = (rule: CellFault["rule"], line: number, given: string): CellFault => ({
  ...{ column: null, rule, params: { line, given: given.trim().slice(0, 100) } },
});

function unclosed(card: Card, last: number): Card {
  card.lines = last - card.line + 1;
  card.faults.push({ column: null, rule: "cardOpen", params: { line: card.line } });
  return card;
}

const isAgent = (written: Written | null) => written?.name === "AGENT" && written.value.trim() === "";

/** Whether a line goes on with the property before it, which then has it. */
function goesOn(written: Written | null, text: string, old: boolean): boolean {
  if (!written) return false;
  if (written.value.endsWith("=") && says(written.params, quotedPrintable)) {
    written.value = written.value.slice(0, -1) + text;
    return true;
  }
  if (/^[ \t]/.test(text)) {
    // 2.1 folds at a blank of the text, the others put one there.
    written.value += old ? text : text.slice(1);
    return true;
  }
  if (text.trim() === "" || text.includes(":") || !says(written.params, base64)) return false;
  written.value += text;
  return true;
}

function writtenAt(card: Card, text: string, line: number): Written | null {
  const [head, group = "", name = "", params = ""] = property.exec(text) ?? [];
  if (head === undefined) {
    card.faults.push(fault("cardLine", line, text));
    return null;
  }
  const each = params.match(/(?:[^";]|"[^"]*")+/g) ?? [];
  return {
    ...{ group: group.toLowerCase(), name: name.toUpperCase(), line },
    ...{ params: each.map((param) => param.trim()), value: text.slice(head.length) },
  };
}

/** Stands between parts: no text that is read holds one. */
const between = "\0";

function keepProperty(card: Card, { name, group, params, value, line }: Written): void {
  const charset = params
    .find((param) => /^CHARSET=/i.test(param))
    ?.slice(8)
    .replaceAll('"', "");
  let unread = false;
  const textOf = (bytes: Buffer) => {
    const text = decodedAs(bytes, charset);
    if (text === undefined) unread = true;
    return text ?? "";
  };
  const plain = says(params, base64) ? textOf(Buffer.from(value, "base64")) : value;
  const signs = name === "CATEGORIES" ? /\\([\\,;:nN])|[;,]/g : /\\([\\,;:nN])|;/g;
  let parts = plain
    .replace(signs, (_, sign?: string) => (sign === undefined ? between : /n/i.test(sign) ? "\n" : sign))
    .split(between);
  if (says(params, quotedPrintable))
    parts = parts.map((part) =>
      part
        .replace(/=$/, "")
        .replace(/(?:=[0-9A-F]{2})+/gi, (run) => textOf(Buffer.from(run.replaceAll("=", ""), "hex"))),
    );
  if (unread) card.faults.push(fault("cardText", line, charset ?? ""));
  const types = params.flatMap((param) => {
    const [, key, said = ""] = /^(?:([^=]*)=)?(.*)$/s.exec(param) ?? [];
    return key === undefined || /^TYPE$/i.test(key.trim()) ? said.replaceAll('"', "").toLowerCase().split(",") : [];
  });
  const said = params.find((param) => /^PREF=/i.test(param))?.replace(/\D/g, "");
  const preference = Number(said) || (types.includes("pref") ? 1 : 101);
  card.properties.push({ name, group, types: new Set(types), preference, parts });
}

/** Bytes in the charset that is named, else in the likely one; undefined: they are not of it. */
function decodedAs(bytes: Buffer, charset: string | undefined): string | undefined {
  const utf8 = isUtf8(bytes);
  if (charset === undefined) return utf8 ? bytes.toString("utf8") : iconv.decode(bytes, "windows-1252");
  if (!iconv.encodingExists(charset) || (/^utf-?8$/i.test(charset) && !utf8)) return undefined;
  return iconv.decode(bytes, charset).replaceAll("\0", "\uFFFD");
}
