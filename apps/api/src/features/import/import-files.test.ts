import { contactApi, importApi, notificationApi } from "@crm/contract";
import { describe, expect, test } from "vitest";
import { aContact, aQuestion } from "../../test/factories.ts";
import { countsOf, importWorld } from "../../test/importing.ts";

/** Everything that imports write, as it lies in the database. */
const written = async ({ db }: Awaited<ReturnType<typeof importWorld>>) => [
  await db.contact.count(),
  await db.auditEvent.count(),
];

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
    const left = await importAll(user, csv, { mode: "create" });
    expect(left).toMatchObject({ created: 1, updated: 0, unchanged: 0, skipped: 1 });
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
