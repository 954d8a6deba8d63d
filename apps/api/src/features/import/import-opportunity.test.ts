import { importApi, opportunityApi } from "@crm/contract";
import { describe, expect, test } from "vitest";
import { changeStatus } from "../../test/commands.ts";
import { aContact, anOpportunity, aPipeline, aQuestion } from "../../test/factories.ts";
import { importWorld, reasonsOf } from "../../test/importing.ts";
import type { TestUser } from "../../test/test-app.ts";

/** The clock of tests stands on 2 March 2026. */
async function world() {
  const on = await importWorld();
  const { db, home } = on;
  const me = await on.as("salesperson", { firstName: "Maëlle", lastName: "Riou" });
  const mine = { organisationId: home.id, ownerId: me.id };
  const contact = await aContact(db, {
    ...mine,
    email: "etienne@noel.test",
    firstName: "Étienne",
    lastName: "Le Goff",
  });
  const pipeline = await aPipeline(db);
  const budget = await aQuestion(db, { record: "opportunity", type: "amount", code: "BUDGET", label: "Budget" });
  const opportunity = (over = {}) =>
    anOpportunity(db, { ...mine, contactId: contact.id, pipelineId: pipeline.id, ...over });
  const options = { record: "opportunity" } as const;
  const load = (by: TestUser, csv: string, more: object = {}) => on.importAll(by, csv, more, "opportunity");
  const check = (by: TestUser, csv: string, more: object = {}) => on.check(by, csv, more, "opportunity");
  const stage = (i: number) => pipeline.stages[i]?.id ?? "";
  const only = async () => {
    const rows = await db.opportunity.findMany({
      include: { reached: { orderBy: { reachedOn: "asc" } } },
      orderBy: { code: "asc" },
    });
    return rows.map(({ amount, ...row }) => ({ ...row, amount: amount === null ? null : Number(amount) }));
  };
  const undo = async (by: TestUser, id: string) => {
    expect((await by.call(importApi.undo, { params: { id } })).status).toBe(202);
    await on.ports.jobs.runAll();
    return on.show(by, id);
  };
  return { ...on, me, mine, contact, pipeline, budget, opportunity, options, load, check, stage, only, undo };
}

const day = (text: string) => new Date(text);

describe("new opportunities", () => {
  test("are opened on a contact by its code or e-mail, as far as the file says", async () => {
    const { me, contact, pipeline, budget, load, only, stage, as } = await world();
    const yann = await as("salesperson", { firstName: "Yann", lastName: "Morvan" });
    const csv = `CODE_CONTACT;CONTACT_EMAIL;TITRE;ETAPE;DATE_ETAPE;ETAT;DATE_ETAT;MOTIF_ETAT;DATE_RAPPEL;MONTANT;DATE_PREVUE;SUIVI_PAR;NOTES;BUDGET
${contact.code};;Refonte;Proposition;15/02/2026;Sans suite;20/02/2026;Prix trop élevé;;1 234,56;31/12/2026;yann morvan;Vu;12,5
;ETIENNE@noel.test;;;;;;;;;;;;
`;
    const done = await load(me, csv);
    expect(done).toMatchObject({ record: "opportunity", status: "done", created: 2, refused: 0 });
    const [full, bare] = await only();
    expect(full).toMatchObject({
      ...{ title: "Refonte", contactId: contact.id, pipelineId: pipeline.id, stageId: stage(2), status: "lost" },
      ...{ statusOn: day("2026-02-20"), statusReason: "Prix trop élevé", remindOn: null, amount: 1234.56 },
      ...{
        expectedOn: day("2026-12-31"),
        ownerId: yann.id,
        notes: "<p>Vu</p>",
        answers: { [budget.id]: 12.5 },
        version: 1,
      },
      reached: [0, 1, 2].map((i) => ({ stageId: stage(i), reachedOn: day("2026-02-15") })),
    });
    expect(bare).toMatchObject({
      ...{ title: `${pipeline.name} – Étienne Le Goff`, stageId: null, status: "open", statusOn: day("2026-03-02") },
      ...{ amount: null, ownerId: me.id, answers: {}, reached: [] },
    });
    const { body } = await me.call(opportunityApi.timeline, { params: { id: bare?.id ?? "" }, query: {} });
    expect(body.rows).toMatchObject([{ kind: "opportunity.imported", changes: [], data: { importId: done.id } }]);
  });

  test("a stage without a day is reached today; a past reminder is not sent any more", async () => {
    const { me, contact, load, only, stage } = await world();
    await load(me, `CODE_CONTACT;ETAPE;ETAT;DATE_RAPPEL\n${contact.code};piste;Ajournée;01/02/2026\n`);
    expect(await only()).toMatchObject([
      {
        ...{ stageId: stage(0), status: "postponed", remindOn: day("2026-02-01") },
        remindedAt: expect.any(Date),
        reached: [{ stageId: stage(0), reachedOn: day("2026-03-02") }],
      },
    ]);
  });

  test("with something at fault are refused with why", async () => {
    const { me, contact, load, as, db, home } = await world();
    for (const email of ["a@x.test", "b@x.test"])
      await as("salesperson", { firstName: "Jean", lastName: "Riou", email });
    await as("salesperson", { firstName: "Parti", lastName: "Loin", active: false });
    const theirs = await aContact(db, { organisationId: home.id, email: "hidden@x.test" });
    const done = await load(
      me,
      `CODE_CONTACT;CONTACT_EMAIL;TYPE;ETAPE;DATE_ETAPE;ETAT;MONTANT;DATE_PREVUE;SUIVI_PAR;CODE_OPPORTUNITE
${contact.code};;Inconnu;;;;;;;
${contact.code};;;Nulle part;;;;;;
${contact.code};;;Piste;03/03/2026;;;;;
${contact.code};;;;;Peut-être;-1;30/02/2026;;
${contact.code};;;;;;;;Jean Riou;
${contact.code};;;;;;;;Parti Loin;
${contact.code};;;;;;;;Personne Ici;
C-999999;;;;;;;;;
${theirs.code};;;;;;;;;
;nobody@x.test;;;;;;;;
;;;;;;5;;;
${contact.code};;;;;;;;;O-999999
`,
    );
    expect(reasonsOf(done)).toEqual([
      [2, "TYPE : Ce type d’opportunité n’existe pas\u00a0: Inconnu."],
      [3, "ETAPE : Cette étape n’existe pas\u00a0: Nulle part."],
      [4, "DATE_ETAPE : Cette date n’est pas encore arrivée."],
      [
        5,
        expect.stringContaining("MONTANT : "),
        "DATE_PREVUE : Cette date n’existe pas. Écrivez-la jj/mm/aaaa.",
        "ETAT : Cet état n’existe pas. Écrivez Ouvert, Gagné, Sans suite, Ajourné ou Autre.",
      ],
      [6, "SUIVI_PAR : Plusieurs utilisateurs portent ce nom. Indiquez une adresse e-mail."],
      [7, "SUIVI_PAR : On ne peut pas affecter d’opportunité à Parti Loin."],
      [8, "SUIVI_PAR : Cet utilisateur n’existe pas\u00a0: Personne Ici."],
      [9, "CODE_CONTACT : Aucun contact ne porte ce code."],
      [10, "CODE_CONTACT : Aucun contact ne porte ce code."],
      [11, "CONTACT_EMAIL : Aucun contact n’a cet e-mail."],
      [12, "CODE_CONTACT : Indiquez le code ou l’e-mail du contact."],
      [13, "CODE_OPPORTUNITE : Aucune opportunité ne porte ce code."],
    ]);
  });

  test("need a type when there are several, and somebody who may write opportunities", async () => {
    const { me, contact, check, load, db, as, start } = await world();
    const other = await aPipeline(db, ["Devis"]);
    expect(await check(me, `CODE_CONTACT\n${contact.code}\n`)).toMatchObject({
      missing: ["TYPE"],
      can: { run: false },
    });
    await load(me, `CODE_CONTACT;TYPE;ETAPE\n${contact.code};${other.name.toUpperCase()};Devis\n`);
    expect(await db.opportunity.findMany()).toMatchObject([{ pipelineId: other.id }]);
    await expect(start(await as("salesperson", { crmAccess: false }), "x", {}, "opportunity")).rejects.toThrow();
  });
});

describe("known opportunities", () => {
  const header = "CODE_OPPORTUNITE;TITRE;ETAPE;DATE_ETAPE;ETAT;MONTANT;SUIVI_PAR_EMAIL;NOTES;BUDGET";

  test("are changed by their code, and put back to the letter", async () => {
    const { me, mine, as, opportunity, load, only, stage, undo, budget, db } = await world();
    const yann = await as("salesperson", { firstName: "Yann", lastName: "Morvan", email: "yann@x.test" });
    const known = await opportunity({
      ...{
        title: "Refonte",
        stageId: stage(0),
        status: "postponed",
        statusReason: "Budget",
        remindOn: day("2026-04-01"),
      },
      ...{ statusOn: day("2026-02-01"), amount: 100, notes: "<p>Vu</p>", answers: { [budget.id]: 1 } },
    });
    await db.reachedStage.create({
      data: { opportunityId: known.id, stageId: stage(0), reachedOn: day("2026-02-01") },
    });
    const was = (await only()).map(({ version: _, updatedAt: __, ...row }) => row);
    const csv = `${header}\n${known.code};Site neuf;Proposition;10/02/2026;Gagnée;2 000;yann@x.test;Signé;2\n`;
    const done = await load(me, csv, { mode: "update" });
    expect(done).toMatchObject({ updated: 1, refused: 0 });
    expect(await only()).toMatchObject([
      {
        ...{ title: "Site neuf", stageId: stage(2), status: "won", statusOn: day("2026-03-02"), statusReason: "" },
        ...{ remindOn: null, amount: 2000, ownerId: yann.id, notes: "<p>Vu</p><p>Signé</p>", version: 2 },
        reached: [
          { stageId: stage(0), reachedOn: day("2026-02-01") },
          { stageId: stage(1), reachedOn: day("2026-02-10") },
          { stageId: stage(2), reachedOn: day("2026-02-10") },
        ],
      },
    ]);
    const admin = await as("admin");
    const timeline = (await admin.call(opportunityApi.timeline, { params: { id: known.id }, query: {} })).body;
    expect(timeline.rows[0]).toMatchObject({ kind: "opportunity.imported", actor: { id: me.id } });
    expect(timeline.rows[0]?.changes).toEqual([
      { field: "title", from: "Refonte", to: "Site neuf" },
      { field: "amount", from: "100,00\u00a0€", to: "2\u202f000,00\u00a0€" },
      { field: "notes", from: "Vu", to: "Vu Signé" },
      { field: "status", from: "Ajourné", to: "Gagné" },
      { field: "statusOn", from: "01/02/2026", to: "02/03/2026" },
      { field: "statusReason", from: "Budget", to: null },
      { field: "remindOn", from: "01/04/2026", to: null },
      { field: "stage", from: "Piste", to: "Proposition" },
      { field: "owner", from: "Maëlle Riou", to: "Yann Morvan" },
      { field: "Budget", questionId: budget.id, from: "1,00\u00a0€", to: "2,00\u00a0€" },
    ]);
    expect(await load(admin, csv, { mode: "update" })).toMatchObject({ updated: 0, unchanged: 1 });

    expect((await undo(me, done.id)).undo).toEqual({ restored: 1, kept: 0 });
    expect((await only()).map(({ version: _, updatedAt: __, ...row }) => row)).toEqual(was);
    expect(was[0]).toMatchObject(mine);
    const back = (await me.call(opportunityApi.timeline, { params: { id: known.id }, query: {} })).body.rows[0];
    expect(back).toMatchObject({ kind: "opportunity.import-undone" });
    expect(back?.changes).toContainEqual({ field: "stage", from: "Proposition", to: "Piste" });
  });

  test("keep their contact and type, and never go back a stage", async () => {
    const { me, mine, contact, opportunity, load, stage, db } = await world();
    const other = await aContact(db, { ...mine, email: "other@x.test" });
    const type = await aPipeline(db, ["Devis"]);
    const known = await opportunity({ stageId: stage(1) });
    for (const i of [0, 1])
      await db.reachedStage.create({
        data: { opportunityId: known.id, stageId: stage(i), reachedOn: day(`2026-02-0${i + 1}`) },
      });
    const hidden = await opportunity({ ownerId: null });
    const done = await load(
      me,
      `CODE_OPPORTUNITE;CODE_CONTACT;CONTACT_EMAIL;TYPE;ETAPE;DATE_ETAPE
${known.code};${other.code};;;;
${hidden.code};;;;;
${known.code};;other@x.test;;;
${known.code};;;${type.name};;
${known.code};;;;Piste;
${known.code};;;;Négociation;01/02/2026
${known.code};${contact.code};ETIENNE@noel.test;;découverte BESOINS;
${known.code};;;;Négociation;
`,
    );
    expect(reasonsOf(done)).toEqual([
      [2, "CODE_CONTACT : Cette opportunité est celle d’un autre contact."],
      [3, "CODE_OPPORTUNITE : Aucune opportunité ne porte ce code."],
      [4, "CONTACT_EMAIL : Cette opportunité est celle d’un autre contact."],
      [5, "TYPE : Le type d’une opportunité ne change pas."],
      [6, "ETAPE : Cette étape est déjà dépassée. Un import ne recule pas d’étape."],
      [7, "DATE_ETAPE : L’étape précédente n’a été atteinte que le 02/02/2026."],
      [9, "CODE_OPPORTUNITE : Même code que la ligne 8."],
    ]);
    expect(done).toMatchObject({ unchanged: 1, duplicates: 1 });
  });

  test("that moved since, or that somebody works with, are left by undoing", async () => {
    const { me, contact, opportunity, load, undo, stage, db } = await world();
    const [moved, calm] = [await opportunity({ title: "Un" }), await opportunity({ title: "Deux" })];
    const csv = `CODE_OPPORTUNITE;CODE_CONTACT;TITRE;ETAPE\n${moved.code};;;Piste\n${calm.code};;Trois;\n;${contact.code};Neuve;\n;${contact.code};Suivie;\n`;
    const done = await load(me, csv);
    expect(done).toMatchObject({ created: 2, updated: 2 });
    await me.call(opportunityApi.reachStage, {
      params: { id: moved.id },
      body: { stageId: stage(1), reachedOn: "2026-03-02" },
    });
    const followed = await db.opportunity.findFirstOrThrow({ where: { title: "Suivie" } });
    await changeStatus(me, followed.id, { status: "won", on: "2026-03-02" });
    const undone = await undo(me, done.id);
    expect(undone.undo).toEqual({ restored: 2, kept: 2 });
    expect(undone.keptRecords.map(({ name, reason }) => [name, reason]).sort()).toEqual([
      ["Suivie", "EDIT_CONFLICT"],
      ["Un", "EDIT_CONFLICT"],
    ]);
    const titles = (await db.opportunity.findMany({ orderBy: { title: "asc" } })).map(({ title }) => title);
    expect(titles).toEqual(["Deux", "Suivie", "Un"]);
  });
});
