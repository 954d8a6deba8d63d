import { attribute, type XmlHandler } from "./xml.scanner.ts";

/** What a cell's number format makes of its number. */
export type NumberFormat = "date" | "time" | "percent" | { digits: number } | null;

const days = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);
/** Formats that every workbook knows by number (ECMA-376, 18.8.30). */
const builtIn = new Map<number, NumberFormat>([
  ...[...days(14, 17), 22, ...days(27, 31), 36, ...days(50, 58)].map((id) => [id, "date"] as const),
  ...[9, 10].map((id) => [id, "percent"] as const),
  ...[...days(18, 21), ...days(32, 35), ...days(45, 47)].map((id) => [id, "time"] as const),
]);

function readFormat(code: string): NumberFormat {
  const bare =
    code
      .replace(/\\.|_.|\*./g, "")
      .replace(/"[^"]*"/g, "")
      .replace(/\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, "")
      .split(";")[0] ?? "";
  // « 00000 »: a postal code or a reference, whose first zeros are shown but not stored.
  if (/^0{2,}$/.test(bare)) return { digits: bare.length };
  if (bare.includes("%")) return "percent";
  if (/[dy]/i.test(bare)) return "date";
  if (/[hs]/i.test(bare)) return "time";
  return /^[\s.\-/]*m+[\s.\-/]*$/i.test(bare) ? "date" : null;
}

/** Collects the number format of each style of xl/styles.xml. */
export function styleReader(): XmlHandler & { formats: NumberFormat[] } {
  const custom = new Map<number, NumberFormat>();
  const formats: NumberFormat[] = [];
  let inCells = false;
  return {
    formats,
    open(name, attributes) {
      if (name === "numFmt")
        custom.set(Number(attribute(attributes, "numFmtId")), readFormat(attribute(attributes, "formatCode") ?? ""));
      if (name === "cellXfs") inCells = true;
      if (name !== "xf" || !inCells) return;
      const id = Number(attribute(attributes, "numFmtId") ?? 0);
      formats.push(custom.get(id) ?? builtIn.get(id) ?? null);
    },
    close(name) {
      if (name === "cellXfs") inCells = false;
    },
  };
}

const dayMs = 86_400_000;
const two = (value: number) => String(value).padStart(2, "0");

/**
 * A stored number as text: dates yyyy-mm-dd, dates with a time yyyy-mm-ddThh:mm:ss (what the sheet shows, in no time zone),
 * times hh:mm:ss, percentages « 12,5 % », numbers with the 15 digits that Excel keeps.
 */
export function numberText(stored: string, format: NumberFormat, date1904: boolean): string {
  const value = Number(stored);
  if (stored.trim() === "" || !Number.isFinite(value)) return stored;
  const plain = String(Number(value.toPrecision(15)));
  if (format === null) return plain;
  if (format === "percent") return `${String(Number((value * 100).toPrecision(15))).replace(".", ",")} %`;
  if (typeof format === "object")
    return Number.isInteger(value) && value >= 0 ? plain.padStart(format.digits, "0") : plain;
  if (value < 0 || value >= 2_958_466) return plain;
  const seconds = Math.round(value * 86_400);
  if (format === "time" && (value < 1 || !Number.isInteger(value))) {
    return `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  }
  // Excel counts a 29 February 1900 that never was.
  const shift = date1904 ? 24_107 : value < 60 ? 25_568 : 25_569;
  const iso = new Date(seconds * 1000 - shift * dayMs).toISOString();
  return seconds % 86_400 === 0 ? iso.slice(0, 10) : iso.slice(0, 19);
}

/** « _x000D_ »: how Office writes characters that XML can't hold. */
export const decodeEscapes = (text: string): string =>
  text.includes("_x")
    ? text.replace(/_x([0-9A-F]{4})_/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    : text;
