import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { workbookOf, workbookParts, xmlRow, zipOf } from "../test/workbook.ts";
import { type SheetLimits, sheetLimits } from "./spreadsheet/sheet.limits.ts";
import { sheetRows } from "./spreadsheet/sheet.reader.ts";
import { excelSpreadsheets } from "./spreadsheet.stream.ts";

/** Through the thread, as the application does. */
async function readApart(content: Buffer | string, limits: Partial<SheetLimits> = {}) {
  const rows = [];
  for await (const row of excelSpreadsheets(limits).rows(async () => Readable.from([Buffer.from(content)])))
    rows.push(row);
  return rows;
}

/** The same without the thread, which takes its time to start. */
async function read(content: Buffer | string, limits: Partial<SheetLimits> = {}) {
  const path = join(folder, "file");
  await writeFile(path, content);
  const rows = [];
  for await (const batch of sheetRows(path, { ...sheetLimits, ...limits })) rows.push(...batch);
  return rows;
}

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "crm-test-"));
});
afterAll(() => rm(folder, { recursive: true }));

const cells = async (content: Buffer | string) => (await read(content)).map((row) => row.cells);
const refusal = (content: Buffer | string, limits: Partial<SheetLimits> = {}) =>
  read(content, limits).then(
    () => null,
    (error: { code: string; details: object }) => error,
  );

describe("a workbook", () => {
  const styles = `<numFmts><numFmt numFmtId="170" formatCode="[$-40C]d mmmm yyyy"/><numFmt numFmtId="171" formatCode="00000"/><numFmt numFmtId="172" formatCode="#,##0.00&quot; days&quot;"/></numFmts>
    <cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="170"/><xf numFmtId="22"/><xf numFmtId="20"/><xf numFmtId="171"/><xf numFmtId="172"/></cellXfs>`;
  const texts = `<si><t>Réseau</t></si><si><r><rPr><b/></rPr><t>Appel</t></r><r><t xml:space="preserve"> entrant</t></r><rPh><t>x</t></rPh></si><si><t>a_x000D_&amp;amp;</t></si>`;
  const sheet = (row: string, options = {}) =>
    zipOf(workbookParts([{ rows: `<row r="3">${row}</row>` }], { styles, texts, ...options }));

  test("gives each cell as text", async () => {
    const row = await read(
      sheet(`<c r="A3" t="s"><v>0</v></c><c r="B3" t="s"><v>1</v></c><c r="C3" t="s"><v>2</v></c><c r="E3" t="b"><v>1</v></c><c r="F3" t="e"><v>#N/A</v></c>
        <c r="G3"><v>0.30000000000000004</v></c><c r="H3"><v>33612345678</v></c><c r="I3" t="str"><f>A1&amp;B1</f><v>x &lt; y</v></c><c><f>1+1</f><v>2</v></c>`),
    );
    expect(row).toEqual([
      {
        row: 3,
        cells: ["Réseau", "Appel entrant", "a\r&amp;", "", "Oui", "#N/A", "0.3", "33612345678", "x < y", "2"],
        shown: { 6: "0,3" },
        faults: [{ column: 5, rule: "failedFormula", params: { given: "#N/A" } }],
      },
    ]);
  });

  test("gives dates as the sheet shows them, in no time zone, a formula's too", async () => {
    const dated = `<c s="1"><v>46083</v></c><c s="2"><f>TODAY()</f><v>46083</v></c><c s="3"><v>46083.604166666664</v></c><c s="4"><v>0.6041666666666666</v></c><c s="1"><v>59</v></c><c s="6"><v>12</v></c>`;
    expect(await cells(sheet(dated))).toEqual([
      ["2026-03-02", "2026-03-02", "2026-03-02T14:30:00", "14:30:00", "1900-02-28", "12"],
    ]);
    expect(await cells(sheet(`<c s="1"><v>44621</v></c>`, { date1904: true }))).toEqual([["2026-03-02"]]);
  });

  test("keeps the first zeros that a format shows", async () => {
    expect(await cells(sheet(`<c s="5"><v>1415</v></c>`))).toEqual([["01415"]]);
  });

  test("may stand at the root of its package, and end its lines as Office on Windows does", async () => {
    const text = `<c t="inlineStr"><is><t>un_x000D_\r\ndeux_x000D_\ntrois\rquatre&#13;</t></is></c>`;
    const parts = Object.entries(workbookParts([{ rows: `<row r="1">${text}</row>` }]));
    const rooted = parts.map(([name, part]) => [name.replace(/^xl\//, ""), part.replaceAll("/xl/", "/")]);
    expect(await cells(zipOf(Object.fromEntries(rooted)))).toEqual([["un\r\ndeux\r\ntrois\nquatre\r"]]);
  });

  test("is read from its first visible sheet that has rows, whatever the order in the archive", async () => {
    const sheets = [
      { rows: xmlRow(1, ["caché"]), hidden: true },
      { rows: "<row r='1'><c r='A1'/></row>" },
      { rows: xmlRow(5, ["lu"]) },
    ];
    const parts = workbookParts(sheets);
    expect(await read(zipOf(Object.fromEntries(Object.entries(parts).reverse())))).toEqual([{ row: 5, cells: ["lu"] }]);
  });

  test("may carry namespace prefixes, comments and CDATA, and neither row nor cell numbers", async () => {
    const parts = workbookParts([{ rows: "" }]);
    const xml = `<x:worksheet><!-- <row> --><x:sheetData><x:row><x:c t="inlineStr"><x:is><x:t><![CDATA[a < b]]></x:t></x:is></x:c><x:c><x:v>1</x:v></x:c></x:row></x:sheetData></x:worksheet>`;
    expect(await read(zipOf({ ...parts, "xl/worksheets/sheet1.xml": xml }))).toEqual([
      { row: 1, cells: ["a < b", "1"] },
    ]);
  });

  test("that we wrote comes back as it was", async () => {
    const arbitrary = fc.array(
      fc.array(
        fc.string({ unit: "binary", maxLength: 20 }).map((text) => text.replace(/[^\x20-\uD7FF]/g, "").trim()),
        { minLength: 1, maxLength: 5 },
      ),
      { minLength: 1, maxLength: 5 },
    );
    const round = async (rows: string[][]) => {
      const written = rows.map((row) => [...row, "=1+1", "+33 6 12 34 56 78", "007"]);
      expect(await cells(await buffer(excelSpreadsheets().write(written)))).toEqual(written);
    };
    await fc.assert(fc.asyncProperty(arbitrary, round), { numRuns: 5, seed: 1 });
  });
});

describe("a CSV", () => {
  const text = 'Nom;Ville\r\nLe Denmat;"Saint-\r\nMalo"\r\n\r\nKervella;Évry\r\n';
  const expected = [
    { row: 1, cells: ["Nom", "Ville"] },
    { row: 2, cells: ["Le Denmat", "Saint-\r\nMalo"] },
    { row: 4, cells: ["Kervella", "Évry"] },
  ];

  test.each([
    ["UTF-8", Buffer.from(text)],
    ["UTF-8 with a mark", Buffer.from(`\uFEFF${text}`)],
    ["windows-1252", Buffer.from(text, "latin1")],
    ["UTF-16 LE", Buffer.from(`\uFEFF${text}`, "utf16le")],
    ["UTF-16 BE", Buffer.from(`\uFEFF${text}`, "utf16le").swap16()],
    ["commas", Buffer.from(text.replaceAll(";", ","))],
    ["tabs", Buffer.from(text.replaceAll(";", "\t"))],
  ])("is read in %s", async (_, content) => {
    expect(await read(content)).toEqual(expected);
  });

  test("may say its delimiter, have other marks within quotes, and rows of any length", async () => {
    expect(await cells("sep=|\r\na|b\r\n1|2|3\r\n")).toEqual([
      ["a", "b"],
      ["1", "2", "3"],
    ]);
    expect(await cells('"a,b,c";d\n1\n')).toEqual([["a,b,c", "d"], ["1"]]);
  });

  test("of windows-1252 gets the narrow space of thousands back, nothing else", async () => {
    expect(await cells(Buffer.from("é;13?314,11 €;OK?;12?34".replace("€", "\x80"), "latin1"))).toEqual([
      ["é", "13 314,11 €", "OK?", "12?34"],
    ]);
  });
});

describe("what is no spreadsheet, or too much of one, is refused by a code", () => {
  const ole = Buffer.from("d0cf11e0a1b11ae1", "hex");
  const sheet = workbookOf([["EMAIL"], ["a@b.fr"]]);
  const bomb = workbookParts([{ rows: " ".repeat(4_000_000) }]);
  const many = (rows: number) => workbookOf(Array.from({ length: rows }, (_, i) => [`${i}`]));

  test.each<[string, string, Buffer | string, Partial<SheetLimits>]>([
    ["an old .xls", "FILE_NOT_A_SPREADSHEET", Buffer.concat([ole, Buffer.alloc(2000, 1)]), {}],
    [
      "a workbook with a password",
      "FILE_ENCRYPTED",
      Buffer.concat([ole, Buffer.alloc(70_000), Buffer.from("EncryptedPackage", "utf16le")]),
      {},
    ],
    ["a zip with a password", "FILE_ENCRYPTED", zipOf(workbookParts([{ rows: "" }]), { encrypted: true }), {}],
    ["a workbook cut short", "FILE_BROKEN", sheet.subarray(0, sheet.length - 200), {}],
    [
      "a workbook with a damaged part",
      "FILE_BROKEN",
      Buffer.concat([sheet.subarray(0, 60), Buffer.alloc(40, 7), sheet.subarray(100)]),
      {},
    ],
    [
      "a sheet that ends in a tag",
      "FILE_BROKEN",
      zipOf({ ...workbookParts([{ rows: "" }]), "xl/worksheets/sheet1.xml": "<worksheet><sheetData><row r=" }),
      {},
    ],
    ["a zip of something else", "FILE_NOT_A_SPREADSHEET", zipOf({ "word/document.xml": "<x/>" }), {}],
    ["a page called .xls", "FILE_NOT_A_SPREADSHEET", "\n <html><table><tr><td>NOM</td></tr></table>", {}],
    ["a PDF", "FILE_NOT_A_SPREADSHEET", "%PDF-1.7\n", {}],
    ["text with a NUL far inside", "FILE_NOT_A_SPREADSHEET", `EMAIL\n${"a".repeat(100_000)}\0`, {}],
    ["nothing at all", "FILE_EMPTY", "", {}],
    ["a bomb", "FILE_INFLATES_TOO_MUCH", zipOf(bomb), { inflatedBytes: 1_000_000 }],
    ["a bomb that lies about its size", "FILE_BROKEN", zipOf(bomb, { declared: 100 }), { inflatedBytes: 1_000_000 }],
    [
      "too many texts",
      "FILE_INFLATES_TOO_MUCH",
      zipOf(workbookParts([{ rows: "" }], { texts: " ".repeat(200_000) })),
      { sharedTextBytes: 100_000 },
    ],
    ["too many rows", "TOO_MANY_ROWS", many(12), { rows: 11 }],
    ["too many rows of a CSV", "TOO_MANY_ROWS", "a\n".repeat(12), { rows: 11 }],
    ["rows without end", "TOO_MANY_ROWS", zipOf(workbookParts([{ rows: "<row/>".repeat(200) }])), { rowsSeen: 100 }],
    [
      "too many columns",
      "TOO_MANY_COLUMNS",
      zipOf(workbookParts([{ rows: '<row><c r="AZZ1"><v>1</v></c></row>' }])),
      {},
    ],
  ])("%s: %s", async (_, code, content, limits) => {
    expect(await refusal(content, limits)).toMatchObject({ code });
  });

  test("by the thread too, which is stopped when it says nothing", async () => {
    await expect(readApart("<html>")).rejects.toMatchObject({ code: "FILE_NOT_A_SPREADSHEET" });
    await expect(readApart(sheet, { silenceMs: 1 })).rejects.toMatchObject({ code: "FILE_INFLATES_TOO_MUCH" });
    expect(await readApart(sheet)).toHaveLength(2);
  });

  test("says how many rows may be", async () => {
    expect(await refusal(many(12), { rows: 11 })).toMatchObject({ details: { limit: 10 } });
  });

  test("a million empty rows are passed over", async () => {
    const empty = Array.from({ length: 1_048_574 }, (_, i) => `<row r="${i + 2}"/>`).join("");
    const rows = await readApart(
      zipOf(workbookParts([{ rows: `${xmlRow(1, ["EMAIL"])}${empty}${xmlRow(1_048_576, ["a@b.fr"])}` }])),
    );
    expect(rows.map(({ row }) => row)).toEqual([1, 1_048_576]);
  }, 60_000);

  test("any bytes give rows or a refusal", async () => {
    const anything = fc.oneof(
      fc.uint8Array({ maxLength: 500 }).map((bytes) => Buffer.from(bytes)),
      fc.tuple(fc.nat(sheet.length - 1), fc.nat(255)).map(([at, byte]) => Buffer.from(sheet).fill(byte, at, at + 1)),
    );
    const reads = async (content: Buffer) => {
      const error = await refusal(content);
      if (error) expect(error.code).toMatch(/^FILE_|^TOO_MANY/);
    };
    await fc.assert(fc.asyncProperty(anything, reads), { numRuns: 200, seed: 1 });
  }, 120_000);
});

test("files read one after the other come whole, whatever became of the one before", async () => {
  const reader = excelSpreadsheets();
  const [long, short] = [`Nom\n${"Durand\n".repeat(20_000)}`, "Nom;Prénom\nLe Denmat;Audrey\n"];
  const all = async (content: string) => {
    const rows = [];
    for await (const row of reader.rows(async () => Readable.from([Buffer.from(content)]))) rows.push(row);
    return rows;
  };
  expect(await all(short)).toEqual(await read(short));
  await expect(all("Nom;Prénom\nLe\0Denmat;Audrey\n")).rejects.toMatchObject({ code: "FILE_NOT_A_SPREADSHEET" });
  expect(await all(long)).toHaveLength(20_001);
  for await (const _ of reader.rows(async () => Readable.from([Buffer.from(long)]))) break;
  expect(await Promise.all([all(short), all(long)])).toEqual([await read(short), await read(long)]);
});
