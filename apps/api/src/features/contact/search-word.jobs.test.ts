import { contactApi, opportunityApi } from "@crm/contract";
import { expect, it } from "vitest";
import { aContact, anOpportunity, aPipeline } from "../../test/factories.ts";
import { testApp } from "../../test/test-app.ts";
import { searchWords } from "./search-word.jobs.ts";

it("keeps the words of names and titles, without e-mails and codes, and forgets those that are gone", async () => {
  const { as, ctx, db, home } = await testApp();
  const admin = await as("admin");
  const { id } = await aContact(db, {
    ...{
      organisationId: home.id,
      lastName: "O’Neill",
      firstName: "Amélie",
      company: "Cœur 24",
      email: "nom@exemple.fr",
    },
  });
  const pipeline = await aPipeline(db);
  const opportunity = await anOpportunity(db, {
    ...{ contactId: id, organisationId: home.id, pipelineId: pipeline.id, title: "Rénovation" },
  });
  const words = async () => {
    await searchWords.run(ctx, {}, new AbortController().signal);
    return (await db.searchWord.findMany({ orderBy: { word: "asc" } })).map(({ word }) => word);
  };
  expect(await words()).toEqual(["amelie", "coeur", "neill", "oneill", "renovation"]);
  // Older than the newest that are always read.
  await db.$executeRaw`INSERT INTO contacts (id, email, last_name, organisation_id) SELECT gen_random_uuid(), 'c' || i || '@x.fr', 'Martin', ${home.id}::uuid FROM generate_series(1, 510) AS i`;
  const found = await admin.call(contactApi.list, { query: { search: "amelei" } });
  expect(found.body).toMatchObject({ near: true, rows: [{ id }] });
  const title = await admin.call(opportunityApi.list, { query: { search: "rennovation" } });
  expect(title.body).toMatchObject({ near: true, count: { value: 1 }, rows: [{ id: opportunity.id }] });
  await db.contact.update({ where: { id }, data: { firstName: "Zoé" } });
  expect(await words()).toEqual(["coeur", "martin", "neill", "oneill", "renovation", "zoe"]);
});

it("puts the best match of opportunities first: the very title or code, its beginning, its words, then the contact's", async () => {
  const { as, db, home } = await testApp();
  const admin = await as("admin");
  const pipeline = await aPipeline(db);
  const contact = await aContact(db, {
    organisationId: home.id,
    lastName: "Toit",
    firstName: "Éva",
    company: "",
    email: "e@x.fr",
  });
  const other = await aContact(db, {
    organisationId: home.id,
    lastName: "Bo",
    firstName: "Zoé",
    company: "",
    email: "z@x.fr",
  });
  let day = 1;
  const titled = async (title: string, contactId = other.id) =>
    (
      await anOpportunity(db, {
        ...{
          contactId,
          organisationId: home.id,
          pipelineId: pipeline.id,
          title,
          createdAt: new Date(Date.UTC(2026, 0, day++)),
        },
      })
    ).title;
  const exact = await titled("Toit");
  const begins = await titled("Toiture neuve");
  const word = await titled("Réfection de toiture");
  const contacts = await titled("Extension", contact.id);
  const rest = await titled("Avant-surtoit");
  const titles = async (query: object) =>
    (await admin.call(opportunityApi.list, { query: { search: "toit", ...query } })).body.rows.map(
      ({ title }) => title,
    );
  expect(await titles({})).toEqual([exact, begins, word, contacts, rest]);
  expect(await titles({ sort: "createdAt" })).toEqual([rest, contacts, word, begins, exact]);
});
