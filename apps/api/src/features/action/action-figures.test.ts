import { actionApi, handoverApi, reportApi } from "@crm/contract";
import { expect, it } from "vitest";
import { aContact, anAction, anActionType } from "../../test/factories.ts";
import { opportunityApp } from "../../test/opportunity-app.ts";

it("« À traiter », the activity report and the handing over count the same actions, without those of the bin", async () => {
  const { db, as, home, contact, opportunity, clock } = await opportunityApp();
  await anActionType(db);
  const [me, admin] = [await as("salesperson"), await as("admin")];
  const gone = { deletedAt: clock.now };
  const binned = await aContact(db, { organisationId: home.id, ...gone });
  const [deal, binnedDeal] = [await opportunity({ ownerId: me.id }), await opportunity({ ownerId: me.id, ...gone })];
  const day = (days: number) => new Date(clock.now.getTime() + days * 86_400_000);
  for (const about of [
    { contactId: contact.id },
    { contactId: deal.contactId, opportunityId: deal.id },
    { contactId: binned.id },
    { contactId: binnedDeal.contactId, opportunityId: binnedDeal.id },
  ]) {
    const of = { ...about, organisationId: home.id, ownerId: me.id };
    await anAction(db, { ...of, dueAt: day(-2) });
    await anAction(db, { ...of, dueAt: day(9) });
    await anAction(db, { ...of, dueAt: day(-2), doneAt: day(-1) });
    await anAction(db, { ...of, dueAt: day(-2), ...gone });
  }
  const { body: counts } = await me.call(actionApi.counts, { query: { ownerId: "me" } });
  const { body: done } = await me.call(actionApi.list, { query: { ownerId: "me", state: "done", size: 200 } });
  const { body: report } = await me.call(reportApi.activity, { query: { from: "2026-01-01", to: "2026-12-31" } });
  const open = counts.late.value + counts.today.value + counts.week.value + counts.later.value;
  expect([counts.late.value, open, done.rows.length]).toEqual([2, 4, 2]);
  expect(report.late.map(({ count }) => count)).toEqual([2]);
  expect(report.weeks.reduce((sum, { actionsDone }) => sum + actionsDone, 0)).toBe(2);
  expect((await admin.call(handoverApi.show, { params: { id: me.id } })).body.actions).toBe(4);
});
