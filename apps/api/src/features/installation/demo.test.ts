import { contactApi, installationApi } from "@crm/contract";
import { demoAccounts, demoPassword, demoPasswordOpens, removeDemo, seedDemo } from "@crm/db/seed";
import { expect, test } from "vitest";
import { aContact, anInteraction, anOpportunity, aQuestion, aSubmission } from "../../test/factories.ts";
import { type TestApp, testApp } from "../../test/test-app.ts";

/** A bare database with the demo, and a person of the company who has come since. */
async function withDemo() {
  const on = await testApp();
  await on.db.organisation.deleteMany();
  await seedDemo(on.db, on.clock.now);
  const home = await on.db.organisation.create({ data: { name: "Maison" } });
  const me = await on.as("admin", { organisationId: home.id, email: "elodie@maison.test", passwordHash: "x" });
  return { ...on, home, me };
}

/** Every uuid column of every table that holds an id which is nowhere any more. */
async function dangling({ db }: TestApp, gone: string[]): Promise<string[]> {
  const columns = await db.$queryRaw<{ table: string; column: string }[]>`
    SELECT table_name AS table, column_name AS column FROM information_schema.columns
    WHERE table_schema = 'public' AND (udt_name IN ('uuid', 'jsonb') OR column_name = 'query') AND table_name <> 'demo_records'`;
  const found: string[] = [];
  for (const { table, column } of columns) {
    const sql = `SELECT EXISTS (SELECT FROM "${table}", regexp_matches("${column}"::text, '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}', 'g') m
      WHERE m[1] = ANY ($1::text[])) AS yes`;
    const [row] = await db.$queryRawUnsafe<{ yes: boolean }[]>(sql, gone);
    if (row?.yes) found.push(`${table}.${column}`);
  }
  return found;
}

test("is loaded once into a bare database, and tells everybody who is signed in", async () => {
  const { db, me, clock } = await withDemo();
  expect(await demoPasswordOpens(db)).toBe(true);
  await seedDemo(db, clock.now);
  expect([await db.contact.count(), await db.user.count()]).toEqual([500, 7]);
  expect((await me.call(installationApi.demo, {})).body).toEqual({ present: true, accounts: true });
});

test("goes as a whole: only who came since and his organisation stay, and it does not come back by itself", async () => {
  const { db, me, clock } = await withDemo();
  const { removed, adminLeft } = await removeDemo(db, clock.now);
  expect([removed, adminLeft]).toMatchObject([{ contacts: 500, opportunities: 200, users: 6, forms: 2 }, true]);
  for (const table of [
    "contacts",
    "opportunities",
    "interactions",
    "actions",
    "submissions",
    "audit_events",
    "questions",
    "pipelines",
    "stages",
    "forms",
    "demo_records",
  ])
    expect([table, await db.$queryRawUnsafe(`SELECT count(*)::int AS n FROM ${table}`)]).toEqual([table, [{ n: 0 }]]);
  expect((await db.user.findMany()).map(({ id }) => id)).toEqual([me.id]);
  expect(await db.organisation.count()).toBe(1);
  expect((await me.call(installationApi.demo, {})).body).toEqual({ present: false, accounts: false });
  await db.user.deleteMany();
  await db.organisation.deleteMany();
  await seedDemo(db, clock.now);
  expect(await db.user.count()).toBe(0);
});

test("leaves what people made, what that hangs on, and nothing that points at what is gone", async () => {
  const on = await withDemo();
  const { db, me, home, clock } = on;
  const demoUser = await db.user.findUniqueOrThrow({ where: { email: "commercial@demo.fr" } });
  const [spoken, untouched, sold] = await db.contact.findMany({ take: 3, orderBy: { id: "asc" } });
  const [pipeline, other] = await db.pipeline.findMany({ orderBy: { position: "asc" }, include: { stages: true } });
  if (!spoken || !untouched || !sold || !pipeline || !other) throw new Error("the demo is not there");
  const asked = await db.question.findFirstOrThrow({ where: { record: "contact", code: "OPTIN" } });
  const seen = await db.question.findFirstOrThrow({ where: { record: "contact", code: "PROFIL" } });

  // Made by a person, some as a demo account, some on records of the demo.
  const of = { organisationId: home.id, ownerId: me.id };
  const mine = await aContact(db, { ...of, answers: { [asked.id]: true } });
  const asDemo = await aContact(db, { organisationId: demoUser.organisationId, ownerId: demoUser.id });
  const deal = await anOpportunity(db, { ...of, contactId: sold.id, pipelineId: pipeline.id });
  const demoDeal = await db.opportunity.findFirstOrThrow({
    where: { contactId: { notIn: [spoken.id, sold.id, untouched.id] } },
  });
  const exchange = await anInteraction(db, {
    contactId: demoDeal.contactId,
    opportunityId: demoDeal.id,
    actorId: demoUser.id,
  });
  const form = await db.form.findFirstOrThrow({ where: { slug: "lettre" } });
  const answer = await aSubmission(db, { formId: form.id, contactId: spoken.id });
  const question = await aQuestion(db, { type: "text" });
  await db.stage.create({
    data: { pipelineId: other.id, label: "Essai", colour: "grey", probability: 5, position: 9 },
  });
  await db.pipeline.update({ where: { id: other.id }, data: { version: 2 } });
  await db.savedView.create({ data: { userId: me.id, record: "contact", name: "Vue", query: `filter=${seen.id}` } });
  await db.auditEvent.create({ data: { kind: "contact.updated", contactId: mine.id, actorId: demoUser.id } });
  await db.notification.create({ data: { userId: me.id, kind: "action.due", data: { contactId: untouched.id } } });
  const own = await db.user.update({ where: { email: "roger@demo.fr" }, data: { email: "roger@maison.test" } });

  const before = await ids(on);
  await removeDemo(db, clock.now);
  const left = new Set(await ids(on));
  const stays = [
    mine,
    asDemo,
    spoken,
    sold,
    deal,
    demoDeal,
    exchange,
    form,
    answer,
    question,
    asked,
    seen,
    own,
    pipeline,
    other,
  ];
  expect(stays.filter(({ id }) => !left.has(id))).toEqual([]);
  expect(left.has(demoDeal.contactId)).toBe(true);
  expect([untouched, demoUser].filter(({ id }) => left.has(id))).toEqual([]);
  expect(await db.contact.count()).toBe(5);
  expect(await db.stage.count({ where: { pipelineId: other.id } })).toBe(other.stages.length + 1);
  expect(
    await dangling(
      on,
      before.filter((id) => !left.has(id)),
    ),
  ).toEqual([]);
  const list = await me.call(contactApi.list, { query: {} });
  expect([list.status, list.body.rows.length]).toEqual([200, 5]);
});

/** Of all that the demo brings kinds of. */
async function ids({ db }: TestApp): Promise<string[]> {
  const tables = [
    "users",
    "organisations",
    "contacts",
    "opportunities",
    "interactions",
    "actions",
    "submissions",
    "forms",
    "questions",
    "pipelines",
    "stages",
  ];
  const rows = await db.$queryRawUnsafe<{ id: string }[]>(
    tables.map((table) => `SELECT id::text FROM ${table}`).join(" UNION ALL "),
  );
  return rows.map(({ id }) => id);
}

test("removed or not, its password opens no account that somebody made his own", async () => {
  const { db } = await withDemo();
  expect(demoAccounts.every(({ password }) => password === demoPassword)).toBe(true);
  await db.user.updateMany({ where: { email: { endsWith: "@demo.fr" } }, data: { active: false } });
  expect(await demoPasswordOpens(db)).toBe(false);
});
