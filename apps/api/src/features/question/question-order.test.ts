import { contactApi, questionApi } from "@crm/contract";
import { describe, expect, it } from "vitest";
import { inTransaction } from "../../platform/context.ts";
import { aQuestion } from "../../test/factories.ts";
import { countQueries } from "../../test/queries.ts";
import { testApp } from "../../test/test-app.ts";
import { questionsOf } from "./question.service.ts";

const list = { query: { record: "contact" as const } };

describe("« Modifier l'ordre des questions »", () => {
  it("sets the whole order in one command; archived questions stay out of it", async () => {
    const { as, db } = await testApp();
    const admin = await as("admin");
    const [a, b, c] = [
      await aQuestion(db, { type: "text" }),
      await aQuestion(db, { type: "text" }),
      await aQuestion(db, { type: "text" }),
    ];
    const archived = await aQuestion(db, { type: "text", archivedAt: new Date() });
    const other = await aQuestion(db, { type: "text", record: "opportunity" });
    expect(
      (await admin.call(questionApi.reorder, { body: { record: "contact", ids: [c.id, a.id, b.id] } })).status,
    ).toBe(204);
    expect((await admin.call(questionApi.list, list)).body.map(({ id, version }) => [id, version])).toEqual([
      [c.id, 1],
      [a.id, 1],
      [b.id, 1],
    ]);
    for (const ids of [[a.id, b.id], [a.id, b.id, c.id, archived.id], [a.id, a.id, b.id], [a.id, b.id, other.id], []])
      expect(await admin.call(questionApi.reorder, { body: { record: "contact", ids } })).toMatchObject({
        status: 409,
        body: { code: "ORDER_OUTDATED" },
      });
    expect((await admin.call(questionApi.list, list)).body.map(({ id }) => id)).toEqual([c.id, a.id, b.id]);
  });

  it("two at once give one of both orders, whole", async () => {
    const { as, db } = await testApp();
    const admin = await as("admin");
    const ids: string[] = [];
    for (let i = 0; i < 8; i++) ids.push((await aQuestion(db, { type: "text" })).id);
    const orders = [[...ids].reverse(), [...ids.slice(4), ...ids.slice(0, 4)], ids];
    const replies = await Promise.all(
      orders.map((order) => admin.call(questionApi.reorder, { body: { record: "contact", ids: order } })),
    );
    expect(replies.map(({ status }) => status)).toEqual([204, 204, 204]);
    expect(orders).toContainEqual((await admin.call(questionApi.list, list)).body.map(({ id }) => id));
  });
});

describe("questions in memory", () => {
  it("cost a list no query, and are never older than a change in this process or a message from another", async () => {
    const { as, db, ctx } = await testApp();
    const admin = await as("admin");
    const question = await aQuestion(db, { type: "text", label: "Avant" });
    await admin.call(questionApi.list, list);
    expect(await countQueries(() => admin.call(questionApi.list, list))).toBe(0);
    expect(
      await countQueries(() =>
        admin.call(contactApi.list, {
          query: { answers: JSON.stringify([{ questionId: question.id, operator: "filled" }]) },
        }),
      ),
    ).toBe(1);

    await db.question.update({ where: { id: question.id }, data: { label: "Par un autre" } });
    await ctx.events.publish(db, { questions: "contact" });
    expect((await admin.call(questionApi.list, list)).body[0]?.label).toBe("Par un autre");

    const input = { label: "Après", code: question.code, type: "text" as const };
    const [, during] = await Promise.all([
      admin.call(questionApi.update, { params: { id: question.id }, body: { version: 1, input } }),
      admin.call(questionApi.list, list),
    ]);
    expect(["Par un autre", "Après"]).toContain(during.body[0]?.label);
    expect((await admin.call(questionApi.list, list)).body[0]?.label).toBe("Après");
  });

  it("are read again in a transaction", async () => {
    const { db, ctx } = await testApp();
    await questionsOf(ctx, "contact");
    await aQuestion(db, { type: "text" });
    expect(await questionsOf(ctx, "contact")).toHaveLength(0); // an insert that told nobody
    expect(await inTransaction(ctx, (ctx) => questionsOf(ctx, "contact"))).toHaveLength(1);
  });
});
