import { contactApi, importApi } from "@crm/contract";
import { expect, test } from "vitest";
import { aContact } from "../../test/factories.ts";
import { importWorld, reasonsOf, sampleQuestions } from "../../test/importing.ts";

async function world() {
  const on = await importWorld();
  const me = await on.as("salesperson");
  const contact = (over = {}) => aContact(on.db, { organisationId: on.home.id, ownerId: me.id, ...over });
  return { ...on, me, contact };
}

const audrey = { lastName: "Le Denmat", firstName: "Audrey", company: "Net Hélium" };

test("the guide's own example (2.5) updates the contact of that name and company", async () => {
  const { me, contact, check, run, db, ...on } = await world();
  const { origin } = await sampleQuestions(db);
  const one = await contact(audrey);
  const csv = "NOM;PRENOM;ORGANISATION;ORIGINE_CONTACT\nLE-DENMAT;audrey;Net helium.;RESEAU\n";
  const checked = await check(me, csv);
  expect(checked).toMatchObject({ missing: [], updated: 1, created: 0, refused: 0, can: { run: true } });
  expect(await run(me, checked.id)).toMatchObject({ status: "done", updated: 1 });
  const after = await db.contact.findUniqueOrThrow({ where: { id: one.id } });
  // What it is known by stays as it was.
  expect(after).toMatchObject({ ...audrey, answers: { [origin.id]: "RESEAU" }, version: 2 });
  expect(await check(me, csv)).toMatchObject({ unchanged: 1, updated: 0 });
  await me.call(importApi.undo, { params: { id: checked.id } });
  await on.ports.jobs.runAll();
  expect(await db.contact.findUniqueOrThrow({ where: { id: one.id } })).toMatchObject({ answers: {} });
});

test("who is not found, found twice, named twice or nameless is refused with why, and nobody else's contact is told of", async () => {
  const { me, as, contact, home, check, db } = await world();
  const colleague = await as("salesperson");
  const hidden = await aContact(db, {
    organisationId: home.id,
    ownerId: colleague.id,
    lastName: "Secret",
    company: "X",
  });
  await aContact(db, { organisationId: home.id, ownerId: colleague.id, ...audrey });
  await contact(audrey);
  await contact({ ...audrey, company: "Autre" });
  await contact({ lastName: "Martin", firstName: "Jean", company: "ACME" });
  await contact({ lastName: "MARTIN", firstName: "Jean", company: "Acmé" });
  await contact({ lastName: "Parti", firstName: "Paul", deletedAt: new Date() });
  const csv = [
    "NOM;PRENOM;ORGANISATION;VILLE",
    "Le Denmat;Audrey;Net Hélium;Brest",
    "Martin;Jean;Acme;Brest",
    `${hidden.lastName};${hidden.firstName};X;Brest`,
    "Parti;Paul;;Brest",
    "Le Denmat;Audrey;;Brest",
    ";Audrey;Net Hélium;Brest",
    "le denmat;AUDREY;net helium;Rennes",
    "Ledenmataudrey;;Net Hélium;Brest",
  ].join("\n");
  const checked = await check(me, csv);
  expect(checked).toMatchObject({ updated: 1, created: 0, refused: 7, duplicates: 1 });
  const unknown = "NOM : Aucun contact que vous pouvez modifier ne porte ce nom. Sans e-mail, aucun n’est créé.";
  expect(reasonsOf(checked)).toEqual([
    [3, "NOM : Plusieurs contacts portent ce nom. Indiquez leur e-mail ou leur code."],
    [4, unknown],
    [5, unknown],
    [6, unknown],
    [7, "NOM : Ce champ est obligatoire."],
    [8, "NOM : Même fiche que la ligne 2."],
    [9, unknown],
  ]);
});

test("a file without companies goes by name and first name; chosen beside an e-mail, the name brings the e-mail", async () => {
  const { me, contact, importAll, check, db } = await world();
  const one = await contact({ ...audrey, email: "old@b.fr" });
  expect(await check(me, "NOM;PRENOM;VILLE\nLe Denmat;Audrey;Brest\n")).toMatchObject({ updated: 1 });
  const csv = "NOM;PRENOM;EMAIL\nLe Denmat;Audrey;new@b.fr\nKervella;Yann;yann@b.fr\n";
  expect(await importAll(me, csv, { key: "name" })).toMatchObject({ updated: 1, created: 0, refused: 1 });
  expect(await db.contact.findUniqueOrThrow({ where: { id: one.id } })).toMatchObject({ email: "new@b.fr" });
  expect((await me.call(contactApi.show, { params: { id: one.id } })).body.lastName).toBe("Le Denmat");
  expect(await check(me, "NOM;VILLE\nLe Denmat;Brest\n")).toMatchObject({ missing: ["EMAIL"] });
  expect(await check(me, "NOM;VILLE\nLe Denmat;Brest\n", { key: "name" })).toMatchObject({ missing: ["PRENOM"] });
});

test("an index serves it", async () => {
  const { db } = await world();
  const plan = await db.$transaction(async (db) => {
    await db.$executeRaw`SET LOCAL enable_seqscan = off`;
    return db.$queryRaw<{ "QUERY PLAN": string }[]>`
      EXPLAIN SELECT r.k, f.id FROM (VALUES ('a'), ('b')) AS r(k) CROSS JOIN LATERAL (
        SELECT c.id FROM contacts c WHERE c.last_name <> '' AND match_key(c.last_name || c.first_name) = r.k LIMIT 2) f`;
  });
  expect(plan.map((line) => line["QUERY PLAN"]).join("\n")).toContain("contacts_match_key_idx");
});
