import { UnreadableSpreadsheet } from "../../ports/spreadsheet.ts";

/** What the scanner meets, in the order of the file. Names come without their namespace prefix, attributes as written. */
export interface XmlHandler {
  open?(name: string, attributes: string): void;
  /** A piece of text, entities decoded; one text may come in several pieces. */
  text?(text: string): void;
  close?(name: string): void;
}

/** Longest tag or comment that is waited for. */
const longestMarkup = 1024 * 1024;
const [exclamation, quote, apostrophe, slash, greater] = [33, 34, 39, 47, 62];

/**
 * A streaming scanner for the XML of Office files. It knows no document type, so no entity can be declared, let alone
 * expanded; it keeps nothing but the markup that is not finished yet.
 */
export class XmlScanner {
  private rest = "";
  private readonly handler: XmlHandler;

  constructor(handler: XmlHandler) {
    this.handler = handler;
  }

  write(chunk: string): void {
    const source = this.rest + chunk;
    let at = 0;
    while (at < source.length) {
      const start = source.indexOf("<", at);
      if (start !== at) {
        const end = start === -1 ? wholeText(source, at) : start;
        if (end > at) this.handler.text?.(decodeEntities(lineFeeds(source.slice(at, end))));
        at = end;
        if (start === -1) break;
        continue;
      }
      const end = endOfMarkup(source, start);
      if (end === -1) break;
      this.markup(source, start, end);
      at = end;
    }
    this.rest = source.slice(at);
    if (this.rest.length > longestMarkup) throw new UnreadableSpreadsheet("FILE_BROKEN");
  }

  /** Call once all is written: what is left is a file cut short. */
  end(): void {
    if (this.rest.trim() !== "") throw new UnreadableSpreadsheet("FILE_BROKEN");
  }

  private markup(source: string, start: number, end: number): void {
    const second = source.charCodeAt(start + 1);
    if (second === slash) return void this.handler.close?.(bareName(source.slice(start + 2, end - 1).trim()));
    if (second === exclamation && source.startsWith("<![CDATA[", start))
      return void this.handler.text?.(lineFeeds(source.slice(start + 9, end - 3)));
    if (second === exclamation || source[start + 1] === "?") return;
    const alone = source.charCodeAt(end - 2) === slash;
    const last = alone ? end - 2 : end - 1;
    let space = start + 1;
    while (space < last && source.charCodeAt(space) > 32) space++;
    const name = bareName(source.slice(start + 1, space));
    this.handler.open?.(name, source.slice(space, last));
    if (alone) this.handler.close?.(name);
  }
}

function bareName(name: string): string {
  const colon = name.indexOf(":");
  return colon === -1 ? name : name.slice(colon + 1);
}

/** Line ends as XML has them (XML 1.0, 2.11): LF alone. */
const lineFeeds = (text: string) => (text.includes("\r") ? text.replace(/\r\n?/g, "\n") : text);

/** Where the text at `from` may be cut: not within an entity, nor within a line end. */
function wholeText(source: string, from: number): number {
  if (source.endsWith("\r")) return source.length - 1;
  const entity = source.lastIndexOf("&");
  return entity >= from && source.length - entity < 12 && !source.includes(";", entity) ? entity : source.length;
}

/** Just behind the markup that starts at `start`; -1 when its end is not there yet. */
function endOfMarkup(source: string, start: number): number {
  if (source.charCodeAt(start + 1) === exclamation) {
    if ("<!--".startsWith(source.slice(start, start + 4))) return behind(source, "-->", start + 4);
    if ("<![CDATA[".startsWith(source.slice(start, start + 9))) return behind(source, "]]>", start + 9);
  }
  let open = 0;
  for (let at = start + 1; at < source.length; at++) {
    const code = source.charCodeAt(at);
    if (open !== 0) open = code === open ? 0 : open;
    else if (code === quote || code === apostrophe) open = code;
    else if (code === greater) return at + 1;
  }
  return -1;
}

function behind(source: string, mark: string, from: number): number {
  const at = source.indexOf(mark, from);
  return at === -1 ? -1 : at + mark.length;
}

const named: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

function decodeEntities(text: string): string {
  if (!text.includes("&")) return text;
  return text.replace(/&(#x[0-9a-f]{1,6}|#\d{1,7}|amp|lt|gt|quot|apos);/gi, (whole, entity: string) => {
    if (!entity.startsWith("#")) return named[entity] ?? whole;
    const point = entity[1]?.toLowerCase() === "x" ? Number.parseInt(entity.slice(2), 16) : Number(entity.slice(1));
    return point > 0 && point <= 0x10ffff && !(point >= 0xd800 && point < 0xe000) ? String.fromCodePoint(point) : "";
  });
}

const patterns = new Map<string, RegExp>();

/** An attribute by its name without prefix; undefined when absent. */
export function attribute(attributes: string, name: string): string | undefined {
  let pattern = patterns.get(name);
  if (!pattern) {
    pattern = new RegExp(`\\s(?:[\\w.-]+:)?${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`);
    patterns.set(name, pattern);
  }
  const match = pattern.exec(attributes);
  return match ? decodeEntities(match[1] ?? match[2] ?? "") : undefined;
}
