import { randomUUID } from "node:crypto";
import { boardApi, opportunityApi } from "@crm/contract";
import { describe, expect, it } from "vitest";
import { aPipeline } from "../../test/factories.ts";
import { opportunityApp } from "../../test/opportunity-app.ts";
import { countQueries } from "../../test/queries.ts";

/** An opportunity of four stages, and what moves it. */
async function board() {
  const app = await opportunityApp();
  const admin = await app.as("admin");
  const { id } = await app.opportunity({ ownerId: admin.id });
  const stages = app.pipeline.stages.map((stage) => stage.id) as [string, string, string, string];
  const move = (
    from: string | null,
    to: string | null,
    on = "2026-03-02",
    days?: { stageId: string; reachedOn: string }[],
  ) => admin.call(boardApi.move, { params: { id }, body: { from, to, on, ...(days ? { days } : {}) } });
  const reached = async () =>
    (await admin.call(opportunityApi.show, { params: { id } })).body.reached.map(
      ({ stageId, reachedOn }) => `${stages.indexOf(stageId)} ${reachedOn}`,
    );
  return { ...app, admin, id, stages, move, reached };
}

describe("moving a card", () => {
  it("validates the stages on the way on the day given, and tells each in the timeline", async () => {
    const { move, stages, reached, admin, id, clock } = await board();
    clock.now = new Date("2026-03-02T12:00:00Z");
    const moved = await move(null, stages[2]);
    expect(moved).toMatchObject({ status: 200, body: { undone: [], opportunity: { stageId: stages[2], version: 1 } } });
    expect(await reached()).toEqual(["0 2026-03-02", "1 2026-03-02", "2 2026-03-02"]);
    const { timeline } = (await admin.call(opportunityApi.show, { params: { id } })).body;
    expect(timeline.rows.map(({ kind, data }) => `${kind} ${data["stage"]}`)).toEqual([
      "opportunity.stage-reached Proposition",
      "opportunity.stage-reached Découverte besoins",
      "opportunity.stage-reached Piste",
    ]);
  });

  it("steps back over several stages, gives their days, and puts them back as they were", async () => {
    const { move, stages, reached } = await board();
    await move(null, stages[0], "2026-01-10");
    await move(stages[0], stages[2], "2026-02-01");
    const back = await move(stages[2], null);
    expect(back.body.undone.map(({ stageId, reachedOn }) => [stages.indexOf(stageId), reachedOn])).toEqual([
      [0, "2026-01-10"],
      [1, "2026-02-01"],
      [2, "2026-02-01"],
    ]);
    expect(await reached()).toEqual([]);
    expect((await move(null, stages[2], "2026-03-02", back.body.undone)).status).toBe(200);
    expect(await reached()).toEqual(["0 2026-01-10", "1 2026-02-01", "2 2026-02-01"]);
  });

  it("stands on a stage added behind its back", async () => {
    const { move, stages, reached, db, id } = await board();
    await move(null, stages[2], "2026-02-01");
    await db.reachedStage.delete({ where: { opportunityId_stageId: { opportunityId: id, stageId: stages[1] } } });
    expect((await move(stages[2], stages[1])).status).toBe(200);
    expect(await reached()).toEqual(["0 2026-02-01", "1 2026-03-02"]);
  });

  it("refuses a day in the future, one before the stage before, and days out of order", async () => {
    const { move, stages, reached } = await board();
    await move(null, stages[0], "2026-02-10");
    expect(await move(stages[0], stages[1], "2026-03-03")).toMatchObject({
      status: 422,
      body: { code: "DATE_IN_FUTURE" },
    });
    expect(await move(stages[0], stages[1], "2026-02-09")).toMatchObject({
      status: 422,
      body: { code: "DATE_BEFORE_PREVIOUS_STAGE", details: { previous: "2026-02-10" } },
    });
    const days = [{ stageId: stages[1], reachedOn: "2026-03-01" }];
    expect(await move(stages[0], stages[2], "2026-02-20", days)).toMatchObject({
      body: { code: "DATE_BEFORE_PREVIOUS_STAGE" },
    });
    expect(await reached()).toEqual(["0 2026-02-10"]);
  });

  it("refuses a stage of another type, an unknown one, an archived one never reached", async () => {
    const { move, stages, db, reached } = await board();
    const foreign = await aPipeline(db);
    for (const to of [randomUUID(), foreign.stages[0]?.id ?? ""]) expect((await move(null, to)).status).toBe(404);
    await db.stage.update({ where: { id: stages[1] }, data: { archivedAt: new Date() } });
    expect((await move(null, stages[1])).status).toBe(404);
    expect((await move(null, stages[2])).status).toBe(200);
    expect(await reached()).toEqual(["0 2026-03-02", "2 2026-03-02"]);
  });

  it("refuses a move from where it no longer stands, with where it is; the same move twice is done once", async () => {
    const { move, stages, reached, admin, id } = await board();
    const both = await Promise.all([move(null, stages[1]), move(null, stages[1])]);
    expect(both.map(({ status }) => status)).toEqual([200, 200]);
    expect(await reached()).toHaveLength(2);
    const other = await Promise.all([move(stages[1], stages[2]), move(stages[1], stages[3])]);
    expect(other.map(({ status }) => status).sort()).toEqual([200, 409]);
    const loser = other.find(({ status }) => status === 409);
    const { body } = await admin.call(opportunityApi.show, { params: { id } });
    expect(loser?.body).toMatchObject({ code: "EDIT_CONFLICT", details: { current: { id, stageId: body.stageId } } });
  });

  it("is not for whom does not see it", async () => {
    const { as, id, stages } = await board();
    const other = await as("salesperson");
    const body = { from: null, to: stages[0], on: "2026-03-02" };
    expect((await other.call(boardApi.move, { params: { id }, body })).status).toBe(404);
  });
});

describe("the columns", () => {
  it("count and sum exactly what the list finds with the same filter, in the actor's scope", async () => {
    const { opportunity, pipeline, as, admin, stages, db, home, contact } = await board();
    const mine = await as("salesperson");
    const at = (stageId: string | null, amount: string | null, over = {}) => opportunity({ stageId, amount, ...over });
    for (const amount of ["0.10", "0.20", null]) await at(stages[0], amount, { ownerId: mine.id });
    await at(stages[1], "999999999999.99");
    await at(stages[1], "0.01", { status: "lost" });
    await at(stages[1], "5", { deletedAt: new Date() });
    const foreign = await aPipeline(db);
    await opportunity({ pipelineId: foreign.id, contactId: contact.id, organisationId: home.id, amount: "7" });
    const columns = async (who: typeof admin, over = {}) =>
      (await who.call(boardApi.columns, { query: { pipelineId: pipeline.id, ...over } })).body
        .map(({ stageId, count, amount }) => `${stageId ? stages.indexOf(stageId) : "-"} ${count} ${amount}`)
        .sort();

    expect(await columns(admin)).toEqual(["- 1 0", "0 3 0.3", "1 2 1000000000000"]);
    expect(await columns(admin, { status: "open" })).toEqual(["- 1 0", "0 3 0.3", "1 1 999999999999.99"]);
    expect(await columns(mine)).toEqual(["0 3 0.3"]);
    expect(await columns(admin, { search: "introuvable" })).toEqual([]);
    const query = { query: { pipelineId: pipeline.id } };
    expect(await countQueries(() => admin.call(boardApi.columns, query))).toBeLessThanOrEqual(2);
  });

  it("hold their cards in the order in which they came, page after page, the same when asked again", async () => {
    const { opportunity, pipeline, admin, stages, clock } = await board();
    const ids: string[] = [];
    for (let minute = 0; minute < 5; minute++) {
      const { id } = await opportunity({ stageId: stages[0] });
      ids.unshift(id);
      clock.now = new Date(Date.UTC(2026, 2, 2, 9, minute));
      const body = { from: stages[0], to: stages[1], on: "2026-03-02" };
      expect((await admin.call(boardApi.move, { params: { id }, body })).status).toBe(200);
    }
    const read = async (stageId: string) => {
      const seen: string[] = [];
      for (let after: string | undefined, first = true; first || after; first = false) {
        const query = { pipelineId: pipeline.id, stageId, sort: "stageAt", size: 2, after } as const;
        const { rows, next } = (await admin.call(opportunityApi.list, { query })).body;
        seen.push(...rows.map(({ id }) => id));
        after = next ?? undefined;
      }
      return seen;
    };
    expect(await read(stages[1])).toEqual(ids);
    expect(await read(stages[1])).toEqual(ids);
    clock.now = new Date(Date.UTC(2026, 2, 2, 10));
    const back = { from: stages[1], to: null, on: "2026-03-02" };
    for (const id of ids) await admin.call(boardApi.move, { params: { id }, body: back });
    expect((await read("none")).filter((id) => ids.includes(id)).sort()).toEqual(ids.toSorted());
  });
});
