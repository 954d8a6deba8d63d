import { boardApi, homeApi, opportunityApi, opportunityStatuses, reportApi } from "@crm/contract";
import fc from "fast-check";
import { expect, it } from "vitest";
import { anOpportunity, anOrganisation, aPipeline } from "../../test/factories.ts";
import { opportunityApp } from "../../test/opportunity-app.ts";

const deal = fc.record({
  type: fc.nat({ max: 1 }),
  stage: fc.option(fc.nat({ max: 3 }), { nil: null }),
  status: fc.constantFrom(...opportunityStatuses),
  cents: fc.option(fc.integer({ min: 0, max: 99_999_999_999 }), { nil: null }),
  owner: fc.nat({ max: 2 }),
  away: fc.boolean(),
  month: fc.option(fc.nat({ max: 11 }), { nil: null }),
  deleted: fc.boolean(),
});

it("the board, the home page and the forecast count and weigh the same opportunities alike, whoever asks", async () => {
  const app = await opportunityApp();
  const { db, as, home, contact } = app;
  const pipelines = [app.pipeline, await aPipeline(db)] as const;
  const chances = [15, 33, 67, 90];
  for (const { stages } of pipelines)
    for (const [at, { id }] of stages.entries())
      await db.stage.update({ where: { id }, data: { probability: chances[at] ?? 0 } });
  const away = await anOrganisation(db, "Roger");
  const people = [await as("salesperson"), await as("manager"), await as("admin")] as const;

  await fc.assert(
    fc.asyncProperty(fc.array(deal, { minLength: 1, maxLength: 25 }), async (deals) => {
      await db.opportunity.deleteMany({});
      for (const { type, stage, status, cents, owner, away: isAway, month, deleted } of deals)
        await anOpportunity(db, {
          ...{ contactId: contact.id, organisationId: isAway ? away.id : home.id, status },
          pipelineId: pipelines[type === 0 ? 0 : 1].id,
          stageId: stage === null ? null : (pipelines[type === 0 ? 0 : 1].stages[stage]?.id ?? null),
          amount: cents === null ? null : (cents / 100).toFixed(2),
          ownerId: people[owner]?.id ?? null,
          expectedOn: month === null ? null : new Date(Date.UTC(2026, month, 15)),
          deletedAt: deleted ? new Date() : null,
        });
      for (const [at, person] of people.entries()) {
        const sees = ({ owner, away, deleted }: (typeof deals)[number]) =>
          !deleted && (at === 2 || (at === 1 ? !away : owner === 0));
        const open = deals.filter((one) => sees(one) && one.status === "open");
        const told = {
          count: open.length,
          amount: open.reduce((sum, { cents }) => sum + (cents ?? 0), 0) / 100,
          weighted:
            open.reduce((sum, { cents, stage }) => sum + (cents ?? 0) * (chances[stage ?? -1] ?? 0), 0) / 10_000,
        };
        const expectTold = (rows: readonly (typeof told)[]) => {
          const sum = (of: keyof typeof told) => rows.reduce((all, row) => all + row[of], 0);
          expect(sum("count")).toBe(told.count);
          expect(sum("amount")).toBeCloseTo(told.amount, 2);
          expect(sum("weighted")).toBeCloseTo(told.weighted, 2);
        };
        const boards = async (query: object) =>
          (
            await Promise.all(
              pipelines.map(({ id }) => person.call(boardApi.columns, { query: { pipelineId: id, ...query } })),
            )
          ).flatMap(({ body }) => body);

        expectTold((await person.call(homeApi.pipeline, { query: { whose: "everyone" } })).body);
        expectTold((await person.call(reportApi.forecast, { query: {} })).body.months);
        expectTold(await boards({ status: "open" }));
        // With every status on the board, what is won, lost or postponed is summed and not weighed.
        const all = deals.filter(sees);
        const columns = await boards({});
        expect(columns.reduce((sum, { weighted }) => sum + weighted, 0)).toBeCloseTo(told.weighted, 2);
        expect(columns.reduce((sum, { count }) => sum + count, 0)).toBe(all.length);
        const { body: listed } = await person.call(opportunityApi.count, { query: { status: "open" } });
        expect(listed.value).toBe(told.count);
      }
    }),
    { numRuns: 12 },
  );
});
