import { Readable } from "node:stream";
import { contactApi, importApi } from "@crm/contract";
import { describe, expect, test } from "vitest";
import { aContact, aQuestion } from "../../test/factories.ts";
import { importWorld, reasonsOf } from "../../test/importing.ts";
import type { TestUser } from "../../test/test-app.ts";

async function world() {
  const on = await importWorld();
  const me = await on.as("salesperson");
  await aQuestion(on.db, { type: "number", code: "TAILLE", label: "Taille" });
  const contact = (over = {}) => aContact(on.db, { organisationId: on.home.id, ownerId: me.id, ...over });
  const rows = async (by: TestUser, id: string, query: object = {}) =>
    (await by.call(importApi.rows, { params: { id }, query })).body;
  const edit = async (by: TestUser, id: string, edits: { row: number; column: number; value: string }[]) => {
    const reply = await by.call(importApi.edit, { params: { id }, body: { edits } });
    if (reply.status === 202) await on.ports.jobs.runAll();
    return { ...reply, view: await on.show(by, id) };
  };
  /** The file of the refused rows. */
  const reported = async (id: string) => {
    const { raw } = await me.call(importApi.report, { params: { id } });
    const lines: string[][] = [];
    for await (const { cells } of on.ports.spreadsheets.rows(async () => Readable.from([raw.rawPayload])))
      lines.push(cells);
    return { name: raw.headers["content-disposition"], lines };
  };
  return { ...on, me, contact, rows, edit, reported };
}

const why = (rule: string) => ({ rule, params: expect.anything() });

const csv = `EMAIL;NOM;TAILLE;Remarque
there@b.fr;Riou;1;a
same@b.fr;Le Goff;;b

x at y;Kervella;beaucoup;c
new@b.fr;Morvan;2;
NEW@b.fr;Morvan;2;d
`;

describe("the preview", () => {
  test("shows each row with what becomes of it, and which cells are at fault", async () => {
    const { me, contact, check, rows, db } = await world();
    const { id: questionId } = await db.question.findFirstOrThrow();
    await contact({ email: "there@b.fr", lastName: "Avant", answers: { [questionId]: 1 } });
    await contact({ email: "same@b.fr", lastName: "Le Goff" });
    const { id, refused, duplicates } = await check(me, csv);
    expect([refused, duplicates]).toEqual([2, 1]);
    const preview = await rows(me, id);
    expect(preview).toEqual({
      total: 5,
      rows: [
        { row: 2, cells: ["there@b.fr", "Riou", "1", "a"], edited: [], outcome: "changed", issues: [] },
        { row: 3, cells: ["same@b.fr", "Le Goff", "", "b"], edited: [], outcome: "unchanged", issues: [] },
        {
          ...{ row: 5, cells: ["x at y", "Kervella", "beaucoup", "c"], edited: [], outcome: "refused" },
          issues: [
            { column: 0, message: "Cette adresse e-mail n’est pas valable.", ...why("invalid_format") },
            { column: 2, message: "Indiquez un nombre.", ...why("invalid_type") },
          ],
        },
        { row: 6, cells: ["new@b.fr", "Morvan", "2"], edited: [], outcome: "new", issues: [] },
        {
          ...{ row: 7, cells: ["NEW@b.fr", "Morvan", "2", "d"], edited: [], outcome: "duplicate" },
          issues: [{ column: 0, message: "Même e-mail que la ligne 6.", rule: "sameEmail", params: { row: 6 } }],
        },
      ],
    });
    expect((await rows(me, id, { from: 3, size: 2 })).rows.map(({ row, outcome }) => [row, outcome])).toEqual([
      [6, "new"],
      [7, "duplicate"],
    ]);
    expect((await rows(me, id, { from: 9 })).rows).toEqual([]);
    const bad = await rows(me, id, { only: "refused", from: 1, size: 1 });
    expect([bad.total, bad.rows.map(({ row, outcome }) => [row, outcome])]).toEqual([2, [[7, "duplicate"]]]);
  });

  test("is nobody else's, and shows rows that can't be judged yet", async () => {
    const { me, as, check, rows } = await world();
    const { id } = await check(me, "Qui;Quoi\nRiou;a@b.fr\n");
    expect((await rows(me, id)).rows).toEqual([
      { row: 2, cells: ["Riou", "a@b.fr"], edited: [], outcome: "refused", issues: [] },
    ]);
    const colleague = await as("salesperson");
    for (const reply of [
      await colleague.call(importApi.rows, { params: { id }, query: {} }),
      await colleague.call(importApi.edit, { params: { id }, body: { edits: [{ row: 2, column: 0, value: "" }] } }),
    ])
      expect(reply.status).toBe(404);
  });
});

describe("cells corrected on screen", () => {
  test("are judged and imported as corrected, again and again", async () => {
    const { me, check, rows, edit, run, db } = await world();
    const { id } = await check(me, csv);
    const first = await edit(me, id, [
      { row: 5, column: 0, value: "x@y.fr" },
      { row: 5, column: 2, value: "beaucoup trop" },
      { row: 6, column: 3, value: "remarque" },
    ]);
    expect(first.body).toMatchObject({ status: "checking" });
    expect(reasonsOf(first.view)).toEqual([
      [5, "TAILLE : Indiquez un nombre."],
      [7, "EMAIL : Même e-mail que la ligne 6."],
    ]);
    const { view } = await edit(me, id, [
      { row: 5, column: 2, value: "1 234,5" },
      { row: 7, column: 0, value: "=other@b.fr" },
      { row: 7, column: 0, value: "other@b.fr" },
      { row: 1, column: 0, value: "NOM" },
      { row: 999, column: 0, value: "nobody@b.fr" },
    ]);
    expect(view).toMatchObject({ refused: 0, created: 5 });
    expect((await rows(me, id, { from: 2, size: 1 })).rows).toEqual([
      { row: 5, cells: ["x@y.fr", "Kervella", "1 234,5", "c"], edited: [0, 2], outcome: "new", issues: [] },
    ]);
    expect(await run(me, id)).toMatchObject({ created: 5, refused: 0 });
    const { id: questionId } = await db.question.findFirstOrThrow();
    expect(await db.contact.findFirst({ where: { email: "x@y.fr" } })).toMatchObject({
      answers: { [questionId]: 1234.5 },
    });
    const late = await me.call(importApi.edit, { params: { id }, body: { edits: [{ row: 5, column: 0, value: "" }] } });
    expect(late.body).toMatchObject({ code: "IMPORT_NOT_READY" });
  });

  test("are bounded, in one go and in all", async () => {
    const { me, check, edit, db } = await world();
    const { id } = await check(me, csv);
    const many = (count: number, from = 0) =>
      Array.from({ length: count }, (_, i) => ({ row: from + i + 1, column: 9, value: "x" }));
    expect((await edit(me, id, many(501))).status).toBe(422);
    await db.importEdit.createMany({ data: many(4999, 10_000).map((edit) => ({ importId: id, ...edit })) });
    expect((await edit(me, id, many(2))).body).toMatchObject({
      code: "VALIDATION_FAILED",
      issues: [{ path: "body/edits" }],
    });
    expect(await db.importEdit.count()).toBe(4999);
    expect((await edit(me, id, [{ row: 2, column: 0, value: "a\0b" }])).status).toBe(422);
  });
});

test("the refused rows, mended in their report, come in; a second report holds its columns once", async () => {
  const { me, importAll, reported, db } = await world();
  const text = (rows: string[][]) => rows.map((cells) => cells.map((cell) => `"${cell}"`).join(";")).join("\n");
  const { lines: rows } = await reported((await importAll(me, csv)).id);
  expect(rows[0]).toEqual(["EMAIL", "NOM", "TAILLE", "Remarque", "Ligne", "Colonne", "Motif"]);
  const still = await importAll(me, text(rows).replace("x at y", "x@y.fr"));
  expect(still).toMatchObject({ refused: 1, unchanged: 1 });
  const { lines: second } = await reported(still.id);
  expect(second[0]).toEqual(rows[0]);
  expect(second[1]?.slice(-3)).toEqual(["2", "TAILLE", "Indiquez un nombre."]);
  expect(await importAll(me, text(second).replace("beaucoup", "3"))).toMatchObject({ created: 1, refused: 0 });
  expect((await me.call(contactApi.list, { query: { search: "Kervella" } })).body.rows).toHaveLength(1);
  expect(await db.contact.count()).toBe(4);
});

test("whoever works in English gets the file of refused rows in English, and it comes in again", async () => {
  const { me, importAll, reported, show } = await world();
  const { id } = await importAll(me, csv, { language: "en" });
  const { name, lines } = await reported(id);
  expect(name).toContain("Refused rows");
  expect(lines).toEqual([
    ["EMAIL", "NOM", "TAILLE", "Remarque", "Row", "Column", "Reason"],
    [
      ...["x at y", "Kervella", "beaucoup", "c", "5"],
      ...["EMAIL\nTAILLE", "This email address is not valid.\nEnter a number."],
    ],
    ["NEW@b.fr", "Morvan", "2", "d", "7", "EMAIL", "Same email as row 6."],
  ]);
  // Told in French as well, for whoever reads the API.
  expect(reasonsOf(await show(me, id))[1]).toEqual([7, "EMAIL : Même e-mail que la ligne 6."]);
  const text = lines.map((cells) => cells.map((cell) => `"${cell}"`).join(";")).join("\n");
  const again = await importAll(me, text.replace("x at y", "x@y.fr"), { language: "en" });
  expect(again.columns.slice(-3).map(({ code }) => code)).toEqual([null, null, null]);
  expect((await reported(again.id)).lines[0]).toEqual(lines[0]);
});
