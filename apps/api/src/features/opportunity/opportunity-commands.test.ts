import { randomUUID } from "node:crypto";
import { notificationApi, opportunityApi } from "@crm/contract";
import { describe, expect, it } from "vitest";
import { assignOpportunity, changeStatus } from "../../test/commands.ts";
import { anOrganisation } from "../../test/factories.ts";
import { opportunityApp } from "../../test/opportunity-app.ts";
import type { TestUser } from "../../test/test-app.ts";

describe("who follows it", () => {
  it("changes, is told, and takes it out of sight of who gave it away", async () => {
    const { as, opportunity, db } = await opportunityApp();
    const elsewhere = await anOrganisation(db);
    const [me, other] = [
      await as("salesperson"),
      await as("salesperson", { organisationId: elsewhere.id, firstName: "Nora", lastName: "Petit" }),
    ];
    const { id } = await opportunity({ ownerId: me.id });

    const given = await assignOpportunity(me, id, other.id);

    expect(given).toMatchObject({
      status: 200,
      body: { owner: { id: other.id, name: "Nora Petit" }, can: { update: false }, version: 1 },
    });
    expect((await me.call(opportunityApi.show, { params: { id } })).status).toBe(404);
    expect((await other.call(opportunityApi.show, { params: { id } })).body).toMatchObject({
      can: { update: true },
      timeline: {
        rows: [
          { kind: "opportunity.assigned", changes: [{ field: "owner", from: "Camille Durand", to: "Nora Petit" }] },
        ],
      },
    });
    expect((await other.call(notificationApi.list, {})).body.rows).toMatchObject([
      { kind: "opportunity.assigned", data: { opportunityId: id } },
    ]);
    expect(await db.opportunity.findUniqueOrThrow({ where: { id } })).toMatchObject({ organisationId: elsewhere.id });
  });

  it("is not changed over somebody else's change unseen; the same choice by both is none", async () => {
    const { as, opportunity } = await opportunityApp();
    const [admin, one, other] = [await as("admin"), await as("salesperson"), await as("salesperson")];
    const { id } = await opportunity({ ownerId: admin.id });
    const give = (ownerId: string, from: string) =>
      admin.call(opportunityApi.assign, { params: { id }, body: { from, ownerId } });
    expect((await give(one.id, admin.id)).status).toBe(200);
    expect(await give(other.id, admin.id)).toMatchObject({
      status: 409,
      body: { code: "EDIT_CONFLICT", details: { current: { owner: { id: one.id } } } },
    });
    expect((await give(one.id, admin.id)).status).toBe(200);
    expect((await give(other.id, one.id)).body.owner?.id).toBe(other.id);
  });

  it("may be nobody, but not somebody who left", async () => {
    const { as, opportunity } = await opportunityApp();
    const [admin, left] = [await as("admin"), await as("salesperson", { crmAccess: false })];
    const { id } = await opportunity({ ownerId: admin.id });
    expect((await assignOpportunity(admin, id, null)).body.owner).toBeNull();
    expect(await assignOpportunity(admin, id, left.id)).toMatchObject({
      status: 422,
      body: { code: "OWNER_NOT_ASSIGNABLE" },
    });
  });
});

describe("the status", () => {
  it("changes on a day, today in Paris at the latest", async () => {
    const { as, opportunity, clock } = await opportunityApp();
    const [admin, { id }] = [await as("admin"), await opportunity()];
    const change = (status: "won" | "lost", on: string) => changeStatus(admin, id, { status, on });

    expect((await change("won", "2026-02-27")).body).toMatchObject({
      status: "won",
      statusOn: "2026-02-27",
      version: 1,
    });
    expect(await change("lost", "2026-03-03")).toMatchObject({ status: 422, body: { code: "DATE_IN_FUTURE" } });
    clock.now = new Date("2026-03-02T23:00:00Z"); // midnight in Paris
    expect((await change("lost", "2026-03-03")).status).toBe(200);
    const { body } = await admin.call(opportunityApi.timeline, { params: { id }, query: {} });
    expect(body.rows.map(({ kind, data }) => [kind, data])).toEqual([
      ["opportunity.status", { from: "won", to: "lost", on: "2026-03-03" }],
      ["opportunity.status", { from: "open", to: "won", on: "2026-02-27" }],
    ]);
  });

  it.each([
    ["not a day", "2026-02-30"],
    ["the year zero", "0000-01-01"],
    ["an instant", "2026-03-01T10:00:00Z"],
  ])("refuses %s", async (_, on) => {
    const { as, opportunity } = await opportunityApp();
    const { id } = await opportunity();
    expect(await changeStatus(await as("admin"), id, { status: "won", on })).toMatchObject({
      status: 422,
      body: { code: "VALIDATION_FAILED" },
    });
  });
});

describe("what one may not see does not exist", () => {
  const commands = (id: string): [string, (user: TestUser) => Promise<{ status: number }>][] => {
    const params = { id };
    return [
      ["show", ({ call }) => call(opportunityApi.show, { params })],
      ["timeline", ({ call }) => call(opportunityApi.timeline, { params, query: {} })],
      ["update", ({ call }) => call(opportunityApi.update, { params, body: { version: 1, title: "Prise" } })],
      ["answer", ({ call }) => call(opportunityApi.answer, { params, body: { version: 1, answers: {} } })],
      ["assign", ({ call, id: ownerId }) => call(opportunityApi.assign, { params, body: { from: null, ownerId } })],
      ["changeStatus", (user) => changeStatus(user, id, { status: "won", on: "2026-03-01" })],
      [
        "reachStage",
        ({ call }) =>
          call(opportunityApi.reachStage, { params, body: { stageId: randomUUID(), reachedOn: "2026-03-01" } }),
      ],
      ["stepBack", ({ call }) => call(opportunityApi.stepBack, { params, query: { stageId: randomUUID() } })],
    ];
  };

  it("for each profile and each command", async () => {
    const { as, opportunity, db } = await opportunityApp();
    const elsewhere = await anOrganisation(db);
    const [colleague, stranger] = [await as("salesperson"), await as("salesperson", { organisationId: elsewhere.id })];
    const [theirs, foreign] = [
      await opportunity({ ownerId: colleague.id }),
      await opportunity({ ownerId: stranger.id, organisationId: elsewhere.id }),
    ];
    const [me, manager, outside] = [
      await as("salesperson"),
      await as("manager"),
      await as("admin", { crmAccess: false }),
    ];
    const before = await db.opportunity.findMany({ orderBy: { id: "asc" } });

    for (const [name, command] of [...commands(theirs.id), ...commands(foreign.id), ...commands(randomUUID())])
      expect([name, (await command(me)).status]).toEqual([name, 404]);
    for (const [name, command] of commands(foreign.id))
      expect([name, (await command(manager)).status]).toEqual([name, 404]);
    for (const [name, command] of commands(theirs.id))
      expect([name, (await command(outside)).status]).toEqual([name, 403]);
    expect(await db.opportunity.findMany({ orderBy: { id: "asc" } })).toEqual(before);

    const mine = await opportunity({ ownerId: me.id });
    const seen = async (user: typeof me) =>
      (await user.call(opportunityApi.list, { query: {} })).body.rows.map(({ id }) => id).sort();
    expect(await seen(me)).toEqual([mine.id]);
    expect(await seen(manager)).toEqual([theirs.id, mine.id].sort());
    expect(await seen(await as("admin"))).toEqual([theirs.id, foreign.id, mine.id].sort());
    expect((await me.call(opportunityApi.count, { query: {} })).body).toEqual({ value: 1, capped: false });
  });
});
