import { contactApi, questionApi } from "@crm/contract";
import { expect, it } from "vitest";
import { enqueueAtStart } from "../../jobs.ts";
import { aContact, anOpportunity, aPipeline, aQuestion } from "../../test/factories.ts";
import { type TestApp, testApp } from "../../test/test-app.ts";
import { answerExpression } from "./answer-where.queries.ts";
import { toQuestion } from "./question.view.ts";

const choices = {
  choices: [
    { label: "Appel entrant", value: "APL" },
    { label: "Site web", value: "WEB" },
  ],
};
const input = (over: object) =>
  ({ label: "Origine", code: "ORIGINE", type: "single-choice", config: choices, inSearch: true, ...over }) as never;
const indexes = async ({ db }: TestApp) =>
  (
    await db.$queryRaw<{ name: string; valid: boolean }[]>`
    SELECT c.relname AS name, i.indisvalid AS valid FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE position('_answer_' IN c.relname) > 0 ORDER BY 1`
  ).map(({ name, valid }) => (valid ? name : `${name}, cut off`));

it("follows « Afficher dans la recherche », the type and archives; heals what a crash cut off", async () => {
  const world = await testApp();
  const { as, db, ports, home } = world;
  const admin = await as("admin");
  const { body: question } = await admin.call(questionApi.create, { body: { record: "contact", input: input({}) } });
  const update = (version: number, over: object) =>
    admin.call(questionApi.update, { params: { id: question.id }, body: { version, input: input(over) } });
  const name = `contacts_answer_${question.id.replaceAll("-", "")}`;
  expect(await indexes(world)).toEqual([]);
  await ports.jobs.runAll();
  expect(await indexes(world)).toEqual([name]);

  // The list finds through it, in the order of names.
  const contact = await aContact(db, { organisationId: home.id, answers: { [question.id]: "APL" } });
  const query = {
    sort: "name" as const,
    answers: JSON.stringify([{ questionId: question.id, operator: "is", value: "APL" }]),
  };
  expect((await admin.call(contactApi.list, { query })).body.rows.map(({ id }) => id)).toEqual([contact.id]);
  const plan = await db.$transaction(async (tx) => {
    await tx.$executeRaw`SET LOCAL enable_seqscan = off`;
    return tx.$queryRawUnsafe(
      `EXPLAIN SELECT id FROM contacts c WHERE (c.answers ->> '${question.id}') = 'APL' ORDER BY c.name_key, c.id`,
    );
  });
  expect(JSON.stringify(plan)).toContain(name);
  expect(JSON.stringify(plan)).not.toContain("Sort");

  // What is right is not built again.
  const oid = () => db.$queryRaw`SELECT ${name}::regclass::oid::int AS oid`;
  const before = await oid();
  await update(1, { label: "Origine du contact" });
  await ports.jobs.runAll();
  expect(await oid()).toEqual(before);

  // A build that fails in the middle leaves an index that is not valid.
  await aContact(db, { organisationId: home.id });
  await db.$executeRawUnsafe(`DROP INDEX "${name}"`);
  await expect(
    db.$executeRawUnsafe(`CREATE UNIQUE INDEX CONCURRENTLY "${name}" ON contacts (organisation_id)`),
  ).rejects.toThrow();
  expect(await indexes(world)).toEqual([`${name}, cut off`]);
  await update(2, {});
  await ports.jobs.runAll();
  expect(await indexes(world)).toEqual([name]);

  await update(3, { inSearch: false });
  await ports.jobs.runAll();
  expect(await indexes(world)).toEqual([]);
  await update(4, { inSearch: true });
  await ports.jobs.runAll();
  await admin.call(questionApi.remove, { params: { id: question.id } });
  await ports.jobs.runAll();
  expect(await indexes(world)).toEqual([]);
});

it("indexes figures, days and texts by what they compare as, a text by its beginning however long it is", async () => {
  const world = await testApp();
  const admin = await world.as("admin");
  const ids: Record<string, string> = {};
  for (const type of ["number", "date", "long-text", "boolean", "multiple-choice"]) {
    const config = type === "multiple-choice" ? choices : {};
    ids[type] = (
      await admin.call(questionApi.create, {
        body: { record: "opportunity", input: input({ type, config, code: type.toUpperCase() }) },
      })
    ).body.id;
  }
  const { id: contactId } = await aContact(world.db, { organisationId: world.home.id });
  // No index holds so much, and it does not shrink.
  const long = Array.from({ length: 4000 }, (_, i) => (i * 7919).toString(36)).join(" ");
  await anOpportunity(world.db, {
    ...{ contactId, organisationId: world.home.id, pipelineId: (await aPipeline(world.db)).id },
    answers: { [ids["long-text"] ?? ""]: long },
  });
  await world.ports.jobs.runAll();
  expect(await indexes(world)).toEqual(
    ["number", "date", "long-text"].map((type) => `opportunities_answer_${ids[type]?.replaceAll("-", "")}`).sort(),
  );
});

it("finds at each start the questions that a seed or a restore wrote without telling", async () => {
  const world = await testApp();
  const { id } = await aQuestion(world.db, { type: "number", inSearch: true });
  await enqueueAtStart(world.ctx);
  await world.ports.jobs.runAll();
  expect(await indexes(world)).toEqual([`contacts_answer_${id.replaceAll("-", "")}`]);
});

it("replaces at a start the index that an earlier release built on an e-mail question; its filter finds both before and after", async () => {
  const world = await testApp();
  const { db, home } = world;
  const admin = await world.as("admin");
  const { id } = await aQuestion(db, { type: "email", inSearch: true });
  const name = `contacts_answer_${id.replaceAll("-", "")}`;
  const old = `(sort_key((answers ->> '${id}')) COLLATE "C")`;
  await db.$executeRawUnsafe(`CREATE INDEX "${name}" ON contacts (${old}, name_key, id)`);
  await db.$executeRawUnsafe(`COMMENT ON INDEX "${name}" IS '${old.replaceAll("'", "''")}'`);
  const contact = await aContact(db, { organisationId: home.id, answers: { [id]: "Achats@société.fr" } });
  const found = async () => {
    const answers = JSON.stringify([{ questionId: id, operator: "is", value: "achats@xn--socit-esab.fr" }]);
    return (await admin.call(contactApi.list, { query: { answers } })).body.rows.map((row) => row.id);
  };
  const definition = async () =>
    (await db.$queryRaw<{ made: string }[]>`SELECT pg_get_indexdef(${name}::regclass) AS made`)[0]?.made;
  expect(await definition()).toContain("sort_key");
  expect(await found()).toEqual([contact.id]);
  await enqueueAtStart(world.ctx);
  await world.ports.jobs.runAll();
  expect(await indexes(world)).toEqual([name]);
  expect(await definition()).toContain("email_key");
  expect(await definition()).not.toContain("sort_key");
  expect(await found()).toEqual([contact.id]);
  const plan = await db.$transaction(async (tx) => {
    await tx.$executeRaw`SET LOCAL enable_seqscan = off`;
    const compared = answerExpression("c.answers", toQuestion(await tx.question.findUniqueOrThrow({ where: { id } })));
    return tx.$queryRawUnsafe(
      `EXPLAIN SELECT id FROM contacts c WHERE ${compared} = 'x@y.fr' ORDER BY c.name_key, c.id`,
    );
  });
  expect(JSON.stringify(plan)).toContain(name);
});
