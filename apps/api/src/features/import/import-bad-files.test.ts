import { readFile } from "node:fs/promises";
import { contactApi, type ImportView, importApi } from "@crm/contract";
import { expect, test } from "vitest";
import { aQuestion } from "../../test/factories.ts";
import { importWorld, reasonsOf, sampleQuestions } from "../../test/importing.ts";
import { workbookOf, workbookParts, xmlRow, zipOf } from "../../test/workbook.ts";

const sample = (name: string) => readFile(new URL(`./samples/${name}`, import.meta.url));

test("a file that LibreOffice wrote is read as it shows: title, formulas, dates, percentages, zeros, choices", async () => {
  const { as, check, run, db } = await importWorld();
  const questions = await sampleQuestions(db);
  const discount = await aQuestion(db, { type: "number", code: "REMISE", label: "Remise (%)" });
  const me = await as("salesperson");
  const checked = await check(me, await sample("clients-libreoffice.xlsx"), { sheet: "Clients 2026" });
  expect(reasonsOf(checked)).toEqual([]);
  expect(checked).toMatchObject({
    ...{ sheets: ["Sommaire", "Clients 2026"], created: 2, refused: 0, missing: [] },
    details: { sheet: "Clients 2026", headerRow: 3 },
  });
  await run(me, checked.id);
  const of = async (email: string) => db.contact.findFirstOrThrow({ where: { email } });
  expect(await of("claire@client.test")).toMatchObject({
    ...{ lastName: "KERVELLA", postalCode: "01400", notes: "<p>=cmd|' /C calc'!A0</p>" },
    answers: {
      [questions.date.id]: "2026-03-02",
      [discount.id]: 12.5,
      [questions.budget.id]: 1234.56,
      [questions.optIn.id]: true,
      [questions.services.id]: ["INT", "DEP"],
    },
  });
  expect(await of("yann@client.test")).toMatchObject({
    ...{ lastName: "L'Hôte « Œil »", postalCode: "2A004", notes: "<p>Deux<br />lignes</p>" },
    answers: {
      [questions.date.id]: "2025-04-03",
      [discount.id]: 7.5,
      [questions.budget.id]: 13_314.11,
      [questions.optIn.id]: false,
    },
  });
});

const sheet = (rows: string, more: Record<string, string> = {}) => zipOf({ ...workbookParts([{ rows }]), ...more });
const book = workbookParts([{ rows: "" }])["xl/workbook.xml"] ?? "";

/** Each either read, its values and nothing else, or refused with a code; the application goes on and nothing is half-written. */
test.each<[string, Buffer | string | (() => Promise<Buffer>), Partial<ImportView>]>([
  ["an .xls of LibreOffice", () => sample("clients-libreoffice.xls"), { failure: "FILE_NOT_A_SPREADSHEET" }],
  [
    "an .xls called .xlsx",
    Buffer.concat([Buffer.from("d0cf11e0a1b11ae1", "hex"), Buffer.alloc(5000, 1)]),
    { failure: "FILE_NOT_A_SPREADSHEET" },
  ],
  [
    "a workbook with a password",
    Buffer.concat([
      Buffer.from("d0cf11e0a1b11ae1", "hex"),
      Buffer.alloc(5000, 1),
      Buffer.from("EncryptedPackage", "utf16le"),
    ]),
    { failure: "FILE_ENCRYPTED" },
  ],
  ["HTML called .xls", "<html><body><table><tr><td>EMAIL</td></tr></table>", { failure: "FILE_NOT_A_SPREADSHEET" }],
  ["a workbook cut short", workbookOf([["EMAIL"], ["a@b.fr"]]).subarray(0, -60), { failure: "FILE_BROKEN" }],
  [
    "a bomb",
    zipOf(workbookParts([{ rows: " ".repeat(1000) }]), { declared: 400_000_000 }),
    { failure: "FILE_INFLATES_TOO_MUCH" },
  ],
  [
    "macros: only the cells of an .xlsm are read",
    sheet(xmlRow(1, ["EMAIL"]) + xmlRow(2, ["a@b.fr"]), {
      "[Content_Types].xml": `<Types><Override PartName="/xl/workbook.xml" ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/></Types>`,
      "xl/vbaProject.bin": "Sub Auto_Open()",
    }),
    { status: "checked", created: 1 },
  ],
  [
    "links to other workbooks: the value that was kept is taken, nothing is fetched",
    sheet(
      `${xmlRow(1, ["EMAIL", "NOM"])}<row r="2"><c r="A2" t="str"><f>'[1]Feuille'!A1</f><v>a@b.fr</v></c><c r="B2" t="str"><f>WEBSERVICE("http://127.0.0.1:9/")</f><v>Riou</v></c></row>`,
      {
        "xl/workbook.xml": book.replace(
          "</sheets>",
          `</sheets><externalReferences><externalReference r:id="rX"/></externalReferences>`,
        ),
        "xl/externalLinks/externalLink1.xml": "<externalLink/>",
      },
    ),
    { status: "checked", created: 1 },
  ],
  [
    "merged header cells: the column under the second half has no header, and is not read",
    zipOf({
      ...workbookParts([{ rows: "" }]),
      "xl/worksheets/sheet1.xml": `<worksheet><sheetData>${xmlRow(1, ["EMAIL", "NOM", "", "VILLE"])}${xmlRow(2, ["a@b.fr", "Riou", "Maëlle", "Brest"])}</sheetData><mergeCells><mergeCell ref="B1:C1"/></mergeCells></worksheet>`,
    }),
    { status: "checked", created: 1 },
  ],
  ["two headers alike", "EMAIL;Âge;age\na@b.fr;1;2", { failure: "HEADER_DUPLICATE" }],
  [
    "1,048,576 rows, all but two of them empty",
    sheet(
      xmlRow(1, ["EMAIL"]) +
        Array.from({ length: 1_048_574 }, (_, i) => `<row r="${i + 2}"/>`).join("") +
        xmlRow(1_048_576, ["a@b.fr"]),
    ),
    { status: "checked", created: 1, total: 1 },
  ],
])(
  "%s",
  async (_, content, expected) => {
    const { as, check, db } = await importWorld();
    const me = await as("salesperson");
    const view = await check(me, typeof content === "function" ? await content() : content);
    expect(view).toMatchObject(expected.failure ? { status: "failed", ...expected } : { failure: null, ...expected });
    expect(await db.contact.count()).toBe(0);
    expect((await me.call(contactApi.list, { query: {} })).status).toBe(200);
  },
  60_000,
);

test("a cell of 32,767 characters, one that the database can’t hold, and formulas that failed or have no result, are refused in words, and shown whole; a typed « #N/A » is a name", async () => {
  const { as, check, run, db } = await importWorld();
  const me = await as("salesperson");
  const long = "x".repeat(32_767);
  const rows = [
    ["EMAIL", "NOM", "NOTES"],
    ["a@b.fr", long, ""],
    ["b@b.fr", "Ri_x0007_ou", long],
    ["c@b.fr", "Ri_x0000_ou", ""],
    ["d@b.fr", "#N/A", ""],
  ].map((cells, i) => xmlRow(i + 1, cells));
  const failed = '<row r="6"><c r="A6" t="str"><v>e@b.fr</v></c><c r="B6" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>';
  const unread =
    '<row r="7"><c r="A7" t="str"><v>f@b.fr</v></c><c r="B7"><f>UPPER("riou")</f></c><c r="C7" t="str"><f>A1</f><v></v></c></row>';
  const checked = await check(me, sheet([...rows, failed, unread].join("")));
  expect(reasonsOf(checked)).toEqual([
    [2, "NOM : 120 caractères au plus."],
    [4, expect.stringContaining("NOM : ")],
    [6, "NOM : Cette cellule contient une formule en erreur\u00a0: #DIV/0!."],
    [
      7,
      "NOM : Cette formule est sans résultat dans le fichier\u00a0: ouvrez-le dans un tableur, enregistrez-le, et recommencez.",
    ],
  ]);
  const preview = (await me.call(importApi.rows, { params: { id: checked.id }, query: {} })).body;
  expect(preview.rows.map(({ cells }) => cells[1]?.length)).toEqual([32_767, 5, 5, 4, 7, 0]);
  await run(me, checked.id);
  expect(await db.contact.findMany({ orderBy: { email: "asc" } })).toMatchObject([
    { lastName: "Riou", notes: `<p>${long}</p>` },
    { lastName: "#N/A" },
  ]);
});

test.each(["\t", ",", ";", "|"])(
  "a CSV parted by %j, in each encoding, takes off the guard of formulas",
  async (mark) => {
    const { as, check, importAll, db } = await importWorld();
    const me = await as("salesperson");
    const text =
      ["EMAIL", "NOM", "PRENOM", "ORGANISATION"].join(mark) +
      "\r\n" +
      ["a@b.fr", "'=1+1", "Hélène", "''+33"].join(mark);
    const encoded = [
      Buffer.from(text),
      Buffer.from(`\uFEFF${text}`),
      Buffer.from(text, "latin1"),
      Buffer.from(`\uFEFF${text}`, "utf16le"),
      Buffer.from(`\uFEFF${text}`, "utf16le").swap16(),
    ];
    await importAll(me, encoded[0] ?? "");
    expect(await db.contact.findFirst()).toMatchObject({ lastName: "=1+1", firstName: "Hélène", company: "'+33" });
    for (const content of encoded) expect(await check(me, content)).toMatchObject({ unchanged: 1, refused: 0 });
  },
);

test("fields of text take numbers as a spreadsheet program shows them, others take what the cell holds", async () => {
  const { as, importAll, db } = await importWorld();
  const [due, budget] = [
    await aQuestion(db, { type: "date", code: "ECHEANCE", label: "Échéance" }),
    await aQuestion(db, { type: "amount", code: "BUDGET", label: "Budget" }),
  ];
  const size = await aQuestion(db, {
    ...{ type: "single-choice", code: "TAILLE", label: "Taille" },
    config: { choices: [{ value: "T01", label: "Petite" }] },
  });
  const codes = ['0#" "##" "##" "##" "##', "00000", '"C"0000', "hh:mm", "dd/mm/yy", '#,##0.00 "€"', '"T"00'];
  const styles = `<numFmts>${codes
    .map((code, i) => `<numFmt numFmtId="${164 + i}" formatCode="${code.replaceAll('"', "&quot;")}"/>`)
    .join(
      "",
    )}</numFmts><cellXfs><xf numFmtId="0"/>${codes.map((_, i) => `<xf numFmtId="${164 + i}"/>`).join("")}</cellXfs>`;
  const headers = ["EMAIL", "MOBILE", "CODE_POSTAL", "ORGANISATION", "NOTES", "ECHEANCE", "BUDGET", "TAILLE", "VILLE"];
  const cell = (column: string, style: number, value: string) => `<c r="${column}2" s="${style}"><v>${value}</v></c>`;
  const row = `<row r="2"><c r="A2" t="str"><v>a@b.fr</v></c>${[
    ...[cell("B", 1, "612345678"), cell("C", 2, "1000"), cell("D", 3, "7"), cell("E", 4, "45000.75")],
    ...[cell("F", 5, "46000"), cell("G", 6, "1234.5"), cell("H", 7, "1"), cell("I", 0, "12.5")],
  ].join("")}</row>`;
  const me = await as("salesperson");
  const imported = await importAll(me, zipOf(workbookParts([{ rows: xmlRow(1, headers) + row }], { styles })));
  expect(reasonsOf(imported)).toEqual([]);
  expect(await db.contact.findFirst()).toMatchObject({
    ...{ mobile: "+33612345678", postalCode: "01000", company: "C0007", notes: "<p>18:00</p>", city: "12,5" },
    answers: { [due.id]: "2025-12-09", [budget.id]: 1234.5, [size.id]: "T01" },
  });
});

test("a sheet with known headers is read before « Lisez-moi » and hidden ones", async () => {
  const { as, check } = await importWorld();
  const file = zipOf(
    workbookParts([
      { rows: xmlRow(1, ["EMAIL", "NOM"]) + xmlRow(2, ["cache@b.fr", "Caché"]), hidden: true },
      { rows: xmlRow(1, ["Mode d’emploi"]) + xmlRow(2, ["EMAIL"]) + xmlRow(3, ["Remplir la feuille 2"]) },
      { rows: xmlRow(4, ["EMAIL", "NOM"]) + xmlRow(5, ["a@b.fr", "Riou"]) },
      { rows: xmlRow(1, ["EMAIL", "NOM", "VILLE"]) + xmlRow(2, ["x@b.fr", "Autre", "Brest"]) },
    ]),
  );
  const me = await as("salesperson");
  expect(await check(me, file)).toMatchObject({
    ...{ sheets: ["S1", "S2", "S3", "S0"], total: 1, created: 1, missing: [] },
    details: { sheet: "S2", headerRow: 4 },
  });
  expect(await check(me, file, { sheet: "S3" })).toMatchObject({ details: { sheet: "S3" }, columns: [{}, {}, {}] });
});
