import { type ImportOptions, importApi } from "@crm/contract";
import { expect, test } from "vitest";
import type { z } from "zod";
import { importWorld, reasonsOf } from "../../test/importing.ts";

const latin1 = (text: string) => Buffer.from(text, "latin1");
type Asked = Partial<z.input<typeof ImportOptions>>;

/** What a person does on the screen: the same file, read otherwise. */
async function world() {
  const made = await importWorld();
  const me = await made.as("salesperson");
  async function readAgain(id: string, options: Asked) {
    const { status } = await me.call(importApi.change, { params: { id }, body: { options } });
    expect(status).toBe(202);
    await made.ports.jobs.runAll();
    return made.show(me, id);
  }
  return { ...made, me, readAgain };
}

test("malformed quotes refuse their rows, each with its line and why; corrected on screen, they are imported", async () => {
  const { me, check, run, show, ports, db } = await world();
  const checked = await check(
    me,
    'NOM;EMAIL\r\n"Hôtel;a@b.fr\r\nMartin;c@d.fr\r\n"Le Lion";e@f.fr\r\n"Bar" du Port;g@h.fr\r\n',
  );
  expect(checked).toMatchObject({ status: "checked", total: 4, created: 2, refused: 2 });
  expect(reasonsOf(checked)).toEqual([
    [2, "NOM : Un guillemet s’ouvre ici (ligne 2 du fichier) et ne se referme pas."],
    [5, "NOM : Un guillemet est mal placé dans cette cellule (ligne 5 du fichier)\u00a0: doublez-le, ou retirez-le."],
  ]);
  const edits = [
    { row: 2, column: 0, value: "Hôtel" },
    { row: 5, column: 0, value: "Bar du Port" },
  ];
  await me.call(importApi.edit, { params: { id: checked.id }, body: { edits } });
  await ports.jobs.runAll();
  expect(await show(me, checked.id)).toMatchObject({ created: 4, refused: 0 });
  await run(me, checked.id);
  const names = (await db.contact.findMany({ orderBy: { email: "asc" } })).map(({ lastName }) => lastName);
  expect(names).toEqual(["Hôtel", "Martin", "Le Lion", "Bar du Port"]);
});

test("a quote that is never closed costs its own line and no other", async () => {
  const { me, check } = await world();
  const rows = Array.from({ length: 28 }, (_, i) => `Nom${i + 2};Jean;u${i + 2}@b.fr;x`);
  const checked = await check(me, ["NOM;PRENOM;EMAIL;NOTES", '"Dupont;Jean;u1@b.fr;x', ...rows].join("\r\n"));
  expect(checked).toMatchObject({ total: 29, created: 28, refused: 1 });
  expect(reasonsOf(checked)).toEqual([
    [2, "NOM : Un guillemet s’ouvre ici (ligne 2 du fichier) et ne se referme pas."],
  ]);
});

test.each([
  ["opportunity", "TYPE;EMAIL", "TYPE"],
  ["submission", "FORMULAIRE;EMAIL", "FORMULAIRE"],
] as const)("a file of %s is told the same", async (record, header, column) => {
  const { me, check } = await world();
  expect(reasonsOf(await check(me, `${header}\n"Vente;a@b.fr\n`, {}, record))).toEqual([
    [2, `${column} : Un guillemet s’ouvre ici (ligne 2 du fichier) et ne se referme pas.`],
  ]);
});

test("letters tell the encoding, a person may say another, and what was assumed is told", async () => {
  const { me, check, run, readAgain, db } = await world();
  const mac = latin1(
    "NOM;PRENOM;VILLE;EMAIL\r\nLef\x8fvre;Zo\x91;Orl\x8eans;zoe@b.fr\r\nB\xcfuf;Aur\x8elie;Ch\x89teau;a@b.fr\r\n",
  );
  const checked = await check(me, mac);
  expect(checked).toMatchObject({
    details: { text: { encoding: "macintosh", delimiter: ";", doubtful: { count: 0 } } },
    columns: [{ sample: ["Lefèvre", "Bœuf"] }, {}, { sample: ["Orléans", "Château"] }, {}],
  });
  const other = await readAgain(checked.id, { encoding: "cp850" });
  expect(other).toMatchObject({
    details: { text: { encoding: "cp850" } },
    columns: [{ sample: ["LefÅvre", "B¤uf"] }, {}, {}, {}],
  });
  await run(me, (await readAgain(checked.id, {})).id);
  expect(await db.contact.findFirst({ where: { email: "a@b.fr" } })).toMatchObject({
    lastName: "Bœuf",
    city: "Château",
  });
});

test("a line that breaks UTF-8 is refused where its column is read, with what it may say", async () => {
  const { me, check, readAgain } = await world();
  const file = Buffer.concat([
    Buffer.from("NOM;PRENOM;EMAIL;DIVERS\r\nLefèvre;Zoé;zoe@b.fr;é\r\n"),
    latin1("M\xfcller;J\xf6rg;jorg@b.fr;x\r\nMartin;Luc;luc@b.fr;\xe9t\xe9\r\n"),
    Buffer.from("Noël;Éva;eva@b.fr;é\r\n"),
  ]);
  const checked = await check(me, file);
  const told = (given: string) =>
    `Lettres douteuses (ligne 3 du fichier), peut-être « ${given} » en Windows-1252. Corrigez la cellule, ou choisissez un autre codage.`;
  expect(reasonsOf(checked)).toEqual([[3, `NOM : ${told("Müller")}`, `PRENOM : ${told("Jörg")}`]]);
  expect(checked).toMatchObject({
    ...{ created: 3, refused: 1 },
    details: { text: { encoding: "utf-8", doubtful: { count: 2, lines: [3, 4] } } },
  });
  expect(await readAgain(checked.id, { encoding: "windows-1252" })).toMatchObject({ created: 4, refused: 0 });
});

test("what parts the cells is found, or said; corrections of the cells before are forgotten then", async () => {
  const { me, check, readAgain, ports, db } = await world();
  const checked = await check(me, "Export, du CRM\nNOM (en capitales, sans accent);EMAIL\nDupont;a@b.fr\n");
  expect(checked).toMatchObject({ created: 1, details: { headerRow: 2, text: { delimiter: ";" } } });
  const edits = [{ row: 3, column: 1, value: "x@y.fr" }];
  await me.call(importApi.edit, { params: { id: checked.id }, body: { edits } });
  await ports.jobs.runAll();
  expect(await readAgain(checked.id, { delimiter: "," })).toMatchObject({
    ...{ missing: ["EMAIL"], details: { text: { delimiter: "," } } },
  });
  expect(await db.importEdit.count()).toBe(0);
  expect(await readAgain(checked.id, {})).toMatchObject({ created: 1, missing: [] });
});
