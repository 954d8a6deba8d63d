import { binApi, importApi, submissionApi } from "@crm/contract";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { aContact, aForm, anOrganisation, aQuestion, aSubmission } from "../../test/factories.ts";
import { countsOf, importWorld, reasonsOf } from "../../test/importing.ts";
import type { TestUser } from "../../test/test-app.ts";
import { workThrough } from "./import-run.service.ts";

async function world() {
  const on = await importWorld();
  const { db, home } = on;
  const me = await on.as("salesperson", { firstName: "Maëlle", lastName: "Riou" });
  const mine = { organisationId: home.id, ownerId: me.id };
  const contact = await aContact(db, { ...mine, email: "etienne@noel.test", firstName: "Étienne", city: "" });
  const choices = { choices: [{ label: "Au salon", value: "SAL" }] };
  const origin = await aQuestion(db, { type: "single-choice", code: "ORIGINE", label: "Origine", config: choices });
  const field = { key: origin.id, required: true, label: "D’où venez-vous ?", help: "" };
  const form = await aForm(db, { organisationId: home.id, slug: "devis", fields: [field] });
  const load = (by: TestUser, csv: string, more: object = {}) => on.importAll(by, csv, more, "submission");
  const check = (by: TestUser, csv: string, more: object = {}) => on.check(by, csv, more, "submission");
  const undo = async (by: TestUser, id: string) => {
    expect((await by.call(importApi.undo, { params: { id } })).status).toBe(202);
    await on.ports.jobs.runAll();
    return on.show(by, id);
  };
  return { ...on, me, mine, contact, origin, form, load, check, undo };
}

describe("submissions from a file", () => {
  test("are linked to their contact, whose card and consents stay as they are", async () => {
    const { db, me, contact, origin, form, load } = await world();
    const before = await db.contact.findUniqueOrThrow({ where: { id: contact.id } });
    const csv = `FORMULAIRE;DATE;CODE_CONTACT;EMAIL;NOM;VILLE;MESSAGE;Origine
demande de DEVIS;15/02/2025 14:30;${contact.code};;Noël;Brest;Un portail;Au salon
devis;16/02/2025;;ETIENNE@noel.test;;;;
https://crm.test/f/devis;;;etienne@noel.test;;;;SAL
`;
    const done = await load(me, csv);
    expect(done).toMatchObject({ record: "submission", status: "done", created: 3, updated: 0, refused: 0 });
    const rows = await db.submission.findMany({ orderBy: { code: "asc" } });
    expect(rows).toMatchObject([
      {
        ...{ formId: form.id, contactId: contact.id, receivedAt: new Date("2025-02-15T13:30:00Z"), source: "import" },
        ...{ importId: done.id, consents: [], page: "" },
        answers: [
          { key: "lastName", label: "Nom", value: "Noël", text: "Noël" },
          { key: "city", label: "Ville", text: "Brest" },
          { key: "message", text: "Un portail" },
          { key: origin.id, label: "D’où venez-vous ?", value: "SAL", text: "Au salon" },
        ],
      },
      { receivedAt: new Date("2025-02-15T23:00:00Z"), answers: [{ key: "email", value: "etienne@noel.test" }] },
      { receivedAt: new Date("2026-03-02T09:00:00Z"), answers: [{ key: "email" }, { key: origin.id }] },
    ]);
    expect(await db.contact.findUniqueOrThrow({ where: { id: contact.id } })).toEqual(before);
    expect(await db.consent.count()).toBe(0);
    const events = await db.auditEvent.findMany({ where: { contactId: contact.id } });
    expect(events).toHaveLength(3);
    expect(events[0]).toMatchObject({ kind: "submission.received", actorId: me.id, data: { importId: done.id } });
    const listed = await me.call(submissionApi.list, { query: { importId: done.id } });
    expect(listed.body.rows).toHaveLength(3);
  });

  test("are refused with why: whose or which form they are is not known, or they are still to come", async () => {
    const { me, db, home, contact, check, load } = await world();
    await aForm(db, { organisationId: home.id, name: "Lettre" });
    await aForm(db, { organisationId: home.id, name: "Lettre" });
    const away = await aContact(db, { organisationId: (await anOrganisation(db)).id });
    const csv = `FORMULAIRE;DATE;CODE_CONTACT;EMAIL;ORIGINE
;;;etienne@noel.test;
autre;;;etienne@noel.test;
lettre;;;etienne@noel.test;
devis;;;;
devis;;;inconnu@noel.test;
devis;;${away.code};;
devis;03/03/2026;${contact.code};;
devis;31/02/2025;${contact.code};;FOIRE
devis;;${contact.code};;
`;
    const checked = await check(me, csv);
    expect(reasonsOf(checked)).toEqual([
      [2, "FORMULAIRE : Indiquez le formulaire."],
      [3, "FORMULAIRE : Ce formulaire n’existe pas\u00a0: autre."],
      [4, "FORMULAIRE : Plusieurs formulaires portent ce nom. Indiquez la fin de leur adresse."],
      [5, "CODE_CONTACT : Indiquez le code ou l’e-mail du contact."],
      [6, "EMAIL : Aucun contact n’a cet e-mail."],
      [7, "CODE_CONTACT : Aucun contact ne porte ce code."],
      [8, "DATE : Cette date est dans le futur."],
      [
        9,
        "ORIGINE : Ce choix n’existe pas\u00a0: FOIRE.",
        "DATE : Cette date ou cette heure n’existe pas. Écrivez-la jj/mm/aaaa hh:mm.",
      ],
    ]);
    expect(await db.submission.count()).toBe(0);
    const { created, refused } = await load(me, csv);
    expect([created, refused]).toEqual([1, 8]);
  });

  test("take the form that was chosen once, and none is chosen for them", async () => {
    const { me, form, check, load, db } = await world();
    const csv = "EMAIL;MESSAGE\netienne@noel.test;Bonjour\n";
    expect(await check(me, csv)).toMatchObject({ missing: ["FORMULAIRE"], can: { run: false } });
    expect(await check(me, "MESSAGE\nBonjour\n", { formId: form.id })).toMatchObject({ missing: ["EMAIL"] });
    expect((await load(me, csv, { formId: form.id })).created).toBe(1);
    expect(await db.submission.findFirstOrThrow()).toMatchObject({ formId: form.id });
    const targets = await me.call(importApi.targets, { query: { record: "submission" } });
    expect(targets.body.filter(({ required }) => required).map(({ code }) => code)).toEqual(["FORMULAIRE", "EMAIL"]);
  });

  test("that are there already stay as they are; a code is met once", async () => {
    const { me, contact, form, load, db } = await world();
    const there = await aSubmission(db, { formId: form.id, contactId: contact.id });
    const csv = `CODE_ENREGISTREMENT;FORMULAIRE;EMAIL;MESSAGE
${there.code};devis;etienne@noel.test;Autre chose
E-900000;devis;etienne@noel.test;Nouveau
E-900000;devis;etienne@noel.test;Encore
`;
    expect(await load(me, csv)).toMatchObject({ created: 1, unchanged: 1, refused: 1, duplicates: 1 });
    expect(await db.submission.findUniqueOrThrow({ where: { id: there.id } })).toEqual(there);
    expect((await load(me, csv, { mode: "create" })).skipped).toBe(1);
  });

  test("go again, with what timelines said of them; those that went with their contact are told", async () => {
    const { me, mine, db, contact, load, undo, as } = await world();
    const other = await aContact(db, { ...mine, email: "zoe@noel.test" });
    const done = await load(me, "FORMULAIRE;EMAIL\ndevis;etienne@noel.test\ndevis;zoe@noel.test\n");
    await aSubmission(db, { formId: (await db.form.findFirstOrThrow()).id, contactId: contact.id });
    await me.call(binApi.deleteContact, { params: { id: other.id } });
    const admin = await as("admin");
    expect((await admin.call(binApi.purgeContact, { params: { id: other.id } })).status).toBe(204);
    expect(await undo(me, done.id)).toMatchObject({ status: "undone", undo: { restored: 1, kept: 1 } });
    expect(await db.submission.count()).toBe(1);
    expect(await db.auditEvent.count({ where: { kind: "submission.received" } })).toBe(0);
  });

  test("keep a contact that an import created from being taken back", async () => {
    const { me, load, importAll, undo, db } = await world();
    const contacts = await importAll(me, "EMAIL\nzoe@noel.test\n");
    await load(me, "FORMULAIRE;EMAIL\ndevis;zoe@noel.test\n");
    expect(await undo(me, contacts.id)).toMatchObject({ undo: { restored: 0, kept: 1 } });
    expect(await db.contact.count()).toBe(2);
  });

  test("of another installation get codes of their own, also when a run is killed and goes on", async () => {
    const { me, check, db, ctx, show } = await world();
    // The codes of the second chunk are those that the first one was given.
    const codes = Array.from(
      { length: 1100 },
      (_, i) => `E-${String(1100 - i).padStart(6, "0")};devis;etienne@noel.test`,
    );
    const { id, ...dry } = await check(me, `CODE_ENREGISTREMENT;FORMULAIRE;EMAIL\n${codes.join("\n")}`);
    expect(dry).toMatchObject({ created: 1100, unchanged: 0, refused: 0 });
    await me.call(importApi.run, { params: { id } });
    let told = 0;
    const publish: typeof ctx.events.publish = async (db, message) => {
      if ("to" in message && ++told === 2) throw new Error("killed");
      await ctx.events.publish(db, message);
    };
    const calm = new AbortController().signal;
    await expect(workThrough({ ...ctx, events: { ...ctx.events, publish } }, id, "running", calm)).rejects.toThrow();
    expect(await db.submission.count()).toBe(1000);
    await workThrough(ctx, id, "running", calm);
    expect(await show(me, id)).toMatchObject({ status: "done", created: 1100, unchanged: 0, refused: 0 });
    expect(await db.submission.count()).toBe(1100);
  });

  test("whatever the file, the dry run counts what the run does", async () => {
    const { me, contact, check, run, undo, db } = await world();
    const cell = (...values: string[]) => fc.constantFrom(...values);
    const row = fc.tuple(
      cell("devis", "Demande de devis", "", "autre"),
      cell("", "01/02/2025", "hier", "2026-03-02 09:59"),
      cell("", contact.code, "C-999999"),
      cell("", "etienne@noel.test", "x"),
      cell("", "SAL", "FOIRE"),
      cell("", "E-000001", "E-777777"),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 12 }), async (rows) => {
        const lines = rows.map((cells) => cells.map((text) => `"${text}"`).join(";"));
        const csv = ["FORMULAIRE;DATE;CODE_CONTACT;EMAIL;ORIGINE;CODE_ENREGISTREMENT", ...lines].join("\n");
        const before = await db.submission.count();
        const dry = await check(me, csv);
        const { status: _, ...counts } = countsOf(dry);
        const done = await run(me, dry.id);
        expect(countsOf(done)).toEqual({ ...counts, status: "done" });
        expect(await db.submission.count()).toBe(before + done.created);
        if (done.created > 0) await undo(me, done.id);
        expect(await db.submission.count()).toBe(before);
      }),
      { numRuns: 15, seed: 1 },
    );
  }, 60_000);
});
