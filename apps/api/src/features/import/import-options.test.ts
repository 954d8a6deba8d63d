import { contactApi, importApi, questionApi } from "@crm/contract";
import { describe, expect, test } from "vitest";
import { aContact, aQuestion } from "../../test/factories.ts";
import { importWorld, reasonsOf } from "../../test/importing.ts";
import { workbookParts, xmlRow, zipOf } from "../../test/workbook.ts";

async function world() {
  const on = await importWorld();
  const me = await on.as("salesperson");
  const contact = (over = {}) => aContact(on.db, { organisationId: on.home.id, ownerId: me.id, ...over });
  const named = (email: string) => on.db.contact.findFirstOrThrow({ where: { email } });
  return { ...on, me, contact, named };
}

describe("a row's contact", () => {
  test("is known by its code, whose e-mail may then change, else by its e-mail in any case", async () => {
    const { me, contact, importAll, db } = await world();
    const [one, two] = [await contact({ email: "one@b.fr" }), await contact({ email: "two@b.fr" })];
    const file = `Code contact;E-mail;Nom\n${one.code.toLowerCase()};NEW@b.fr;Riou\n;TWO@B.fr;Le Goff\nC-999999;three@b.fr;Kervella\n${two.code};;Blank\n`;
    const done = await importAll(me, file);
    expect(done).toMatchObject({ created: 1, updated: 2, refused: 1, duplicates: 1 });
    expect(reasonsOf(done)).toEqual([[5, "Code contact : Même fiche que la ligne 3."]]);
    expect(await db.contact.findUnique({ where: { id: one.id } })).toMatchObject({
      email: "new@b.fr",
      lastName: "Riou",
    });
    expect(await db.contact.findUnique({ where: { id: two.id } })).toMatchObject({
      email: "two@b.fr",
      lastName: "Le Goff",
    });
    const { code } = await db.contact.findFirstOrThrow({ where: { email: "three@b.fr" } });
    expect(code).not.toBe("C-999999");
  });

  test("when it is asked to be known by its code alone, is refused under one that nobody has, or that is out of sight", async () => {
    const { me, as, contact, home, importAll, db } = await world();
    const colleague = await as("salesperson");
    const hidden = await aContact(db, { organisationId: home.id, ownerId: colleague.id, email: "h@b.fr" });
    const one = await contact({ email: "one@b.fr" });
    const file = `CODE_CONTACT;EMAIL;NOM\n${hidden.code};x@b.fr;X\nC-999999;y@b.fr;Y\n${one.code};one@b.fr;Riou\n;one@b.fr;Twin\n`;
    const done = await importAll(me, file, { key: "code" });
    expect(reasonsOf(done)).toEqual([
      [2, "CODE_CONTACT : Aucun contact ne porte ce code."],
      [3, "CODE_CONTACT : Aucun contact ne porte ce code."],
      [5, "EMAIL : Même e-mail que la ligne 4."],
    ]);
    // Another installation's codes, when everybody is new here.
    expect(await importAll(me, file, { key: "code", mode: "create" })).toMatchObject({
      created: 2,
      skipped: 1,
      refused: 1,
    });
    expect(await db.contact.findUnique({ where: { id: hidden.id } })).toMatchObject({ version: 1 });
  });

  test("when it is asked to be known by its e-mail alone, may carry any code", async () => {
    const { me, contact, importAll, db } = await world();
    const one = await contact({ email: "one@b.fr", lastName: "Avant" });
    await importAll(me, `CODE_CONTACT;EMAIL;NOM\n${one.code};two@b.fr;Riou\n`, { key: "email" });
    expect(await db.contact.findUnique({ where: { id: one.id } })).toMatchObject({ lastName: "Avant", version: 1 });
    expect(await db.contact.count()).toBe(2);
  });
});

describe("modes", () => {
  const file = "EMAIL;NOM\nthere@b.fr;Riou\nnew@b.fr;Kervella\n";
  test.each([
    ["create", { created: 1, updated: 0, skipped: 1 }],
    ["update", { created: 0, updated: 1, skipped: 1 }],
    ["both", { created: 1, updated: 1, skipped: 0 }],
  ] as const)("%s: the dry run says what is done", async (mode, counts) => {
    const { me, contact, check, run } = await world();
    await contact({ email: "there@b.fr" });
    const checked = await check(me, file, { mode });
    expect(checked).toMatchObject({ ...counts, refused: 0 });
    expect(await run(me, checked.id)).toMatchObject({ ...counts, status: "done", refused: 0 });
  });

  test("update by code needs no e-mail column", async () => {
    const { me, contact, importAll, db } = await world();
    const one = await contact({ email: "there@b.fr" });
    const done = await importAll(me, `CODE_CONTACT;VILLE\n${one.code};Brest\n;Rennes\n`, { mode: "update" });
    expect(done).toMatchObject({ updated: 1, refused: 1, missing: [] });
    expect(await db.contact.findUnique({ where: { id: one.id } })).toMatchObject({ city: "Brest" });
  });
});

describe("blank cells", () => {
  const file = "EMAIL;NOM;VILLE;NOTES;LIBRE;OPTIN\nthere@b.fr;;;;;\nnew@b.fr;Kervella;;;;\n";
  async function asked() {
    const on = await world();
    const free = await aQuestion(on.db, { type: "text", code: "LIBRE", label: "Libre" });
    const optin = await aQuestion(on.db, { type: "boolean", code: "OPTIN", label: "Opt-in", defaultAnswer: false });
    const there = await on.contact({
      ...{ email: "there@b.fr", lastName: "Riou", city: "Brest", notes: "<p>Vu</p>", company: "Noël" },
      answers: { [free.id]: "oui", [optin.id]: true },
    });
    return { ...on, free, optin, there };
  }

  test("change nothing unless they are asked to", async () => {
    const { me, importAll, there, db, named, optin } = await asked();
    expect(await importAll(me, file)).toMatchObject({ created: 1, unchanged: 1 });
    expect(await db.contact.findUnique({ where: { id: there.id } })).toMatchObject({ version: 1 });
    expect((await named("new@b.fr")).answers).toEqual({ [optin.id]: false });
  });

  test("erase fields, notes and answers, and the timeline tells what was there", async () => {
    const { me, importAll, there, db, named, free, optin } = await asked();
    expect(await importAll(me, file, { empty: "erase" })).toMatchObject({ created: 1, updated: 1 });
    expect(await db.contact.findUnique({ where: { id: there.id } })).toMatchObject({
      ...{ email: "there@b.fr", lastName: "", city: "", notes: "", company: "Noël", answers: {} },
    });
    expect((await named("new@b.fr")).answers).toEqual({});
    const { body } = await me.call(contactApi.timeline, { params: { id: there.id }, query: {} });
    expect(body.rows[0]?.changes).toEqual([
      { field: "lastName", from: "Riou", to: null },
      { field: "city", from: "Brest", to: null },
      { field: "notes", from: "Vu", to: null },
      { field: "Libre", questionId: free.id, from: "oui", to: null },
      { field: "Opt-in", questionId: optin.id, from: "Oui", to: null },
    ]);
    expect(await importAll(me, file, { empty: "erase" })).toMatchObject({ created: 0, updated: 0, unchanged: 2 });
  });
});

test("nobody is subscribed by a column that is only called so, and who is on the list stays unsubscribed", async () => {
  const { me, contact, importAll, db, ctx, named } = await world();
  const gone = await contact({ email: "gone@b.fr", emailConsent: "withdrawn" });
  await db.suppression.create({
    data: { channel: "email", digest: ctx.digest("email new@b.fr"), reason: "unsubscribe" },
  });
  const file = "EMAIL;NOM;Consentement;Newsletter\ngone@b.fr;Riou;granted;Oui\nnew@b.fr;Le Goff;granted;Oui\n";
  const done = await importAll(me, file);
  expect(done.columns.slice(2).map(({ code }) => code)).toEqual([null, null]);
  expect(await db.contact.findUnique({ where: { id: gone.id } })).toMatchObject({ emailConsent: "withdrawn" });
  expect(await named("new@b.fr")).toMatchObject({ emailConsent: "withdrawn" });
});

describe("unknown choices", () => {
  const file =
    "EMAIL;ORIGINE;SERVICES\na@b.fr;Salon (Rennes);INT;\nb@b.fr;SALON (RENNES);Dépannage;Intérieur\nc@b.fr;Web;Intérieur;X\n".replace(
      /;(Intérieur|X|)\n/g,
      "\n",
    );
  async function asked() {
    const on = await importWorld();
    const choices = (labels: string[]) => ({ choices: labels.map((label) => ({ value: label, label })) });
    const origin = await aQuestion(on.db, { type: "single-choice", code: "ORIGINE", config: choices(["Web"]) });
    const services = await aQuestion(on.db, { type: "multiple-choice", code: "SERVICES", config: choices(["INT"]) });
    return { ...on, origin, services };
  }

  test("are refused, and only who configures questions may have them added", async () => {
    const { as, check, start } = await asked();
    const me = await as("salesperson");
    expect(await check(me, file)).toMatchObject({ refused: 3 });
    await expect(start(me, file, { unknownChoices: "add" })).rejects.toThrow("403");
  });

  test("are added once, with the log saying so, and the dry run counts the same and writes nothing", async () => {
    const { as, check, run, db, origin, services } = await asked();
    const admin = await as("admin");
    const checked = await check(admin, file, { unknownChoices: "add" });
    expect(checked).toMatchObject({ created: 3, refused: 0 });
    const added = [
      { code: "ORIGINE", label: origin.label, choices: ["Salon (Rennes)"] },
      { code: "SERVICES", label: services.label, choices: ["Dépannage", "Intérieur"] },
    ];
    expect(checked.details["choicesAdded"]).toEqual(added);
    expect(await db.question.findUnique({ where: { id: origin.id } })).toMatchObject({ version: 1 });
    const done = await run(admin, checked.id);
    expect(done).toMatchObject({ created: 3, refused: 0, details: { choicesAdded: added } });
    const { body } = await admin.call(questionApi.list, { query: { record: "contact" } });
    expect(body.find(({ id }) => id === origin.id)?.config).toEqual({
      choices: [
        { value: "Web", label: "Web" },
        { value: "Salon Rennes", label: "Salon (Rennes)" },
      ],
    });
    expect(await db.contact.findFirst({ where: { email: "b@b.fr" } })).toMatchObject({
      answers: { [origin.id]: "Salon Rennes", [services.id]: ["Dépannage"] },
    });
    const logged = await db.auditEvent.findMany({ where: { kind: "question.choices-added" }, orderBy: { id: "asc" } });
    expect(logged.map(({ data, actorId }) => [actorId, data])).toEqual([
      [admin.id, expect.objectContaining({ code: "ORIGINE", choices: ["Salon (Rennes)"], importId: done.id })],
      [admin.id, expect.objectContaining({ code: "SERVICES", choices: ["Dépannage", "Intérieur"] })],
    ]);
    expect(await check(admin, file, { unknownChoices: "add" })).toMatchObject({ unchanged: 3 });
    const bad = await check(admin, "EMAIL;ORIGINE\nx at y;Jamais\nd@b.fr;Toujours\n", { unknownChoices: "add" });
    expect(bad).toMatchObject({ created: 1, refused: 1, details: { choicesAdded: [{ choices: ["Toujours"] }] } });
  });
});

describe("sheets and headers", () => {
  const book = zipOf(
    workbookParts([
      { rows: xmlRow(1, ["Sommaire"]) },
      { rows: xmlRow(2, ["Nos clients"]) + xmlRow(4, ["Nom", "E-mail"]) + xmlRow(5, ["Riou", "a@b.fr"]) },
    ]),
  );

  test("a sheet is found by its headers, or chosen by its name; its header row is found below a title", async () => {
    const { me, check } = await world();
    expect(await check(me, book)).toMatchObject({ created: 1, details: { sheet: "S1", headerRow: 4 } });
    const first = await check(me, book, { sheet: "S0" });
    expect(first).toMatchObject({
      status: "failed",
      failure: "NO_ROWS",
      sheets: ["S0", "S1"],
      details: { sheet: "S0" },
    });
    const second = await check(me, book, { sheet: "S1" });
    expect(second).toMatchObject({ created: 1, details: { sheet: "S1", headerRow: 4 } });
    expect(second.columns.map(({ header, by, sample }) => [header, by, sample])).toEqual([
      ["Nom", "code", ["Riou"]],
      ["E-mail", "code", ["a@b.fr"]],
    ]);
    expect(await check(me, book, { sheet: "S9" })).toMatchObject({ status: "failed", failure: "HEADER_MISSING" });
  });

  test("a header row can be named", async () => {
    const { me, check } = await world();
    const csv = "EMAIL;NOM\nAdresse e-mail;Nom\na@b.fr;Riou\n";
    expect(await check(me, csv)).toMatchObject({ total: 2, created: 1, refused: 1 });
    expect(await check(me, csv, { headerRow: 2 })).toMatchObject({ total: 1, created: 1, details: { headerRow: 2 } });
    expect(await check(me, csv, { headerRow: 9 })).toMatchObject({ failure: "HEADER_MISSING" });
  });
});

describe("columns matched by hand", () => {
  const csv = "Qui;Où;Adresse du courrier\nRiou;Brest;a@b.fr\n";

  test("a file whose headers say nothing waits for them, and remembers them for that person alone", async () => {
    const { me, as, check, show, run, ports, db } = await world();
    const waiting = await check(me, csv);
    expect(waiting).toMatchObject({
      ...{ status: "checked", failure: null, missing: ["EMAIL"], total: 1, created: 0, refused: 0 },
      can: { run: false, edit: true, cancel: true, undo: false },
    });
    expect((await me.call(importApi.run, { params: { id: waiting.id } })).body).toMatchObject({
      ...{ code: "IMPORT_NOT_READY", details: { missing: ["EMAIL"] } },
    });
    const change = (mapping: Record<string, string | null>) =>
      me.call(importApi.change, { params: { id: waiting.id }, body: { options: {}, mapping } });
    expect((await change({ 0: "NOM", 1: null, 2: "EMAIL" })).body).toMatchObject({ status: "checking", total: 0 });
    expect((await change({})).status).toBe(409);
    await ports.jobs.runAll();
    const ready = await show(me, waiting.id);
    expect(ready).toMatchObject({ created: 1, missing: [], can: { run: true } });
    expect(ready.columns.map(({ code, by }) => [code, by])).toEqual([
      ["NOM", "hand"],
      [null, "hand"],
      ["EMAIL", "hand"],
    ]);
    await run(me, ready.id);
    expect(await db.contact.findFirst({ where: { email: "a@b.fr" } })).toMatchObject({ lastName: "Riou", city: "" });
    expect((await change({})).body).toMatchObject({ code: "IMPORT_NOT_READY" });

    const again = await check(me, csv);
    expect(again).toMatchObject({ unchanged: 1, missing: [] });
    expect(again.columns.map(({ by }) => by)).toEqual(["memory", "memory", "memory"]);
    expect(await check(await as("salesperson"), csv)).toMatchObject({ missing: ["EMAIL"] });
  });

  test("two columns with one header are told apart", async () => {
    const { me, check, show, ports } = await world();
    const failed = await check(me, "E-mail;Mail\na@b.fr;b@b.fr\n");
    expect(failed).toMatchObject({ status: "failed", failure: "HEADER_DUPLICATE", can: { edit: true } });
    expect(failed.columns.map(({ header, sample }) => [header, sample])).toEqual([
      ["E-mail", ["a@b.fr"]],
      ["Mail", ["b@b.fr"]],
    ]);
    const body = { options: {}, mapping: { 1: null } };
    expect((await me.call(importApi.change, { params: { id: failed.id }, body })).status).toBe(202);
    await ports.jobs.runAll();
    expect(await show(me, failed.id)).toMatchObject({ status: "checked", failure: null, created: 1 });
  });

  test("what a column can be matched with is listed", async () => {
    const { me, db } = await world();
    await aQuestion(db, { type: "text", code: "LIBRE", label: "Libre" });
    const list = async (record: "contact" | "opportunity") =>
      (await me.call(importApi.targets, { query: { record } })).body;
    const contact = await list("contact");
    expect(contact.filter(({ required }) => required)).toEqual([{ code: "EMAIL", label: "E-mail", required: true }]);
    expect(contact.map(({ code }) => code)).toEqual(expect.arrayContaining(["CODE_CONTACT", "NOTES", "LIBRE"]));
    expect(contact.map(({ code }) => code)).not.toContain("DATE_CREATION");
    const opportunity = await list("opportunity");
    expect(opportunity.filter(({ required }) => required).map(({ code }) => code)).toEqual(["CODE_CONTACT", "TYPE"]);
    expect(opportunity.map(({ code }) => code)).toEqual(expect.arrayContaining(["CONTACT_EMAIL", "DATE_ETAPE"]));
  });
});
