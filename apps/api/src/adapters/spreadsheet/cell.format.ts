import { format } from "numfmt";
import { attribute, type XmlHandler } from "./xml.scanner.ts";

/** What a cell's number format makes of its number, and its code: as the file has it, or as French programs have it. */
export interface NumberFormat {
  kind: "plain" | "date" | "time" | "elapsed" | "percent" | { digits: number };
  code: string;
}

export const general: NumberFormat = { kind: "plain", code: "General" };
/** Formats that every workbook knows by number (ECMA-376, 18.8.30), dates as French programs show them. */
const builtIn = new Map<number, NumberFormat>(
  Object.entries({
    ...{
      1: "0",
      2: "0.00",
      3: "#,##0",
      4: "#,##0.00",
      9: "0%",
      10: "0.00%",
      11: "0.00E+00",
      12: "# ?/?",
      13: "# ??/??",
    },
    ...{ 14: "dd/mm/yyyy", 15: "dd-mmm-yy", 16: "dd-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM" },
    ...{ 20: "hh:mm", 21: "hh:mm:ss", 22: "dd/mm/yyyy hh:mm", 37: "#,##0;-#,##0", 38: "#,##0;-#,##0" },
    ...{
      39: "#,##0.00;-#,##0.00",
      40: "#,##0.00;-#,##0.00",
      45: "mm:ss",
      46: "[h]:mm:ss",
      47: "mm:ss.0",
      48: "##0.0E+0",
    },
    // Those of East Asian programs: dates and times whose form a file does not say.
    ...Object.fromEntries([...days(27, 31), 36, ...days(50, 58)].map((id) => [id, "dd/mm/yyyy"])),
    ...Object.fromEntries(days(32, 35).map((id) => [id, "hh:mm:ss"])),
  }).map(([id, code]) => [Number(id), readFormat(code)]),
);

function days(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}

function readFormat(code: string): NumberFormat {
  const bare =
    code
      .replace(/\\.|_.|\*./g, "")
      .replace(/"[^"]*"/g, "")
      .replace(/\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, "")
      .split(";")[0] ?? "";
  return { kind: kindOf(bare), code };
}

function kindOf(bare: string): NumberFormat["kind"] {
  // « 00000 »: a postal code or a reference, whose first zeros are shown but not stored.
  if (/^0{2,}$/.test(bare)) return { digits: bare.length };
  if (/^(general|standard)$/i.test(bare)) return "plain";
  if (bare.includes("%")) return "percent";
  if (/[dy]/i.test(bare)) return "date";
  if (/\[/.test(bare)) return "elapsed";
  if (/[hs]/i.test(bare)) return "time";
  return /^[\s.\-/]*m+[\s.\-/]*$/i.test(bare) ? "date" : "plain";
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
      formats.push(custom.get(id) ?? builtIn.get(id) ?? general);
    },
    close(name) {
      if (name === "cellXfs") inCells = false;
    },
  };
}

const dayMs = 86_400_000;
/** The day after 31 December 9999. */
const lastSerial = 2_958_466;
const two = (value: number) => String(value).padStart(2, "0");

/**
 * A stored number as text: dates yyyy-mm-dd, dates with a time yyyy-mm-ddThh:mm:ss (what the sheet shows, in no time zone),
 * times hh:mm:ss, percentages « 12,5 % », numbers with the 15 digits that Excel keeps.
 */
export function numberText(stored: string, { kind }: NumberFormat, date1904: boolean): string {
  const value = Number(stored);
  if (stored.trim() === "" || !Number.isFinite(value)) return stored;
  const plain = String(Number(value.toPrecision(15)));
  if (kind === "plain") return plain;
  if (kind === "percent") return `${String(Number((value * 100).toPrecision(15))).replace(".", ",")} %`;
  if (typeof kind === "object") return Number.isInteger(value) && value >= 0 ? plain.padStart(kind.digits, "0") : plain;
  if (value < 0 || value >= lastSerial) return plain;
  const seconds = Math.round(value * 86_400);
  if (kind === "elapsed" || (kind === "time" && value < 1)) {
    return `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  }
  // Excel counts a 29 February 1900 that never was.
  const shift = date1904 ? 24_107 : value < 60 ? 25_568 : 25_569;
  const iso = new Date(seconds * 1000 - shift * dayMs).toISOString();
  return seconds % 86_400 === 0 ? iso.slice(0, 10) : iso.slice(0, 19);
}

/**
 * A stored number as a French spreadsheet program shows it: what a person who typed it into a field of text would copy.
 * Scientific forms alone are not followed: they drop figures that the file has. Undefined: as it is stored.
 */
export function shownText(stored: string, { kind, code }: NumberFormat, date1904: boolean): string | undefined {
  const value = Number(stored);
  if (stored.trim() === "" || !Number.isFinite(value)) return undefined;
  const plain = String(Number(value.toPrecision(15))).replace(".", ",");
  const bare = code.replace(/"[^"]*"|\\./g, "");
  if (/^(general|standard|@)$/i.test(bare) || /[0#?]E[+-]/i.test(bare)) return plain;
  const dated = kind === "date" || kind === "time";
  if (dated && (value < 0 || value >= lastSerial)) return undefined;
  const shown = format(systemForms(code), dated && date1904 ? value + 1462 : value, {
    locale: "fr",
    throws: false,
  }).trim();
  return shown === "" || /^#+$/.test(shown) ? undefined : shown;
}

/** « [$-F800] » and « [$-F400] »: the long date and the time as the system of whoever looks has them. */
const systemForms = (code: string) =>
  /^\[\$-F800\]/i.test(code) ? "dddd d mmmm yyyy" : /^\[\$-F400\]/i.test(code) ? "hh:mm:ss" : code;

/** « _x000D_ »: how Office writes characters that XML can't hold. */
export const decodeEscapes = (text: string): string =>
  text.includes("_x")
    ? text.replace(/_x([0-9A-F]{4})_/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    : text;
