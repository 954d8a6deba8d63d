import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { importLimits } from "@crm/contract";
import type { SheetCell } from "@crm/fields";
import ExcelJS from "exceljs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isCut, type SheetTable } from "../ports/spreadsheet.ts";
import { libreOffice, resaved } from "../test/libre-office.ts";
import { workbook } from "./spreadsheet/xlsx.writer.ts";
import { excelSpreadsheets } from "./spreadsheet.stream.ts";

const sheets = excelSpreadsheets();

async function* inBatches(rows: SheetCell[][], size = 3): AsyncGenerator<SheetCell[][]> {
  for (let i = 0; i < rows.length; i += size) yield rows.slice(i, i + size);
}
const tableOf = (rows: SheetCell[][], over: Partial<SheetTable> = {}): SheetTable => ({
  name: "Contacts",
  columns: (rows[0] ?? [""]).map((_, i) => ({ header: `C${i + 1}` })),
  rows: inBatches(rows),
  ...over,
});

/** What an import reads of a file. */
async function readBack(content: Buffer): Promise<string[][]> {
  const rows = [];
  for await (const { cells } of sheets.rows(async () => Readable.from([content]))) rows.push(cells);
  return rows.slice(1);
}

/** What people type that spreadsheet programs like to alter. */
const tricky: SheetCell[][] = [
  ["=cmd|' /C calc'!A0", "+33 6 12 34 56 78", "007", "12345678901234567890"],
  ["@SUM(1)", "-1", "'quoted", "''twice"],
  ["a\nb\r\nc", "tab\there", "é🦊", '_x000D_ & <b> "x";'],
  ["1e5", "12,5 %", "01/02/2026", "true"],
];

describe("a table", () => {
  test.each(["xlsx", "csv", "csv-raw"] as const)("as %s gives back texts as they were", async (format) => {
    expect(await readBack(await buffer(sheets.table(format, tableOf(tricky))))).toEqual(tricky);
  });

  test.each(["xlsx", "csv"] as const)("as %s gives back any text", async (format) => {
    // A small CSV of control characters is taken for no text at all.
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is meant.
    const unwanted = format === "csv" ? /[\x00-\x08\x0e-\x1f]/g : /\0/g;
    const anyText = fc
      .string({ unit: "binary", minLength: 1, maxLength: 30 })
      .map((cell) => cell.toWellFormed().replace(unwanted, ""))
      .filter((cell) => cell.trim() !== "");
    const rows = fc.array(fc.array(anyText, { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: 8 });
    const round = async (written: string[][]) => {
      expect(await readBack(await buffer(sheets.table(format, tableOf(written))))).toEqual(written);
    };
    await fc.assert(fc.asyncProperty(rows, round), { numRuns: 12 });
  });

  const typed: SheetCell[] = [1234.56, -0.1, 1e15, { day: "2026-03-02" }, { moment: "2026-03-02T14:30:00" }, ""];

  test("as xlsx has numbers, days and moments that Excel reckons with", async () => {
    const columns = typed.map((_, i) => ({ header: `C${i}`, money: i === 0 }));
    const content = await buffer(sheets.table("xlsx", tableOf([typed], { columns })));
    expect(await readBack(content)).toEqual([
      ["1234.56", "-0.1", "1000000000000000", "2026-03-02", "2026-03-02T14:30:00"],
    ]);
    // Another reader than ours.
    const book = new ExcelJS.Workbook();
    await book.xlsx.load(content as never);
    const sheet = book.worksheets[0] as ExcelJS.Worksheet;
    expect([1, 2, 3].map((column) => sheet.getCell(2, column).value)).toEqual([1234.56, -0.1, 1e15]);
    expect(sheet.getCell(2, 1).numFmt).toBe("#,##0.00");
    expect(sheet.getCell(2, 4).value).toEqual(new Date("2026-03-02"));
    expect(sheet.getCell(2, 5).value).toEqual(new Date("2026-03-02T14:30:00Z"));
    expect([sheet.getCell(2, 4).numFmt, sheet.getCell(1, 1).font.bold]).toEqual(["dd/mm/yyyy", true]);
    expect(sheet.views[0]).toMatchObject({ state: "frozen", ySplit: 1 });
    expect(sheet.autoFilter).toBe("A1:F2");
  });

  test("as xlsx keeps days before Excel's calendar as texts", async () => {
    const old: SheetCell[] = [{ day: "1789-07-14" }, { day: "1900-02-28" }, { moment: "1789-07-14T09:00:00" }];
    expect(await readBack(await buffer(sheets.table("xlsx", tableOf([old, [{ day: "1900-03-01" }]]))))).toEqual([
      ["14/07/1789", "28/02/1900", "14/07/1789 09:00"],
      ["1900-03-01"],
    ]);
  });

  test("as xlsx goes on in another sheet when one is full, each with its header", async () => {
    const rows = Array.from({ length: 7 }, (_, i): SheetCell[] => [`row ${i}`]);
    const content = await buffer(Readable.from(workbook(tableOf(rows), { rowsPerSheet: 4 })));
    const book = new ExcelJS.Workbook();
    await book.xlsx.load(content as never);
    expect(book.worksheets.map(({ name }) => name)).toEqual(["Contacts", "Contacts (2)", "Contacts (3)"]);
    expect(book.worksheets.map((sheet) => sheet.getColumn(1).values.slice(1))).toEqual([
      ["C1", "row 0", "row 1", "row 2"],
      ["C1", "row 3", "row 4", "row 5"],
      ["C1", "row 6"],
    ]);
  });

  test("without rows is its header", async () => {
    const empty = tableOf([], { columns: [{ header: "CODE_CONTACT" }, { header: "NOM" }] });
    const book = new ExcelJS.Workbook();
    await book.xlsx.load((await buffer(sheets.table("xlsx", empty))) as never);
    expect(book.worksheets[0]?.getRow(1).values).toEqual([undefined, "CODE_CONTACT", "NOM"]);
    expect((await buffer(sheets.table("csv", { ...empty, rows: inBatches([]) }))).toString()).toBe(
      "\uFEFFCODE_CONTACT;NOM\r\n",
    );
  });

  test.each(["xlsx", "csv"] as const)(
    "as %s tells of a text that Excel can't hold, and says so in the cell",
    async (format) => {
      const long = `début ${"x".repeat(40_000)}`;
      let cuts = 0;
      const onCut = () => cuts++;
      const [[cell = ""] = []] = await readBack(await buffer(sheets.table(format, tableOf([[long]], { onCut }))));
      expect([cell.length, cuts, isCut(cell)]).toEqual([32_767, 1, true]);
      expect(cell).toMatch(/^début x+… \[coupé : .*CSV brut\]$/);
      expect(await readBack(await buffer(sheets.table("csv-raw", tableOf([[long]], { onCut }))))).toEqual([[long]]);
      expect(cuts).toBe(1);
    },
  );

  test("as xlsx has no more rows in a sheet than are read back, each sheet by itself", async () => {
    const small = excelSpreadsheets({ rows: 4 });
    const rows = Array.from({ length: 7 }, (_, i): SheetCell[] => [`row ${i}`]);
    const content = await buffer(small.table("xlsx", tableOf(rows)));
    const back: string[] = [];
    for (const sheet of ["Contacts", "Contacts (2)", "Contacts (3)"])
      for await (const { cells } of small.rows(async () => Readable.from([content]), { sheet })) back.push(...cells);
    expect(back.filter((cell) => cell !== "C1")).toEqual(rows.flat());
  });

  test("as CSV gives back a record as long as ours may be, and as wide", async () => {
    const wide = Array.from({ length: importLimits.columns }, (_, i) => `${i} ${"x".repeat(20_000)}`);
    const long = [`${'"'.repeat(200_000)}\n`.repeat(15)];
    for (const row of [wide, long]) {
      const [cells] = await readBack(await buffer(sheets.table("csv-raw", tableOf([row]))));
      expect(cells?.join("\n") === row.join("\n")).toBe(true);
    }
  });

  test.each(["xlsx", "csv"] as const)(
    "as %s fails with its rows, and ends them when nobody reads on",
    async (format) => {
      async function* broken(): AsyncGenerator<SheetCell[][]> {
        yield [["a"]];
        throw new Error("the database is gone");
      }
      await expect(buffer(sheets.table(format, tableOf([["a"]], { rows: broken() })))).rejects.toThrow("is gone");
      let [given, ended] = [0, false];
      async function* endless(): AsyncGenerator<SheetCell[][]> {
        try {
          for (;;) yield Array.from({ length: 1000 }, () => [`${given++} ${Math.random()}`]);
        } finally {
          ended = true;
        }
      }
      const stream = sheets.table(format, tableOf([["a"]], { rows: endless() }));
      for await (const _ of stream) break;
      await expect.poll(() => ended).toBe(true);
      expect(given).toBeLessThan(200_000); // what nobody reads is not asked for
    },
  );
});

test.skipIf(!libreOffice)(
  "LibreOffice opens our workbook and gives back the same cells",
  async () => {
    const rows: SheetCell[][] = [
      ...tricky,
      [1234.5, { day: "2026-03-02" }, { moment: "2026-03-02T14:30:00" }, { day: "1900-03-01" }],
    ];
    const ours = await buffer(sheets.table("xlsx", tableOf(rows)));
    expect(await readBack(await resaved(ours, "xlsx", "xlsx"))).toEqual([
      ...tricky.map((cells) => cells.map((cell) => (cell as string).replaceAll("\r\n", "\n"))),
      ["1234.5", "2026-03-02", "2026-03-02T14:30:00", "1900-03-01"],
    ]);
    const csv = (await resaved(ours, "xlsx", "csv")).toString("utf8");
    for (const cell of ["+33 6 12 34 56 78", "007", "12345678901234567890", "=cmd|' /C calc'!A0"])
      expect(csv).toContain(cell);
  },
  180_000,
);
