import { readFile } from "node:fs/promises";
import { actionApi, contactApi, organisationApi, questionApi, viewApi } from "@crm/contract";
import pg from "pg";
import { expect, test } from "vitest";
import { aContact, anAction, anOpportunity, anOrganisation, aPipeline, aQuestion } from "../../test/factories.ts";
import { countsOf, importWorld } from "../../test/importing.ts";
import { workbookOf } from "../../test/workbook.ts";

const unseen = "\u202eDu\u200bpont\u000b\n Du\u0301rand\u0007";
const clean = "Dupont Dúrand";

async function world() {
  const on = await importWorld();
  const me = await on.as("admin");
  return { ...on, me };
}

test("a name is one line of what one sees, wherever it is typed", async () => {
  const { me } = await world();
  const typed = {
    email: "a@b.fr",
    title: unseen.slice(0, 8),
    lastName: unseen,
    company: "Soc\tA\u2028B",
    city: "Paris\n",
  };
  const { body } = await me.call(contactApi.create, { body: typed });
  expect(body).toMatchObject({ title: "Dupont", lastName: clean, company: "Soc A B", city: "Paris" });
  expect((await me.call(organisationApi.create, { body: { name: unseen } })).body.name).toBe(clean);
  const view = {
    record: "contact" as const,
    name: unseen,
    shared: false,
    query: "",
    columns: [] as string[],
    display: "table" as const,
  };
  expect((await me.call(viewApi.create, { body: view })).body.name).toBe(clean);
  const input = { label: unseen, code: "NOM_USUEL", type: "text" } as const;
  expect((await me.call(questionApi.create, { body: { record: "contact", input } })).body.label).toBe(clean);
  const found = await me.call(contactApi.list, { query: { search: "du\u200bpont\n" } as never });
  expect(found.body.rows).toHaveLength(1);
  // Notes keep their lines and their emoji.
  const notes = "<p>👩🏽‍💻 a\u200b\u202e&#8203;</p><p>e\u0301</p>";
  const changed = await me.call(contactApi.update, { params: { id: body.id }, body: { version: 1, notes } });
  expect(changed.body.notes).toBe("<p>👩🏽‍💻 a</p><p>é</p>");
});

test("what nobody sees is no answer", async () => {
  const { me, db } = await world();
  const named = await me.call(organisationApi.create, { body: { name: " \u200b\u2060\u3164 " } });
  expect([named.status, named.body]).toMatchObject([422, { issues: [{ path: "body/name" }] }]);
  const { id } = await aQuestion(db, { type: "text", required: true });
  const created = await me.call(contactApi.create, { body: { email: "a@b.fr", answers: { [id]: "\u200b" } } });
  expect(created.status).toBe(422);
});

test("a file's line breaks become spaces; a decomposed name is unchanged", async () => {
  const { me, db, importAll } = await world();
  const header = ["EMAIL", "NOM", "PRENOM", "ORGANISATION", "VILLE"];
  const book = workbookOf([header, ["a@b.fr", "Dupont\nDurand", "Jean\r\nPaul", "a\u000bb", "\u202eEvil"]]);
  await importAll(me, book);
  expect(await db.contact.findMany()).toMatchObject([
    { lastName: "Dupont Durand", firstName: "Jean Paul", company: "a b", city: "Evil" },
  ]);
  const long = await aQuestion(db, { type: "long-text", code: "AVIS" });
  const file = "EMAIL;NOM;AVIS\nnfc@h2nf.example;Lefèvre;Très\n";
  await importAll(me, file);
  expect(await db.contact.findFirst({ where: { email: "nfc@h2nf.example" } })).toMatchObject({
    lastName: "Lefèvre",
    answers: { [long.id]: "Très" },
  });
  expect(countsOf(await importAll(me, file.normalize("NFD")))).toMatchObject({ unchanged: 1, created: 0, updated: 0 });
});

test("what was stored before is repaired, and a vCard and a calendar carry no control even then", async () => {
  const { me, db, home, url, app } = await world();
  const old = await aContact(db, {
    organisationId: home.id,
    ownerId: me.id,
    lastName: unseen,
    city: "Paris\n",
    address: "1 rue\r\nBât\u200b B",
  });
  const right = await aContact(db, { organisationId: home.id, lastName: "Lefèvre", notes: "<p>a\u00a0b</p>" });
  const pipeline = await aPipeline(db);
  const deal = await anOpportunity(db, {
    pipelineId: pipeline.id,
    organisationId: home.id,
    contactId: old.id,
    title: "\u200b",
  });
  const { id } = await aQuestion(db, { type: "text" });
  await db.contact.update({ where: { id: right.id }, data: { answers: { [id]: "e\u0301\u200b" } } });
  const [twin, taken] = [await anOrganisation(db, "Roger\u200b"), await anOrganisation(db, "Roger")];
  const named = await anOrganisation(db, "Brico\nnett");
  await anAction(db, {
    ...{ organisationId: home.id, ownerId: me.id, contactId: old.id, text: "x\u0007y\nz" },
    dueAt: new Date("2026-03-03T13:30:00Z"),
  });

  const control = /(?![\r\n])\p{Cc}|\p{Bidi_Control}|\u200b/u;
  const card = await me.call(contactApi.vcard, { params: { id: old.id } });
  expect(card.raw.payload).toContain("N:Dupont\\n\\n Dúrand;Audrey");
  expect(card.raw.payload).not.toMatch(control);
  const { address } = (await me.call(actionApi.openCalendar, {})).body;
  const calendar = await app.inject({ url: new URL(address).pathname });
  expect(calendar.body).toContain("DESCRIPTION:xy\\nz");
  expect(calendar.body).not.toMatch(control);

  const file = new URL("../../../../../prisma/migrations/20261129020100_clean_texts/migration.sql", import.meta.url);
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(await readFile(file, "utf8"));
  } finally {
    await client.end();
  }

  expect(await db.contact.findUnique({ where: { id: old.id } })).toMatchObject({
    lastName: clean,
    city: "Paris",
    address: "1 rue\nBât B",
    version: 1,
  });
  const kept = { lastName: "Lefèvre", notes: "<p>a\u00a0b</p>", answers: { [id]: "é" } };
  expect(await db.contact.findUnique({ where: { id: right.id } })).toMatchObject(kept);
  expect(await db.opportunity.findUnique({ where: { id: deal.id } })).toMatchObject({ title: deal.code });
  const names = await db.organisation.findMany({ where: { id: { in: [twin.id, taken.id, named.id] } } });
  expect(names.map(({ name }) => name).sort()).toEqual(["Brico nett", "Roger", "Roger\u200b"]);
});
