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
      ["Code contact", "CODE_CONTACT", "Code contact"],
    ]);
  });

  const empty = Array.from({ length: 50_000 }, (_, i) => `<row r="${i + 2}"/>`).join("");
  test.each<[string, string, object, Buffer | string]>([
    ["none", "HEADER_MISSING", {}, " \n;\n"],
    ["one line that is no header", "NO_ROWS", {}, workbookOf([[], ["a@b.fr", "Le Denmat"]])],
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
    // That it failed is on record, and nothing else.
    expect(await written(world)).toEqual([0, 1]);
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

  test("whose comment finds no room in the notes are refused alone: the others of their chunk come in", async () => {
    const { as, check, run, db, home } = await importWorld();
    const user = await as("salesperson");
    const full = `<p>${"x".repeat(99_000)}</p>`;
    const mine = { organisationId: home.id, ownerId: user.id };
    await aContact(db, { ...mine, email: "full@b.fr", notes: full });
    const comment = "y".repeat(2000);
    const signs = "&".repeat(30_000); // five times as long as HTML
    const csv = `EMAIL;NOTES\nfull@b.fr;${comment}\nnew@b.fr;${comment}\nsigns@b.fr;${signs}\nsigns@b.fr;court\n`;
    const dryRun = await check(user, csv, { mode: "both" });
    const why =
      "NOTES : Avec ce texte, le carnet de notes du contact dépasserait sa taille maximale (100\u202F000 caractères).";
    expect(reasonsOf(dryRun)).toEqual([
      [2, why],
      [4, why],
    ]);
    const done = await run(user, dryRun.id);
    expect(countsOf(done)).toEqual({ ...countsOf(dryRun), status: "done", created: 2, refused: 2 });
    const notes = await db.contact.findMany({ orderBy: { email: "asc" }, select: { email: true, notes: true } });
    expect(notes).toEqual([
      { email: "full@b.fr", notes: full },
      { email: "new@b.fr", notes: `<p>${comment}</p>` },
      { email: "signs@b.fr", notes: "<p>court</p>" },
    ]);
    expect(await check(user, csv, { mode: "create" })).toMatchObject({ skipped: 3, refused: 1 });
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
    for await (const { cells } of ports.spreadsheets.rows(async () => Readable.from([raw.rawPayload])))
      rows.push(cells);
    expect(rows).toEqual([
      ["NOM", "", "EMAIL", "Ligne", "Colonne", "Motif"],
      ["Un\nDeux", "=1+1", "x at y", "2", "EMAIL", "Cette adresse e-mail n’est pas valable."],
    ]);
    const clean = await check(user, "EMAIL\na@b.fr");
    expect((await user.call(importApi.report, { params: { id: clean.id } })).body).toMatchObject({ code: "NOT_FOUND" });
  });
});
