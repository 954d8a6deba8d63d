import {
  binApi,
  type OpportunityStatus,
  opportunityApi,
  opportunityStatuses,
  reportApi,
  type SalesFigures,
} from "@crm/contract";
import { inParis } from "@crm/fields";
import fc from "fast-check";
import { expect, test } from "vitest";
import { assignOpportunity, changeStatus, stepBack } from "../../test/commands.ts";
import { aContact, anOrganisation, aPipeline, aQuestion } from "../../test/factories.ts";
import { type TestUser, testApp } from "../../test/test-app.ts";
import {
  cohortOf,
  durationsOf,
  funnelOf,
  type KeptOpportunity,
  resultsOf,
  salesOf,
  type Viewer,
} from "./report-reference.ts";

const stageCount = 4;
const choices = (...values: string[]) => ({ choices: values.map((value) => ({ value, label: value })) });
const day = (date: Date) => inParis(date.toISOString()).day;
const later = (from: string, days: number) => new Date(Date.parse(from) + days * 86_400_000).toISOString().slice(0, 10);

/** Moments at the borders of days and years, and on the days on which the clocks change, and any others. */
const moment = fc.oneof(
  fc
    .constantFrom("2025-12-31T22:30:00Z", "2025-12-31T23:00:00Z", "2026-03-28T23:30:00Z", "2026-03-29T22:00:00Z")
    .map((at) => new Date(at)),
  fc.date({ min: new Date("2025-11-01"), max: new Date("2026-06-30"), noInvalidDate: true }),
);
const who = fc.nat({ max: 3 });
const command = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant("create" as const),
      at: moment,
      who,
      cents: fc.integer({ min: 0, max: 10_000_000 }),
      size: fc.option(fc.integer({ min: -50, max: 5000 })),
      sector: fc.option(fc.constantFrom("industry", "trade")),
      needs: fc.subarray(["site", "seo", "crm"]),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant("reach" as const), which: fc.nat(), days: fc.nat({ max: 40 }) }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("back" as const), which: fc.nat() }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant("status" as const),
      which: fc.nat(),
      on: moment,
      status: fc.constantFrom(...opportunityStatuses),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("assign" as const), which: fc.nat(), who, at: moment }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant("delete" as const), which: fc.nat(), withContact: fc.boolean() }),
  },
);
const question = fc.record({
  from: fc.option(moment, { nil: undefined }),
  days: fc.option(fc.nat({ max: 200 }), { nil: undefined }),
  owner: fc.option(who, { nil: undefined }),
  status: fc.option(fc.constantFrom<OpportunityStatus>(...opportunityStatuses), { nil: undefined }),
});

test("whatever happened to opportunities, funnel and sales report tell what plain code counts", async () => {
  const { db, as, home, clock } = await testApp();
  clock.now = new Date("2026-12-31T12:00:00Z");
  const away = await anOrganisation(db, "Roger");
  const [admin, manager] = [await as("admin"), await as("manager")];
  const sellers = [
    await as("salesperson"),
    await as("salesperson"),
    await as("salesperson", { organisationId: away.id }),
  ];
  const owners: (TestUser | null)[] = [...sellers, null];
  const [sizeQ, sectorQ, needsQ] = await Promise.all([
    aQuestion(db, { record: "opportunity", type: "number", inReports: true }),
    aQuestion(db, {
      record: "opportunity",
      type: "single-choice",
      inReports: true,
      config: choices("industry", "trade"),
    }),
    aQuestion(db, {
      record: "opportunity",
      type: "multiple-choice",
      inReports: true,
      config: choices("site", "seo", "crm"),
    }),
  ]);
  const seen = (user: TestUser, scope: Viewer["scope"]) => ({
    user,
    scope,
    id: user.id,
    organisationId: user.organisationId,
  });
  const viewers = [seen(admin, "all"), seen(manager, "organisation"), seen(sellers[0] as TestUser, "own")];

  await fc.assert(
    fc.asyncProperty(
      fc.array(command, { minLength: 5, maxLength: 60 }),
      fc.array(question, { minLength: 1, maxLength: 3 }),
      async (commands, questions) => {
        await db.opportunity.deleteMany();
        const pipeline = await aPipeline(db, ["A", "B", "C", "D"]);
        const kept: KeptOpportunity[] = [];
        for (const step of commands) await play(step, pipeline.id, kept);
        for (const { from, days, owner, status } of questions) {
          const createdFrom = from && day(from);
          const asked = {
            createdFrom,
            createdTo: createdFrom !== undefined && days !== undefined ? later(createdFrom, days) : undefined,
            ownerId: owner === undefined ? undefined : (owners[owner]?.id ?? "none"),
            status,
          };
          const period = { from: asked.createdFrom ?? "2025-11-01", to: asked.createdTo ?? "2026-12-31" };
          for (const viewer of viewers) {
            await compare(viewer, { ...asked, pipelineId: pipeline.id }, cohortOf(kept, viewer, asked));
            await compareResults(viewer.user, period, pipeline.stages, cohortOf(kept, viewer, {}));
          }
        }
      },
    ),
    { numRuns: 12 },
  );

  async function play(step: Step, pipelineId: string, kept: KeptOpportunity[]): Promise<void> {
    clock.now = new Date("2026-12-31T12:00:00Z");
    if (step.do === "create") {
      clock.now = step.at;
      const owner = owners[step.who] ?? null;
      const contact = await aContact(db, { organisationId: home.id });
      const { body } = await admin.call(opportunityApi.create, {
        body: { contactId: contact.id, pipelineId, ownerId: owner?.id ?? null, amount: step.cents / 100 },
      });
      const answers = {
        [sizeQ.id]: step.size,
        [sectorQ.id]: step.sector,
        [needsQ.id]: step.needs.length > 0 ? step.needs : null,
      };
      const answered = await admin.call(opportunityApi.answer, {
        params: { id: body.id },
        body: { version: body.version, answers },
      });
      expect(answered.status).toBe(200);
      kept.push({
        ...{
          id: body.id,
          createdAt: step.at,
          ownerId: owner?.id ?? null,
          organisationId: owner?.organisationId ?? home.id,
        },
        ...{
          status: "open",
          statusOn: day(step.at),
          reachedOn: [],
          deleted: false,
          owners: [{ since: step.at, ownerId: owner?.id ?? null }],
        },
        ...{ cents: step.cents, size: step.size, sector: step.sector, needs: step.needs },
      });
      return;
    }
    const one = kept[step.which % kept.length];
    if (!one || one.deleted) return;
    const params = { id: one.id };
    if (step.do === "reach" && one.reachedOn.length < stageCount) {
      const reachedOn = later(one.reachedOn.at(-1) ?? later(day(one.createdAt), -20), step.days);
      if (reachedOn > day(clock.now)) return;
      const { body } = await admin.call(opportunityApi.show, { params });
      const { status } = await admin.call(opportunityApi.reachStage, {
        params,
        body: { stageId: body.nextStageId ?? "", reachedOn },
      });
      expect(status).toBe(200);
      one.reachedOn.push(reachedOn);
    } else if (step.do === "back" && one.reachedOn.length > 0) {
      expect((await stepBack(admin, one.id)).status).toBe(200);
      one.reachedOn.pop();
    } else if (step.do === "status") {
      const body = { status: step.status, on: day(step.on) };
      expect((await changeStatus(admin, one.id, body)).status).toBe(200);
      one.status = step.status;
      one.statusOn = body.on;
    } else if (step.do === "assign") {
      // History goes on: nobody gives away what he got later.
      if (step.at <= (one.owners.at(-1)?.since ?? step.at)) return;
      clock.now = step.at;
      const owner = owners[step.who] ?? null;
      const body = { ownerId: owner?.id ?? null };
      expect((await assignOpportunity(admin, one.id, body.ownerId)).status).toBe(200);
      if (one.ownerId !== body.ownerId) one.owners.push({ since: step.at, ownerId: body.ownerId });
      one.ownerId = body.ownerId;
      if (owner) one.organisationId = owner.organisationId;
    } else if (step.do === "delete") {
      const { body } = await admin.call(opportunityApi.show, { params });
      await (step.withContact
        ? admin.call(binApi.deleteContact, { params: { id: body.contact.id } })
        : admin.call(binApi.deleteOpportunity, { params }));
      one.deleted = true;
    }
  }

  async function compare(
    { user }: { user: TestUser },
    query: { pipelineId: string; createdFrom?: string | undefined; createdTo?: string | undefined },
    cohort: KeptOpportunity[],
  ): Promise<void> {
    const [funnel, durations, list, sales, bySector, byNeed] = await Promise.all([
      user.call(reportApi.funnel, { query }),
      user.call(reportApi.durations, { query }),
      user.call(opportunityApi.count, { query: { ...query, exact: "true" } }),
      user.call(reportApi.sales, { query }),
      user.call(reportApi.sales, { query: { ...query, groupBy: sectorQ.id } }),
      user.call(reportApi.sales, { query: { ...query, groupBy: needsQ.id } }),
    ]);
    const bars = funnel.body.stages;
    expect(bars.map(({ count, amount, statuses }) => ({ count, amount, statuses }))).toEqual(
      funnelOf(cohort, stageCount),
    );
    expect(bars[0]?.count).toBe(list.body.value);
    for (const { count, statuses } of bars)
      expect(Object.values(statuses).reduce((sum, status) => sum + status.count, 0)).toBe(count);
    expect(durations.body.map(({ medianDays, measured }) => ({ medianDays, measured }))).toEqual(
      durationsOf(cohort, stageCount),
    );

    const plain = (figures: SalesFigures) => ({
      ...{ count: figures.count, amount: figures.amount, statuses: figures.statuses },
      reached: bars.slice(1).map(({ stageId }) => figures.stages[stageId ?? ""]),
      size: { answered: figures.questions[sizeQ.id]?.answered, sum: figures.questions[sizeQ.id]?.sum },
      sector: figures.questions[sectorQ.id]?.split,
      needs: figures.questions[needsQ.id]?.split,
    });
    const grouped = (keys: (one: KeptOpportunity) => (string | null)[]) =>
      new Map(
        [...new Set(cohort.flatMap(keys))].map((key) => [
          key,
          salesOf(
            cohort.filter((one) => keys(one).includes(key)),
            stageCount,
          ),
        ]),
      );
    const told = ({ rows }: { rows: (SalesFigures & { key: string | null })[] }) =>
      new Map(rows.map((row) => [row.key, plain(row)]));
    expect(told(sales.body)).toEqual(grouped(({ ownerId }) => [ownerId]));
    expect(told(bySector.body)).toEqual(grouped(({ sector }) => [sector]));
    expect(told(byNeed.body)).toEqual(grouped(({ needs }) => (needs.length > 0 ? needs : [null])));
    for (const { body } of [sales, bySector, byNeed]) expect(plain(body.total)).toEqual(salesOf(cohort, stageCount));
  }
});

async function compareResults(
  user: TestUser,
  period: { from: string; to: string },
  stages: readonly { id: string }[],
  visible: KeptOpportunity[],
): Promise<void> {
  const { body } = await user.call(reportApi.results, { query: period });
  const told = body.rows.map(({ userId, won, lost, stages: reached }) => [
    userId,
    { won, lost, reached: stages.map(({ id }) => reached[id] ?? 0) },
  ]);
  expect(new Map(told as never)).toEqual(resultsOf(visible, period, stages.length));
}

type Step = typeof command extends fc.Arbitrary<infer T> ? T : never;
