import { Readable } from "node:stream";
import { contactApi, importApi, notificationApi } from "@crm/contract";
import { describe, expect, test } from "vitest";
import { aContact, aQuestion } from "../../test/factories.ts";
import { countsOf, importWorld, reasonsOf, sampleFile, sampleQuestions } from "../../test/importing.ts";
import { workbookOf, workbookParts, xmlRow, zipOf } from "../../test/workbook.ts";

/** Everything that imports write, as it lies in the database. */
const written = async ({ db }: Awaited<ReturnType<typeof importWorld>>) => [
  await db.contact.count(),
  await db.auditEvent.count(),
];

describe("real French files", () => {
  test.each(["contacts-briconett.xlsx", "contacts-briconett-windows-1252.csv"] as const)(
    "2.5.6 %s: what the dry run says is what the real run does",
    async (name) => {
      const world = await importWorld();
      const questions = await sampleQuestions(world.db);
      const user = await world.as("salesperson");
      const file = await sampleFile(name);
      const checked = await world.check(user, file);
      expect(countsOf(checked)).toEqual({
        status: "checked",
        total: 2000,
        done: 2000,
        created: 1859,
        updated: 0,
        unchanged: 0,
        refused: 141,
      });
      expect(checked.columns.filter(({ code }) => code === null)).toEqual([]);
      expect(checked.columns.at(-1)).toMatchObject({ code: "NOTES", label: "Carnet de notes" });
      expect(await written(world)).toEqual([0, 0]);
      const counts = await world.db.$queryRaw`
      SELECT regexp_replace(r.value ->> 'message', '\\d+', 'N') AS why, count(*)::int AS rows
      FROM refused_rows, jsonb_array_elements(reasons) AS r GROUP BY 1 ORDER BY 1`;
      expect(counts).toEqual([
        { why: "Ce champ est obligatoire.", rows: 10 },
        { why: "Ce choix n’existe pas\u00a0: Bouche à oreille.", rows: 15 },
        { why: "Cette adresse e-mail n’est pas valable.", rows: 20 },
        { why: "Cette date n’existe pas. Écrivez-la jj/mm/aaaa.", rows: 68 },
        { why: "Même e-mail que la ligne N.", rows: 28 },
      ]);

      const done = await world.run(user, checked.id);
      expect(countsOf(done)).toEqual({ ...countsOf(checked), status: "done" });
      expect(done.refusedRows).toEqual(checked.refusedRows);
      expect(await written(world)).toEqual([1859, 1859]);
      const { notes, ...first } = await world.db.contact.findFirstOrThrow({
        where: { email: "clarisse.riviere1@gmail.com" },
      });
      expect(first).toMatchObject({
        lastName: "RIVIERE",
        firstName: "Clarisse",
        phone: "+33495232004",
        mobile: "+33775938030",
        postalCode: "38296",
        ownerId: user.id,
      });
      expect(first.answers).toEqual({
        [questions.origin.id]: "WEB",
        [questions.type.id]: "CLIENT",
        [questions.optIn.id]: true,
        [questions.date.id]: "2021-03-23",
        [questions.budget.id]: 13_314.11,
        [questions.employees.id]: 83,
        [questions.services.id]: ["EXT"],
      });
      expect(notes).toBe("");
      expect(
        await world.db.contact.count({ where: { notes: { contains: "Rappeler en sept.<br />Très intéressé" } } }),
      ).toBeGreaterThan(100);

      expect(countsOf(await world.importAll(user, file))).toEqual({ ...countsOf(done), created: 0, unchanged: 1859 });
      expect(await written(world)).toEqual([1859, 1859]);
    },
    120_000,
  );
});

describe("headers", () => {
  test("are codes or labels, in any case, order and spacing; others are told and ignored", async () => {
    const { as, check, db } = await importWorld();
    await aQuestion(db, { type: "text", code: "REF_ERP", label: "Référence dans l’ERP" });
    const { columns } = await check(
      await as("admin"),
      "code postal;COURRIEL;reference dans l'erp;Âge;;Code contact\n35000;a@b.fr;1;2;3;4",
    );
    expect(columns.map(({ header, code, label }) => [header, code, label])).toEqual([
      ["code postal", "CODE_POSTAL", "Code postal"],
      ["COURRIEL", "EMAIL", "E-mail"],
      ["reference dans l'erp", "REF_ERP", "Référence dans l’ERP"],
      ["Âge", null, null],
      ["", null, null],
      ["Code contact", null, "Code contact"],
    ]);
  });

  const empty = Array.from({ length: 50_000 }, (_, i) => `<row r="${i + 2}"/>`).join("");
  test.each<[string, string, object, Buffer | string]>([
    ["none", "HEADER_MISSING", {}, " \n;\n"],
    ["an empty first line", "HEADER_MISSING", {}, workbookOf([[], ["a@b.fr", "Le Denmat"]])],
    ["none that is known", "HEADER_UNKNOWN", { headers: ["Foo", "Bar"] }, "Foo;Bar\n1;2"],
    ["no e-mail", "EMAIL_COLUMN_MISSING", {}, "NOM\nLe Denmat"],
    ["the same twice", "HEADER_DUPLICATE", { header: "Âge", columns: ["A", "C"] }, "Age;EMAIL;Âge\n1;a@b.fr;2"],
    [
      "two for one field",
      "HEADER_DUPLICATE",
      { header: "E-mail", headers: ["EMAIL", "E-mail"], columns: ["A", "B"] },
      "EMAIL;E-mail\na@b.fr;a@b.fr",
    ],
    ["and nothing below", "NO_ROWS", {}, zipOf(workbookParts([{ rows: xmlRow(1, ["EMAIL"]) + empty }]))],
    ["an HTML page", "FILE_NOT_A_SPREADSHEET", {}, "<html><table><tr><td>EMAIL"],
    ["half a workbook", "FILE_BROKEN", {}, workbookOf([["EMAIL"], ["a@b.fr"]]).subarray(0, -100)],
  ])("%s: %s, kept on the import and told by the bell", async (_, code, details, content) => {
    const world = await importWorld();
    const user = await world.as("admin");
    const failed = await world.check(user, content);
    expect(failed).toMatchObject({ status: "failed", failure: code, details, done: 0, refused: 0 });
    expect(failed.finishedAt).not.toBeNull();
    expect((await user.call(notificationApi.list, {})).body).toMatchObject({
      unread: 1,
      rows: [{ kind: "import.failed", data: { importId: failed.id, code } }],
    });
    expect((await user.call(importApi.run, { params: { id: failed.id } })).body).toMatchObject({
      code: "IMPORT_NOT_READY",
    });
    expect(await written(world)).toEqual([0, 0]);
    expect((await user.call(contactApi.list, { query: {} })).status).toBe(200);
  });
});

describe("rows", () => {
  test("with a cell at fault are refused whole, each with where and why", async () => {
    const { as, check, db } = await importWorld();
    await aQuestion(db, { type: "number", code: "TAILLE", label: "Taille", required: true });
    const csv =
      `EMAIL;NOM;TAILLE\nA@B.fr;Un;1\n a@b.FR ;Deux;2\nx at y;Trois;beaucoup\n;Quatre;\nc@d.fr;${"x".repeat(121)};4\nd@e.fr;Six\0;\ne@f.fr;;\n`.replace(
        "\0",
        "\uFFFD",
      );
    expect(reasonsOf(await check(await as("admin"), csv))).toEqual([
      [3, "EMAIL : Même e-mail que la ligne 2."],
      [4, "EMAIL : Cette adresse e-mail n’est pas valable.", "TAILLE : Indiquez un nombre."],
      [5, "EMAIL : Ce champ est obligatoire."],
      [6, "NOM : 120 caractères au plus."],
    ]);
  });

  test("a row refused for another reason does not stand in the way of the next with the same e-mail", async () => {
    const { as, check, db } = await importWorld();
    await aQuestion(db, { type: "number", code: "TAILLE" });
    expect(countsOf(await check(await as("admin"), "EMAIL;TAILLE\na@b.fr;beaucoup\na@b.fr;2"))).toMatchObject({
      created: 1,
      refused: 1,
    });
  });

  test("the report holds the refused rows as they were, then line, column and reason", async () => {
    const { as, check, ports } = await importWorld();
    const user = await as("salesperson");
    const { id } = await check(user, 'NOM;;EMAIL\n"Un\nDeux";=1+1;x at y\nTrois;;a@b.fr\n');
    const { raw } = await user.call(importApi.report, { params: { id } });
    expect(raw.headers).toMatchObject({
      "content-type": expect.stringContaining("spreadsheetml"),
      "content-disposition": expect.stringContaining("contacts%20d%E2%80%99%C3%A9t%C3%A9.xlsx"),
    });
    const rows = [];
    for await (const { cells } of ports.spreadsheets.rows(async () =>
      Readable.from([raw.rawPayload]),
    ))
      rows.push(cells);
    expect(rows).toEqual([
      ["NOM", "", "EMAIL", "Ligne", "Colonne", "Motif"],
      ["Un\nDeux", "=1+1", "x at y", "2", "EMAIL", "Cette adresse e-mail n’est pas valable."],
    ]);
    const clean = await check(user, "EMAIL\na@b.fr");
    expect((await user.call(importApi.report, { params: { id: clean.id } })).body).toMatchObject({ code: "NOT_FOUND" });
  });
});

describe("contacts that are there already", () => {
  const csv =
    "EMAIL;NOM;VILLE;OPTIN;COMMENTAIRE\nAUDREY@client.test;Le Denmat;;Oui;<b>Rappeler</b>\nnew@client.test;Kervella;Brest;;\n";
  async function world() {
    const all = await importWorld();
    const user = await all.as("salesperson");
    const question = await aQuestion(all.db, { type: "boolean", code: "OPTIN", label: "Opt-in", defaultAnswer: false });
    const of = { organisationId: all.home.id, ownerId: user.id };
    const audrey = await aContact(all.db, {
      ...of,
      email: "audrey@client.test",
      lastName: "Ledenmat",
      city: "Rennes",
      notes: "<p>Ancien</p>",
    });
    return { ...all, user, question, audrey };
  }

  test("are updated by the cells that say something, with what changed on the timeline", async () => {
    const { user, question, audrey, importAll, db } = await world();
    expect(countsOf(await importAll(user, csv))).toMatchObject({ created: 1, updated: 1, unchanged: 0, refused: 0 });
    const after = await db.contact.findUniqueOrThrow({ where: { id: audrey.id } });
    expect(after).toMatchObject({
      lastName: "Le Denmat",
      city: "Rennes",
      answers: { [question.id]: true },
      version: 2,
      notes: "<p>Ancien</p><p>&lt;b&gt;Rappeler&lt;/b&gt;</p>",
    });
    const { body } = await user.call(contactApi.timeline, { params: { id: audrey.id }, query: {} });
    expect(body.rows[0]).toMatchObject({
      kind: "contact.imported",
      actor: { id: user.id },
      changes: [
        { field: "lastName", from: "Ledenmat", to: "Le Denmat" },
        { field: "notes", from: "Ancien", to: "Ancien <b>Rappeler</b>" },
        { field: "Opt-in", questionId: question.id, from: null, to: "Oui" },
      ],
    });
    expect(await db.contact.findFirst({ where: { email: "new@client.test" } })).toMatchObject({
      answers: { [question.id]: false },
      version: 1,
    });
    expect(countsOf(await importAll(user, csv))).toMatchObject({ created: 0, updated: 0, unchanged: 2 });
  });

  test("are left alone when asked", async () => {
    const { user, audrey, importAll, db } = await world();
    expect(countsOf(await importAll(user, csv, { existing: "skip" }))).toMatchObject({
      created: 1,
      updated: 0,
      unchanged: 1,
    });
    expect(await db.contact.findUnique({ where: { id: audrey.id } })).toMatchObject({
      lastName: "Ledenmat",
      version: 1,
    });
  });

  test("but out of the person's sight are neither touched nor told of", async () => {
    const { as, audrey, importAll, db } = await world();
    const colleague = await as("salesperson");
    expect(countsOf(await importAll(colleague, csv))).toMatchObject({ created: 2, updated: 0, refused: 0 });
    expect(await db.contact.findUnique({ where: { id: audrey.id } })).toMatchObject({
      lastName: "Ledenmat",
      version: 1,
    });
  });

  test("are given to whom the person chose, and belong to his organisation", async () => {
    const { user, as, importAll, db, start } = await world();
    const owner = await as("salesperson");
    await importAll(user, "EMAIL\nx@y.fr", { ownerId: owner.id });
    expect(await db.contact.findFirst({ where: { email: "x@y.fr" } })).toMatchObject({ ownerId: owner.id });
    const nobody = await as("salesperson", { active: false });
    await expect(start(user, "EMAIL\nx@y.fr", { ownerId: nobody.id })).rejects.toThrow("422");
  });
});

describe("an import", () => {
  test("is started with one's own upload alone, run once, and only when checked", async () => {
    const { as, start, ports, show } = await importWorld();
    const [user, colleague] = [await as("salesperson"), await as("salesperson")];
    const { id, file } = await start(user, "EMAIL\na@b.fr");
    expect((await colleague.call(importApi.create, { body: { fileId: file.id } })).status).toBe(404);
    expect((await user.call(importApi.run, { params: { id } })).body).toMatchObject({
      code: "IMPORT_NOT_READY",
      details: { status: "checking" },
    });
    await ports.jobs.runAll();
    const both = await Promise.all([
      user.call(importApi.run, { params: { id } }),
      user.call(importApi.run, { params: { id } }),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual([202, 409]);
    await ports.jobs.runAll();
    expect(await show(user, id)).toMatchObject({ status: "done", created: 1 });
    expect((await user.call(notificationApi.list, {})).body.rows).toMatchObject([
      { kind: "import.done", data: { importId: id, created: 1 } },
    ]);
    expect((await user.call(importApi.list, {})).body).toMatchObject([{ id, status: "done" }]);
    expect((await colleague.call(importApi.list, {})).body).toEqual([]);
  });

  test("that is cancelled writes nothing any more", async () => {
    const world = await importWorld();
    const user = await world.as("salesperson");
    const { id } = await world.check(user, "EMAIL\na@b.fr");
    await user.call(importApi.run, { params: { id } });
    expect((await user.call(importApi.cancel, { params: { id } })).body).toMatchObject({ status: "cancelled" });
    await world.ports.jobs.runAll();
    expect(await world.show(user, id)).toMatchObject({ status: "cancelled", done: 0 });
    expect(await written(world)).toEqual([0, 0]);
  });

  test("of somebody who lost his access stops with why", async () => {
    const world = await importWorld();
    const user = await world.as("salesperson");
    const { id } = await world.start(user, "EMAIL\na@b.fr");
    await world.db.user.update({ where: { id: user.id }, data: { crmAccess: false } });
    await world.ports.jobs.runAll();
    expect(await world.show(await world.as("admin"), id)).toMatchObject({ status: "failed", failure: "NOT_ALLOWED" });
  });
});
