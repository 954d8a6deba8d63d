import { describe, expect, test } from "vitest";
import { numberText, shownText, styleReader } from "./spreadsheet/cell.format.ts";

/** The format that a workbook's only style has. */
function formatOf(code: string | number) {
  const styles = styleReader();
  const attribute = (text: string) => text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
  if (typeof code === "string") styles.open?.("numFmt", ` numFmtId="164" formatCode="${attribute(code)}"`);
  styles.open?.("cellXfs", "");
  styles.open?.("xf", ` numFmtId="${typeof code === "string" ? 164 : code}"`);
  const [format] = styles.formats;
  if (!format) throw new Error("no style was read");
  return format;
}

describe("a number in a field of text is what a spreadsheet program shows", () => {
  /**
   * As LibreOffice 7.4 shows them (CSV of « cell contents as shown »), words and marks in French. Microsoft Excel can't be
   * run here: where the two are known to differ, ECMA-376 (18.8.31) decides.
   */
  test.each<[code: string, stored: string, shown: string]>([
    ['0#" "##" "##" "##" "##', "612345678", "06 12 34 56 78"],
    ["00000", "1000", "01000"],
    ["0000000000", "612345678", "0612345678"],
    ['"C"0000', "7", "C0007"],
    [
      '[>=3000000000000]#" "##" "##" "##" "###" "###" | "##;#" "##" "##" "##" "###" "###',
      "1850675123456",
      "1 85 06 75 123 456",
    ],
    ["[$-40C]d mmmm yyyy", "46000", "9 décembre 2025"],
    ["dd/mm/yy", "46000", "09/12/25"],
    ["[h]:mm", "1.5", "36:00"],
    ['000"-"000', "123456", "123-456"],
    ["yyyy", "46000", "2025"],
    ["General", "612345678", "612345678"],
    ["@", "612345678", "612345678"],
    ["# ?/?", "0.5", "1/2"],
    ["hh:mm", "0.75", "18:00"],
    ["hh:mm", "45000.75", "18:00"],
    ["00 00 00 00 00", "612345678", "06 12 34 56 78"],
    ['0","00', "12.5", "0,13"],
    ['#,##0" k€"', "12", "12 k€"],
    ['"+33 "0 00 00 00 00', "612345678", "+33 6 12 34 56 78"],
    ["0%", "0.125", "13%"],
    ["dd/mm/yyyy hh:mm", "46000.5", "09/12/2025 12:00"],
    ["[<=99999]00000;General", "1400", "01400"],
    ['[Red]0;-0;"néant"', "0", "néant"],
    ["000 000 000 00000", "12345678900012", "123 456 789 00012"],
    ["\\+0", "33612345678", "+33612345678"],
    ["00\\ 00\\ 00\\ 00\\ 00;@", "612345678", "06 12 34 56 78"],
  ])("%s of %s", (code, stored, shown) => {
    expect(shownText(stored, formatOf(code), false)).toBe(shown);
  });

  /** What LibreOffice writes in the language of its own screen (« 1,234.50 €, Dec 25, Tuesday »), here in French. */
  test.each<[code: string, stored: string, shown: string]>([
    ['#,##0.00 "€"', "1234.5", "1\u202F234,50 €"],
    ["mmm yy", "46000", "déc. 25"],
    ["[$-F800]dddd, mmmm dd, yyyy", "46000", "mardi 9 décembre 2025"],
    ["General", "12.5", "12,5"],
  ])("%s of %s, in French", (code, stored, shown) => {
    expect(shownText(stored, formatOf(code), false)).toBe(shown);
  });

  test("a scientific form keeps the figures that are stored", () => {
    expect(shownText("612345678", formatOf("0.00E+00"), false)).toBe("612345678");
    expect(shownText("12345678900012", formatOf(11), false)).toBe("12345678900012");
  });

  test("dates that the workbook counts from 1904, formats known by number, and what can't be shown", () => {
    expect(shownText("44621", formatOf("dd/mm/yyyy"), true)).toBe("02/03/2026");
    expect([14, 20, 22].map((id) => shownText("46083.604166666664", formatOf(id), false))).toEqual([
      ...["02/03/2026", "14:30", "02/03/2026 14:30"],
    ]);
    expect(shownText("-1", formatOf(14), false)).toBeUndefined();
    expect(shownText("x", formatOf(14), false)).toBeUndefined();
  });
});

test("what a cell holds is a date, a moment, a time or a duration", () => {
  const held = (code: string, stored: string) => numberText(stored, formatOf(code), false);
  expect(held("hh:mm", "45000.75")).toBe("2023-03-15T18:00:00");
  expect(held("hh:mm", "0.75")).toBe("18:00:00");
  expect(held("[h]:mm", "1.5")).toBe("36:00:00");
  expect(held("[h]:mm", "2")).toBe("48:00:00");
});
