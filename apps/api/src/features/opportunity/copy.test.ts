import { fileApi, interactionApi, opportunityApi, pipelineApi } from "@crm/contract";
import { describe, expect, it } from "vitest";
import { changeStatus } from "../../test/commands.ts";
import { aQuestion } from "../../test/factories.ts";
import { opportunityApp } from "../../test/opportunity-app.ts";

describe("the copy of an opportunity", () => {
  it("begins anew with type, contact, amount, criteria, notes and owner", async () => {
    const { as, db, opportunity, pipeline, contact } = await opportunityApp();
    const [admin, owner] = [await as("admin"), await as("salesperson")];
    const question = await aQuestion(db, { type: "text", record: "opportunity" });
    const files = await aQuestion(db, { type: "file", record: "opportunity" });
    const { body: file } = await admin.call(fileApi.upload, {
      query: { name: "plan.pdf", purpose: "answer", questionId: files.id },
      body: Buffer.from("%PDF-1.7"),
    });
    const { id } = await opportunity({ ownerId: owner.id, title: "Refonte", amount: 1200.5, notes: "<p>Vu</p>" });
    const answers = { [question.id]: "Intérieur", [files.id]: [{ id: file.id, name: file.name }] };
    const one = { params: { id } };
    await admin.call(opportunityApi.answer, { ...one, body: { version: 1, answers } });
    await admin.call(opportunityApi.update, { ...one, body: { version: 2, expectedOn: "2026-06-30" } });
    const stageId = pipeline.stages[0]?.id ?? "";
    await admin.call(opportunityApi.reachStage, { ...one, body: { stageId, reachedOn: "2026-02-01" } });
    await changeStatus(admin, id, { status: "lost", on: "2026-02-02", reason: "Prix" });
    await admin.call(interactionApi.create, { ...one, body: { kind: "call" } });

    const { status, body: copy } = await admin.call(opportunityApi.duplicate, one);

    expect(status).toBe(201);
    expect(copy).toMatchObject({
      ...{ title: "[Copie] Refonte", status: "open", statusOn: "2026-03-02", statusReason: "", expectedOn: null },
      ...{ contact: { id: contact.id }, pipelineId: pipeline.id, amount: 1200.5, notes: "<p>Vu</p>", answers },
      ...{ owner: { id: owner.id }, stageId: null, reached: [], nextStageId: stageId, version: 1 },
    });
    expect(copy.code).not.toBe((await admin.call(opportunityApi.show, one)).body.code);
    const { rows } = (await admin.call(opportunityApi.timeline, { params: { id: copy.id }, query: {} })).body;
    expect(rows).toMatchObject([{ kind: "opportunity.duplicated", data: { opportunityId: id, title: "Refonte" } }]);
    expect((await owner.call(fileApi.download, { params: { id: file.id } })).status).toBe(200);
    expect(await db.interaction.count({ where: { opportunityId: copy.id } })).toBe(0);
  });

  it("keeps within a title's length, and goes to the actor when the owner has left", async () => {
    const { as, opportunity } = await opportunityApp();
    const [admin, left] = [await as("admin"), await as("salesperson", { active: false })];
    const { id } = await opportunity({ ownerId: left.id, title: "é".repeat(200) });
    const { body } = await admin.call(opportunityApi.duplicate, { params: { id } });
    expect([body.title, body.owner?.id]).toEqual([`[Copie] ${"é".repeat(192)}`, admin.id]);
  });

  it("is refused of an archived type, of an anonymised contact and of what one does not see", async () => {
    const { as, db, opportunity, pipeline, contact, clock } = await opportunityApp();
    const [admin, other] = [await as("admin"), await as("salesperson")];
    const { id } = await opportunity({ ownerId: admin.id });
    const copy = (by = admin) => by.call(opportunityApi.duplicate, { params: { id } });
    expect((await copy(other)).status).toBe(404);
    await db.contact.update({ where: { id: contact.id }, data: { anonymisedAt: clock.now } });
    expect((await copy()).body).toMatchObject({ code: "CONTACT_ANONYMISED" });
    await db.contact.update({ where: { id: contact.id }, data: { anonymisedAt: null } });
    await admin.call(pipelineApi.setArchived, { params: { id: pipeline.id }, body: { archived: true } });
    expect((await copy()).body).toMatchObject({ code: "PIPELINE_ARCHIVED" });
    expect(await db.opportunity.count()).toBe(1);
  });
});

it("the expected date is changed, told, filtered by and forgotten", async () => {
  const { as, opportunity } = await opportunityApp();
  const admin = await as("admin");
  const { id } = await opportunity({ ownerId: admin.id });
  const update = (version: number, expectedOn: string | null) =>
    admin.call(opportunityApi.update, { params: { id }, body: { version, expectedOn } });
  expect((await update(1, "2028-02-29")).body).toMatchObject({ expectedOn: "2028-02-29", version: 2 });
  expect((await update(2, "2027-02-29")).status).toBe(422);
  const filter = (operator: string, value: string) =>
    JSON.stringify({ match: "all", items: [{ field: "expectedOn", operator, value }] });
  const found = async (operator: string, value: string) =>
    (await admin.call(opportunityApi.list, { query: { filter: filter(operator, value) } })).body.rows?.length;
  expect([await found("atLeast", "2028-02-29"), await found("atLeast", "2028-03-01")]).toEqual([1, 0]);
  expect((await update(2, null)).body.expectedOn).toBeNull();
  const { rows } = (await admin.call(opportunityApi.timeline, { params: { id }, query: {} })).body;
  expect(rows.map(({ changes }) => changes)).toEqual([
    [{ field: "expectedOn", from: "29/02/2028", to: null }],
    [{ field: "expectedOn", from: null, to: "29/02/2028" }],
  ]);
});
