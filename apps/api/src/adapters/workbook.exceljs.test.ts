import ExcelJS from "exceljs";
import { expect, test } from "vitest";
import { isCut } from "../ports/spreadsheet.ts";
import { exceljsWriter } from "./workbook.exceljs.ts";

test("a text that no cell holds is cut where it says so, as in exports; one that fits is whole", async () => {
  const [long, fits] = [`début ${"x".repeat(40_000)}`, "y".repeat(32_767)];
  const content = await exceljsWriter().write({
    title: "Rapport",
    madeAt: new Date("2026-03-02T09:00:00Z"),
    sheets: [
      {
        ...{ name: "Rapport", lines: [], rows: [[long], [fits]] },
        columns: [{ header: "Texte", format: "text", width: 20 }],
      },
    ],
  });
  const book = new ExcelJS.Workbook();
  await book.xlsx.load(content as never);
  const [, cut, whole] = (book.worksheets[0]?.getColumn(1).values ?? []).slice(1).map(String);
  expect([cut?.length, isCut(cut ?? "")]).toEqual([32_767, true]);
  expect(cut).toMatch(/^début x+… \[coupé/);
  expect(whole).toBe(fits);
});
