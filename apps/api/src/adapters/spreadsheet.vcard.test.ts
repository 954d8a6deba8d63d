import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { CsvText } from "@crm/contract";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { SheetReading, SheetRow } from "../ports/spreadsheet.ts";
import { sheetLimits } from "./spreadsheet/sheet.limits.ts";
import { sheetRows } from "./spreadsheet/sheet.reader.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "crm-test-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function read(content: Buffer | string, limits = sheetLimits) {
  const path = join(folder, "file");
  await writeFile(path, content);
  const rows: SheetRow[] = [];
  let text: CsvText | undefined;
  const onBook: SheetReading["onBook"] = (book) => {
    text = book.text;
  };
  for await (const batch of sheetRows(path, limits, { onBook })) rows.push(...batch);
  return { rows, text };
}
/** The cards as records, without blank cells; faults as « rule line given ». */
async function cards(content: Buffer | string) {
  const { rows } = await read(content);
  const [head, ...others] = rows;
  return others.map(({ cells, faults }) => ({
    ...Object.fromEntries(cells.flatMap((cell, i) => (cell === "" ? [] : [[head?.cells[i] ?? "", cell]]))),
    ...(faults && { faults: faults.map(({ rule, params }) => Object.values({ rule, ...params }).join(" ")) }),
  }));
}
const lines = (...all: string[]) => all.join("\r\n");
const card = (version: string, ...properties: string[]) =>
  lines("BEGIN:VCARD", `VERSION:${version}`, ...properties, "END:VCARD", "");

const old = card(
  "2.1",
  "N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Lef=C3=A8vre=3B dit;Zo=C3=AB;;M.;",
  "ORG;CHARSET=ISO-8859-1;QUOTED-PRINTABLE:Soci=E9t=E9;Achats",
  "TITLE:Directeur",
  "TEL;WORK;VOICE:01 99 00 12 34",
  "TEL;CELL:06 39 98 12 34",
  "TEL;WORK;FAX:01 99 00 12 35",
  "ADR;WORK;ENCODING=QUOTED-PRINTABLE:;;12 rue des Lilas=0D=0AB=C3=A2t. B;Soissons;;02200;Fra=",
  "nce",
  "EMAIL;INTERNET:zoe@client.test",
  "NOTE:Vu au",
  "  salon",
  "PHOTO;JPEG;ENCODING=BASE64:",
  " /9j/4AAQSkZJRgABAQ",
  "AAAQABAAD",
  "",
  "AGENT:",
  "BEGIN:VCARD",
  "N:Autre;Personne",
  "END:VCARD",
);
const usual = card(
  "3.0",
  "N:Le Goff;Camille;Marie;Mme;PhD",
  "FN:Camille Le Goff",
  "ORG:Menuiserie Le Goff\\, père \\; fils;",
  "item1.EMAIL;type=INTERNET:perso@client.test",
  "item2.EMAIL;type=INTERNET;type=WORK;type=pref:pro@client.test",
  "item3.TEL:+33 6 39 98 00 01",
  "item3.X-ABLabel:_$!<Mobile>!$_",
  "TEL;TYPE=HOME,VOICE:+33 1 99 00 00 01",
  "item4.ADR;type=HOME:;;1 rue A;Laon;;02000;France",
  "item5.ADR;type=WORK:BP 3;Bât. B;2\\, rue B;Soissons;Aisne;02200;France",
  "item6.URL:https\\://exemple.test/a",
  "NOTE:Une ligne\\nune autre très très long",
  " ue\\, fin",
  "BDAY;VALUE=date:1970-03-01",
);
const recent = card(
  "4.0",
  'N;SORT-AS="Harten;Rene":Van;René;;;',
  'TEL;VALUE=uri;PREF=2;TYPE="voice,home":tel:+33-1-99-00-00-02',
  "TEL;VALUE=uri;PREF=1;TYPE=work:tel:+33-1-99-00-00-03;ext=12",
  "TEL;VALUE=uri;TYPE=cell:tel:+33-6-39-98-00-02",
  "EMAIL:rene@client.test",
  "BDAY:19700301",
);

const facts = [
  {
    ...{ NOM: "Lefèvre; dit", PRENOM: "Zoë", CIVILITE: "M.", ORGANISATION: "Société", SERVICE: "Achats" },
    ...{ EMAIL: "zoe@client.test", TELEPHONE: "01 99 00 12 34", MOBILE: "06 39 98 12 34", FAX: "01 99 00 12 35" },
    ...{ ADRESSE: "12 rue des Lilas\nBât. B", VILLE: "Soissons", CODE_POSTAL: "02200", PAYS: "France" },
    ...{ FONCTION: "Directeur", NOTES: "Vu au  salon" },
  },
  {
    ...{ NOM: "Le Goff", PRENOM: "Camille Marie", CIVILITE: "Mme", SUFFIXE_NOM: "PhD" },
    ...{
      ORGANISATION: "Menuiserie Le Goff, père ; fils",
      EMAIL: "pro@client.test",
      AUTRES_EMAILS: "perso@client.test",
    },
    ...{ TELEPHONE: "+33 1 99 00 00 01", MOBILE: "+33 6 39 98 00 01", ADRESSE: "Bât. B, 2, rue B, BP 3" },
    ...{ VILLE: "Soissons", REGION: "Aisne", CODE_POSTAL: "02200", PAYS: "France" },
    ...{ AUTRES_ADRESSES: "1 rue A Laon 02000 France", SITE_WEB: "https://exemple.test/a" },
    ...{ NOTES: "Une ligne\nune autre très très longue, fin", DATE_NAISSANCE: "1970-03-01" },
  },
  {
    ...{ NOM: "Van", PRENOM: "René", EMAIL: "rene@client.test", TELEPHONE: "+33-1-99-00-00-03 poste 12" },
    ...{ AUTRES_TELEPHONES: "+33-1-99-00-00-02", MOBILE: "+33-6-39-98-00-02", DATE_NAISSANCE: "1970-03-01" },
  },
];

test.each([
  ["2.1", old, facts[0]],
  ["3.0", usual, facts[1]],
  ["4.0", recent, facts[2]],
])("a card of version %s is a row", async (_, content, expected) => {
  expect(await cards(content)).toEqual([expected]);
});

test.each([
  ["UTF-8 with a mark", (text: string) => Buffer.from(`\uFEFF${text}`), "utf-8"],
  ["UTF-16", (text: string) => Buffer.from(`\uFEFF${text}`, "utf16le"), "utf-16le"],
  ["windows-1252", (text: string) => Buffer.from(text, "latin1"), "windows-1252"],
  ["line ends of Unix", (text: string) => Buffer.from(text.replaceAll("\r\n", "\n")), "utf-8"],
])("many cards in one file: %s", async (_, encode, encoding) => {
  const content = encode(old + usual + recent);
  expect(await cards(content)).toEqual(facts);
  expect((await read(content)).text).toMatchObject({ encoding, delimiter: null, doubtful: { count: 0 } });
  expect((await read(content)).rows.map(({ row }) => row)).toEqual([1, 2, 3, 4]);
});

test("only what some card says has a column, so that no blank cell erases what the file is silent about", async () => {
  const { rows } = await read(card("3.0", "FN:Riou", "EMAIL:a@client.test"));
  expect(rows.map(({ cells }) => cells)).toEqual([
    ["NOM", "EMAIL"],
    ["Riou", "a@client.test"],
  ]);
});

test("a shown name is a last name, unless it is the company's or the e-mail", async () => {
  const content = [
    card("4.0", "FN:Net Hélium", "ORG:Net Hélium", "EMAIL:a@client.test"),
    card("4.0", "FN:b@client.test", "EMAIL:b@client.test"),
    card("3.0", "N:;;;;", "FN:Net Hélium", "X-ABShowAs:COMPANY"),
    card("4.0", "KIND:individual", "FN:Jean Dupont"),
  ];
  expect(await cards(content.join(""))).toEqual([
    { ORGANISATION: "Net Hélium", EMAIL: "a@client.test" },
    { EMAIL: "b@client.test" },
    { ORGANISATION: "Net Hélium" },
    { NOM: "Jean Dupont" },
  ]);
});

test("what is malformed is a row that says why, with its line; its neighbours are whole", async () => {
  const content = lines(
    ...["Mes contacts", "du téléphone", ""],
    ...["BEGIN:VCARD", "N:Riou;Anne", "EMAIL:a@client.test", ""],
    ...["BEGIN:VCARD", "N:Kervella;Luc", "EMAIL b@client.test", "END:VCARD"],
    ...["BEGIN:VCARD", "N;ENCODING=QUOTED-PRINTABLE;CHARSET=X-MARS:=E9;Eve", "END:VCARD"],
    ...["BEGIN:VCARD", "N;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:Lef=E8vre;Eve=", "END:VCARD"],
    ...["BEGIN:VCARD", "END:VCARD", "END:VCARD"],
    ...["BEGIN:VCARD", "N:Le Bon;Jo", "EMAIL:c@client.test", "END:VCARD"],
    ...["BEGIN:VCARD", "N:Coupé;Léo"],
  );
  expect(await cards(content)).toEqual([
    { faults: ["cardOutside 1 Mes contacts"] },
    { NOM: "Riou", PRENOM: "Anne", EMAIL: "a@client.test", faults: ["cardOpen 4"] },
    { NOM: "Kervella", PRENOM: "Luc", faults: ["cardLine 10 EMAIL b@client.test"] },
    { PRENOM: "Eve", faults: ["cardText 13 X-MARS"] },
    { NOM: "Lefvre", PRENOM: "Eve", faults: ["cardText 16 UTF-8"] },
    {},
    { faults: ["cardOutside 20 END:VCARD"] },
    { NOM: "Le Bon", PRENOM: "Jo", EMAIL: "c@client.test" },
    { NOM: "Coupé", PRENOM: "Léo", faults: ["cardOpen 25"] },
  ]);
});

test("letters in doubt are told as those of a CSV are", async () => {
  const bytes = [
    Buffer.from(usual + recent),
    Buffer.from(card("3.0", "N:Lefèvre;Zoë", "EMAIL:z@client.test"), "latin1"),
  ];
  const { rows } = await read(Buffer.concat(bytes));
  expect(rows.at(-1)?.faults?.map(({ rule, params }) => [rule, params["given"]])).toEqual([
    ["doubtfulText", "Lefèvre"],
    ["doubtfulText", "Zoë"],
  ]);
});

test("a CSV that holds a card in a cell is a CSV; too many cards are too many rows", async () => {
  const { rows, text } = await read(`EMAIL;NOM;CARTE\na@client.test;Riou;"\n${card("4.0", "FN:Riou")}"\n`);
  expect([rows.length, text?.delimiter]).toEqual([2, ";"]);
  await expect(read(old + usual + recent, { ...sheetLimits, rows: 3 })).rejects.toMatchObject({
    ...{ code: "TOO_MANY_ROWS", details: { limit: 2 } },
  });
});

test("no text of a card breaks the reader, and none of its cards is lost", async () => {
  const line = fc.string({
    unit: fc.constantFrom(
      "é",
      "=",
      "=C3",
      ";",
      ":",
      "\\",
      "N",
      "TEL",
      " ",
      '"',
      "ENCODING=QUOTED-PRINTABLE",
      "CHARSET=",
      ".",
    ),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(line, { maxLength: 6 }), async (nasty) => {
      const { rows } = await read(recent + lines("BEGIN:VCARD", ...nasty, "END:VCARD", "") + recent);
      expect(rows).toHaveLength(4);
      expect([rows[1]?.cells, rows[1]?.faults]).toEqual([rows[3]?.cells, undefined]);
    }),
    { numRuns: 100 },
  );
});
