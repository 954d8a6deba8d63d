import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { CsvText } from "@crm/contract";
import fc from "fast-check";
import iconv from "iconv-lite";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { SheetReading, SheetRow } from "../ports/spreadsheet.ts";
import { sheetLimits } from "./spreadsheet/sheet.limits.ts";
import { sheetRows } from "./spreadsheet/sheet.reader.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "crm-test-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function read(content: Buffer | string, asked: SheetReading = {}) {
  const path = join(folder, "file");
  await writeFile(path, content);
  const rows: SheetRow[] = [];
  let text: CsvText | undefined;
  const onBook: SheetReading["onBook"] = (book) => {
    text = book.text;
  };
  for await (const batch of sheetRows(path, sheetLimits, { ...asked, onBook })) rows.push(...batch);
  return { rows, text };
}
const cells = async (content: Buffer | string, asked: SheetReading = {}) =>
  (await read(content, asked)).rows.map((row) => row.cells);
const latin1 = (text: string) => Buffer.from(text, "latin1");

describe("the encoding of a CSV is told by its letters", () => {
  /** As a Macintosh wrote it, byte by byte. */
  const mac = latin1(
    "NOM;PRENOM;ORGANISATION;VILLE\r\nLef\x8fvre;Zo\x91;Soci\x8et\x8e g\x8en\x8erale d\xd5\x8et\x8e;Orl\x8eans\r\nB\xcfuf;Aur\x8elie;No\x91l & Fils;Ch\x89teau-Thierry\r\n",
  );
  const french = [
    ["NOM", "PRENOM", "ORGANISATION", "VILLE"],
    ["Lefèvre", "Zoë", "Société générale d’été", "Orléans"],
    ["Bœuf", "Aurélie", "Noël & Fils", "Château-Thierry"],
  ];

  test("Mac Roman, with what the others would make of it to choose by", async () => {
    const { rows, text } = await read(mac);
    expect(rows.map((row) => row.cells)).toEqual(french);
    expect(text).toEqual({
      ...{ encoding: "macintosh", delimiter: ";", doubtful: { count: 0, lines: [] } },
      samples: {
        macintosh: "Lefèvre Zoë Société générale",
        "utf-8": "Lef\uFFFDvre Zo\uFFFD Soci\uFFFDt\uFFFD g\uFFFDn\uFFFDrale",
        "windows-1252": "Lef\uFFFDvre Zo‘ SociŽtŽ gŽnŽrale",
        cp850: "LefÅvre Zoæ SociÄtÄ gÄnÄrale",
      },
    });
    expect((await read(mac, { encoding: "windows-1252" })).text).toMatchObject({ encoding: "windows-1252" });
  });

  test("CP850, whose apostrophe is a plain one", async () => {
    const dos = latin1("NOM;VILLE\r\nLef\x8avre;Orl\x82ans\r\nGar\x87on;B\x82ziers\r\n\x90tienne;\x85 venir\r\n");
    const { rows, text } = await read(dos);
    expect(text?.encoding).toBe("cp850");
    expect(rows.slice(1).map((row) => row.cells)).toEqual([
      ["Lefèvre", "Orléans"],
      ["Garçon", "Béziers"],
      ["Étienne", "à venir"],
    ]);
  });

  const words = [
    "Lefèvre", "Société générale", "HÔTEL DE LA CÔTE", "Bœuf", "NOËL", "Ça et là", "l’été", "« Le Lion »", "Béziers",
    "GÉRARD", "Île-de-France", "Nîmes", "Müller", "Šimek", "Núñez", "12 °C", "Forêt", "où", "Aÿ", "DÉCÈS",
  ]; // biome-ignore format: a list of words
  test.each(["utf-8", "windows-1252", "macintosh", "cp850"] as const)("%s: any French words", async (encoding) => {
    const known = words.filter((word) => iconv.decode(iconv.encode(word, encoding), encoding) === word);
    const some = fc.array(fc.constantFrom(...known), { minLength: 3, maxLength: 12 });
    const told = async (chosen: string[]) => {
      // What every file of people has: an e in the acute, somewhere.
      const lines = [...chosen, "Amélie"].map((word) => `x;${word}\n`).join("");
      const { rows, text } = await read(iconv.encode(lines, encoding));
      expect(text).toMatchObject({ encoding, doubtful: { count: 0 } });
      expect(rows.map((row) => row.cells[1])).toEqual([...chosen, "Amélie"]);
    };
    await fc.assert(fc.asyncProperty(some, told), { numRuns: 60, seed: 1 });
  });

  test("UTF-16 without its mark", async () => {
    for (const content of [Buffer.from("é;b\nc;d\n", "utf16le"), Buffer.from("é;b\nc;d\n", "utf16le").swap16()])
      expect(await cells(content)).toEqual([
        ["é", "b"],
        ["c", "d"],
      ]);
  });

  test("a line that breaks UTF-8 leaves the others as they are, and is named with what it may say", async () => {
    const file = Buffer.concat([
      Buffer.from("NOM;PRENOM;VILLE\r\nLefèvre;Zoé;Orléans\r\n"),
      latin1("M\xfcller;Luc;B\xe9ziers\r\n"),
    ]);
    const { rows, text } = await read(file);
    expect(text).toMatchObject({ encoding: "utf-8", doubtful: { count: 1, lines: [3] } });
    const fault = (column: number, given: string) => ({
      ...{ column, rule: "doubtfulText", params: { line: 3, given, encoding: "Windows-1252" } },
    });
    expect(rows.slice(1)).toEqual([
      { row: 2, cells: ["Lefèvre", "Zoé", "Orléans"] },
      {
        ...{ row: 3, cells: ["M\uFFFDller", "Luc", "B\uFFFDziers"] },
        faults: [fault(0, "Müller"), fault(2, "Béziers")],
      },
    ]);
    expect((await cells(file, { encoding: "windows-1252" })).map(([first]) => first)).toEqual([
      ...["NOM", "LefÃ¨vre", "Müller"],
    ]);
  });

  test("a line of UTF-8, or of a Macintosh, among others of windows-1252 is named too", async () => {
    const usual = latin1("NOM\nLef\xe8vre\nB\xe9n\xe9dicte\nGar\xe7on\n");
    const { rows, text } = await read(Buffer.concat([usual, Buffer.from("Zoé\n"), latin1("Am\x8elie\n")]));
    expect(text).toMatchObject({ encoding: "windows-1252", doubtful: { count: 2, lines: [5, 6] } });
    expect(rows.flatMap(({ row, faults = [] }) => faults.map(({ params }) => [row, params["given"]]))).toEqual([
      [5, "Zoé"],
      [6, "Amélie"],
    ]);
  });

  test("without any letter beyond ASCII there is nothing to choose by", async () => {
    expect((await read("a;b\n")).text).toMatchObject({ encoding: "utf-8", samples: {}, doubtful: { count: 0 } });
  });
});

describe("what parts a CSV is told by most of its lines", () => {
  test.each<[string, string, string, string[]]>([
    ["quoted tabs", '"NOM"\t"PRENOM"\t"EMAIL"\r\n"Dupont"\t"Jean"\t"a@b.fr"\r\n', "\t", ["Dupont", "Jean", "a@b.fr"]],
    [
      "commas in the header",
      "NOM (obligatoire, sans accent, en capitales);PRENOM (facultatif, en minuscules, sans point);EMAIL\r\nDupont;Jean;a@b.fr\r\n",
      ";",
      ["Dupont", "Jean", "a@b.fr"],
    ],
    [
      "a title with commas above",
      "Contacts, prospects, clients\n# exporté le 12/03, par Jean, de Lyon\nNOM;EMAIL\nDupont;a@b.fr\nMartin;c@d.fr\n",
      ";",
      ["Martin", "c@d.fr"],
    ],
    ["semicolons in a cell", "NOM,CHOIX\nDupont,INT;EXT\nMartin,DEP;INT\n", ",", ["Martin", "DEP;INT"]],
    ["an address with commas", "NOM;ADRESSE\nA;1, rue X, Nice\nB;2, rue Y, Lyon\n", ";", ["B", "2, rue Y, Lyon"]],
    [
      "commas in the lines of notes",
      'CODE;NOTES\nA;"Vu, revu\nappeler, écrire\nfin, ""suite"""\nB;"Vu, revu\nappeler, écrire\nfin"\n',
      ";",
      ["B", "Vu, revu\nappeler, écrire\nfin"],
    ],
    ["decimal commas", "A;B\n12,5;13,5\n1,5;2,5\n", ";", ["1,5", "2,5"]],
    ["one column", "EMAIL\na@b.fr\n", ";", ["a@b.fr"]],
  ])("%s", async (_, content, delimiter, last) => {
    const { rows, text } = await read(content);
    expect(text?.delimiter).toBe(delimiter);
    expect(rows.at(-1)?.cells).toEqual(last);
  });

  test("unless a person says it", async () => {
    const { rows, text } = await read("a,b;c\n", { delimiter: "," });
    expect([rows[0]?.cells, text?.delimiter]).toEqual([["a", "b;c"], ","]);
  });
});

describe("malformed quotes eat no row", () => {
  const told = async (content: string) =>
    (await read(content)).rows.map(({ row, cells, faults = [] }) => [
      ...[row, cells.join("|")],
      ...faults.map(({ rule, column, params }) => `${rule} ${column} ${params["line"]}`),
    ]);

  test("an opening one without its end", async () => {
    expect(await told('NOM;EMAIL\r\n"Hôtel;a@b.fr\r\nMartin;c@d.fr\r\n"Le Lion";e@f.fr\r\nFin;g@h.fr\r\n')).toEqual([
      [1, "NOM|EMAIL"],
      [2, '"Hôtel|a@b.fr', "openQuote 0 2"],
      [3, "Martin|c@d.fr"],
      [4, "Le Lion|e@f.fr"],
      [5, "Fin|g@h.fr"],
    ]);
    const many = Array.from({ length: 300 }, (_, i) => `Nom${i};Jean;u${i}@b.fr;x`);
    const rows = await told(["NOM;PRENOM;EMAIL;NOTES", '"Dupont;Jean;u@b.fr;x', ...many].join("\n"));
    expect([rows.length, rows[1]?.[2], rows.filter((row) => row.length > 2).length]).toEqual([302, "openQuote 0 2", 1]);
  });

  test("two that would make one cell of three people", async () => {
    const rows = await told('NOM;PRENOM;EMAIL\n"Hôtel;A;a@b.fr\nMartin;B;c@d.fr\nécran 27";C;e@f.fr\nFin;D;g@h.fr\n');
    expect(rows.slice(1)).toEqual([
      [2, '"Hôtel|A|a@b.fr', "openQuote 0 2"],
      [3, "Martin|B|c@d.fr"],
      [4, 'écran 27"|C|e@f.fr'],
      [5, "Fin|D|g@h.fr"],
    ]);
    expect(await told('NOM;EMAIL\n"Hôtel;a@b.fr\nLion";c@d.fr\n')).toEqual([
      [1, "NOM|EMAIL"],
      [2, '"Hôtel|a@b.fr', "openQuote 0 2"],
      [3, 'Lion"|c@d.fr', "afterQuote 0 2"],
    ]);
  });

  test("one in the middle of a cell, and the rest of the cell below", async () => {
    const rows = await told('EMAIL;NOTES;VILLE\na@b.fr;"dit "oui" puis\nnon";Nice\n\nc@d.fr;ok;Lyon\ne@f.fr;x\n');
    expect(rows).toEqual([
      [1, "EMAIL|NOTES|VILLE"],
      [2, 'a@b.fr|"dit "oui" puis', "strayQuote 1 2"],
      [3, 'non"|Nice', "afterQuote 0 2"],
      [5, "c@d.fr|ok|Lyon"],
      [6, "e@f.fr|x"],
    ]);
    expect(await told('a;"Le Lion" de Paris;c\n"";"a ""b""" ;\n')).toEqual([
      [1, 'a|"Le Lion" de Paris|c', "strayQuote 1 1"],
      [2, '|a "b"'],
    ]);
  });

  test("but cells of several lines, with delimiters and quotes, are read whole", async () => {
    const notes = 'un;deux "trois"\r\n\r\nquatre;cinq';
    expect(await cells(`EMAIL;NOTES\r\na@b.fr;"${notes.replaceAll('"', '""')}"\r\nc@d.fr;x\r\n`)).toEqual([
      ["EMAIL", "NOTES"],
      ["a@b.fr", notes],
      ["c@d.fr", "x"],
    ]);
  });

  test("any quotes, line ends and delimiters: as many rows as lines, or cells that were written", async () => {
    const text = fc.string({ unit: fc.constantFrom('"', ";", "\n", "\r", "a", " ", "é"), maxLength: 12 });
    const round = async (table: string[][]) => {
      const written = table.map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(";")).join("\r\n");
      const { rows } = await read(`"w";"x";"y";"z"\r\n${written}`);
      for (const { row, cells, faults } of rows.slice(1))
        if (!faults)
          expect([...cells, "", "", "", ""].slice(0, 4).map((cell) => cell.trim())).toEqual(
            table[row - 2]?.map((cell) => cell.trim()),
          );
    };
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(text, text, text, text), { minLength: 1, maxLength: 4 }), round),
      {
        ...{ numRuns: 100, seed: 1 },
      },
    );
    const survives = async (content: string) => {
      const { rows } = await read(`N;E\n${content}`);
      const kept = rows
        .flatMap((row) => row.cells)
        .join("")
        .replace(/[\s;"]/g, "");
      expect(kept).toBe(`NE${content.replace(/[\s;"]/g, "")}`);
    };
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: fc.constantFrom('"', ";", "\n", "\r", "a", "b"), maxLength: 40 }), survives),
      {
        ...{ numRuns: 300, seed: 1 },
      },
    );
  });
});
