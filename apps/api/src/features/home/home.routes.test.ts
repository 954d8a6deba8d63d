import { contactApi, type HomeWidget, homeApi, opportunityApi, usualWidgets } from "@crm/contract";
import { describe, expect, it } from "vitest";
import { changeStatus } from "../../test/commands.ts";
import { aContact, anOrganisation } from "../../test/factories.ts";
import { opportunityApp } from "../../test/opportunity-app.ts";
import { countQueries } from "../../test/queries.ts";
import type { TestUser } from "../../test/test-app.ts";

const now = new Date("2026-03-02T09:00:00Z");
const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000);

/** Three people of two companies; whoever is named follows. */
async function company() {
  const app = await opportunityApp();
  const { as, db, pipeline, contact } = app;
  const elsewhere = await anOrganisation(db, "Roger");
  const [me, colleague, manager, admin] = [
    await as("salesperson"),
    await as("salesperson"),
    await as("manager"),
    await as("admin"),
  ];
  const stages = pipeline.stages.map(({ id }) => id) as [string, string, string, string];
  const of = (ownerId: string, over: object = {}) => app.opportunity({ ownerId, ...over });
  const away = (over: object = {}) => app.opportunity({ organisationId: elsewhere.id, ...over });
  return { ...app, me, colleague, manager, admin, stages, of, away, contact };
}

describe("my pipeline", () => {
  it("sums the open ones by stage, weighed by probability, in the actor's scope", async () => {
    const { me, colleague, manager, admin, stages, of, away, db } = await company();
    await db.stage.update({ where: { id: stages[1] }, data: { probability: 40 } });
    await of(me.id, { stageId: stages[1], amount: "0.10" });
    await of(me.id, { stageId: stages[1], amount: "1000.20" });
    await of(me.id, { amount: "50" });
    await of(me.id, { stageId: stages[1], amount: "9", status: "won" });
    await of(me.id, { stageId: stages[1], amount: "9", deletedAt: now });
    await of(colleague.id, { stageId: stages[1], amount: "7" });
    await away({ stageId: stages[1], amount: "3" });
    const shares = async (who: typeof me, whose?: "mine" | "everyone") =>
      (await who.call(homeApi.pipeline, { query: { whose } })).body.map(
        ({ stageId, count, amount, weighted }) =>
          `${stageId === null ? "-" : stages.indexOf(stageId)} ${count} ${amount} ${weighted.toFixed(2)}`,
      );

    expect(await shares(me)).toEqual(["- 1 50 0.00", "1 2 1000.3 400.12"]);
    expect(await shares(me, "everyone")).toEqual(await shares(me));
    expect(await shares(manager)).toEqual([]);
    expect(await shares(manager, "everyone")).toEqual(["- 1 50 0.00", "1 3 1007.3 402.92"]);
    expect(await shares(admin, "everyone")).toEqual(["- 1 50 0.00", "1 4 1010.3 404.12"]);
    expect(await countQueries(() => me.call(homeApi.pipeline, { query: {} }))).toBe(1);
  });
});

describe("stale opportunities", () => {
  it("are open, untouched for longer than their stage allows, and without an exchange since; the longest first", async () => {
    const { me, stages, of, db, contact } = await company();
    await db.stage.update({ where: { id: stages[0] }, data: { staleDays: 5 } });
    await db.stage.update({ where: { id: stages[1] }, data: { staleDays: null } });
    const [first, never] = [stages[0], stages[1]];
    const stale = await of(me.id, { stageId: first, updatedAt: daysAgo(6), title: "Six jours" });
    await of(me.id, { stageId: first, updatedAt: daysAgo(4), title: "Quatre jours" });
    await of(me.id, { stageId: never, updatedAt: daysAgo(400), title: "Jamais" });
    await of(me.id, { updatedAt: daysAgo(29), title: "Avant, 29 jours" });
    await of(me.id, { updatedAt: daysAgo(31), title: "Avant, 31 jours" });
    await of(me.id, { stageId: first, updatedAt: daysAgo(60), status: "won", title: "Gagnée" });
    const phoned = await of(me.id, { stageId: first, updatedAt: daysAgo(50), title: "Appelée" });
    const exchange = { kind: "call", contactId: contact.id, opportunityId: phoned.id, heldAt: daysAgo(2) } as const;
    const { id } = await db.interaction.create({ data: exchange });
    const titles = async () => (await me.call(homeApi.stale, { query: {} })).body.map(({ title }) => title);

    expect(await titles()).toEqual(["Avant, 31 jours", "Six jours"]);
    await db.interaction.update({ where: { id }, data: { deletedAt: now } });
    expect(await titles()).toEqual(["Appelée", "Avant, 31 jours", "Six jours"]);
    await db.interaction.update({ where: { id }, data: { deletedAt: null, heldAt: daysAgo(9) } });
    const [row] = (await me.call(homeApi.stale, { query: {} })).body;
    expect(row).toMatchObject({ title: "Appelée", since: daysAgo(9).toISOString(), owner: { id: me.id } });
    await me.call(opportunityApi.update, { params: { id: stale.id }, body: { version: 1, amount: 5 } });
    expect(await titles()).toEqual(["Appelée", "Avant, 31 jours"]);
    expect(await countQueries(titles)).toBe(1);
  });

  it("are those that the actor sees", async () => {
    const { me, colleague, manager, admin, of, away } = await company();
    await of(colleague.id, { updatedAt: daysAgo(90), title: "Collègue" });
    await away({ updatedAt: daysAgo(80), title: "Ailleurs" });
    const titles = async (who: typeof me) =>
      (await who.call(homeApi.stale, { query: { whose: "everyone" } })).body.map(({ title }) => title);
    expect(await titles(me)).toEqual([]);
    expect(await titles(manager)).toEqual(["Collègue"]);
    expect(await titles(admin)).toEqual(["Collègue", "Ailleurs"]);
  });
});

describe("what changed since my last visit", () => {
  it("begins at the visit before, a week ago the first time", async () => {
    const { me, clock } = await company();
    const since = async () => (await me.call(homeApi.visit, {})).body.since;
    expect(await since()).toBe(daysAgo(7).toISOString());
    clock.now = new Date(now.getTime() + 3_600_000);
    expect(await since()).toBe(now.toISOString());
  });

  it("tells by record what others did to what the actor sees, and nothing before", async () => {
    const { me, colleague, manager, admin, of, db, home, clock } = await company();
    const mine = await aContact(db, {
      organisationId: home.id,
      ownerId: me.id,
      lastName: "Kervella",
      firstName: "Anne",
    });
    const deal = await of(me.id, { title: "Refonte" });
    const theirs = await aContact(db, { organisationId: home.id, ownerId: colleague.id });
    const edit = (id: string, version: number, city: string) =>
      admin.call(contactApi.update, { params: { id }, body: { version, city } });
    await edit(mine.id, 1, "Brest");
    clock.now = new Date(now.getTime() + 60_000);
    await edit(mine.id, 2, "Quimper");
    await edit(mine.id, 3, "Vannes");
    await edit(theirs.id, 1, "Brest");
    clock.now = new Date(now.getTime() + 120_000);
    const won = { status: "won", on: "2026-03-02" } as const;
    await changeStatus(admin, deal.id, won);
    const told = async (who: typeof me, since = now.toISOString()) =>
      (await who.call(homeApi.changes, { query: { since } })).body.map(
        ({ record, name, count, kinds, by }) => `${record} ${name} ${count} ${kinds.join()} ${by}`,
      );

    const lines = [
      "opportunity Refonte 1 opportunity.status Camille Durand",
      "contact Anne Kervella 2 contact.changed Camille Durand",
    ];
    expect(await told(me)).toEqual(lines);
    expect((await told(manager)).length).toBe(3);
    expect(await told(admin)).toEqual([]);
    expect(await told(me, clock.now.toISOString())).toEqual([]);
    expect(await countQueries(() => told(me))).toBe(1);
  });
});

describe("the widgets of the home page", () => {
  const widgetsOf = async (who: TestUser) => (await who.call(homeApi.widgets, {})).body.widgets;
  const choose = (who: TestUser, widgets: string[] | null) =>
    who.call(homeApi.chooseWidgets, { body: { widgets: widgets as HomeWidget[] | null } });

  it("are the usual ones until one chooses, then what one chose, in that order, and nobody else's", async () => {
    const { me, colleague } = await company();
    expect(await widgetsOf(me)).toEqual(usualWidgets);
    const chosen = await choose(me, ["forecast", "toDo", "forecast"]);
    expect(chosen.body.widgets).toEqual(["forecast", "toDo"]);
    expect(await widgetsOf(me)).toEqual(["forecast", "toDo"]);
    expect(await widgetsOf(colleague)).toEqual(usualWidgets);
    await choose(me, []);
    expect(await widgetsOf(me)).toEqual([]);
    await choose(me, null);
    expect(await widgetsOf(me)).toEqual(usualWidgets);
    expect(await countQueries(() => me.call(homeApi.widgets, {}))).toBe(1);
  });

  it("are refused when nobody knows them; those of another version are left out", async () => {
    const { me, db } = await company();
    await choose(me, ["contacts"]);
    for (const unknown of ["weather", "toString", "a\0", "<b>"])
      expect((await choose(me, ["toDo", unknown])).status).toBe(422);
    expect(await widgetsOf(me)).toEqual(["contacts"]);
    await db.user.update({ where: { id: me.id }, data: { homeWidgets: ["weather", "changes"] } });
    expect(await widgetsOf(me)).toEqual(["changes"]);
  });

  it("are kept once when chosen twice at once", async () => {
    const { me } = await company();
    const replies = await Promise.all([choose(me, ["toDo"]), choose(me, ["stale"])]);
    expect(replies.map(({ status }) => status)).toEqual([200, 200]);
    expect(replies.map(({ body }) => body.widgets)).toContainEqual(await widgetsOf(me));
  });
});
