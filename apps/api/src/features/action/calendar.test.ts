import { actionApi } from "@crm/contract";
import ical, { type VEvent } from "node-ical";
import { expect, test } from "vitest";
import { aContact, anAction } from "../../test/factories.ts";
import { testApp } from "../../test/test-app.ts";

/** Somebody with a contact, and what a calendar program reads at an address. It is 2 March 2026, 10:00 in Paris. */
async function world() {
  const on = await testApp();
  const me = await on.as("salesperson", { firstName: "Chloé", lastName: "Martin" });
  const contact = await aContact(on.db, { organisationId: on.home.id, ownerId: me.id, lastName: "Le; Denmat, fils" });
  const plan = (dueAt: string, over: object = {}) =>
    anAction(on.db, {
      ...{ organisationId: on.home.id, ownerId: me.id, contactId: contact.id, dueAt: new Date(dueAt), ...over },
    });
  const open = async (who = me) => (await who.call(actionApi.openCalendar, {})).body.address;
  const get = (address: string) => on.app.inject({ url: new URL(address).pathname });
  /** Its events, read by another program's parser. */
  const read = async (address: string) => {
    const reply = await get(address);
    expect([reply.statusCode, reply.headers["content-type"]]).toEqual([200, "text/calendar; charset=utf-8"]);
    return Object.values(ical.sync.parseICS(reply.body)).filter((part): part is VEvent => part?.type === "VEVENT");
  };
  return { ...on, me, contact, plan, open, get, read };
}

test("hours, whole days, the days on which the clocks change and 29 February, read by another program", async () => {
  const { contact, plan, open, read } = await world();
  const timed = await plan("2026-03-03T13:30:00Z", { text: "Parler du devis; du délai,\nde l’été" });
  for (const day of ["2026-03-29T21:59:59.999Z", "2026-10-25T22:59:59.999Z", "2028-02-29T22:59:59.999Z"])
    await plan(day, { allDay: true });
  await plan("2026-03-29T00:30:00Z"); // 1:30, half an hour before the clocks go forward
  await plan("2026-10-25T01:30:00Z"); // 2:30 for the second time
  const events = await read(await open());
  expect(
    events.map(({ start, datetype }) => [datetype, datetype === "date" ? dayOf(start) : start.toISOString()]),
  ).toEqual([
    ["date-time", "2026-03-03T13:30:00.000Z"],
    ["date-time", "2026-03-29T00:30:00.000Z"],
    ["date", "2026-03-29"],
    ["date-time", "2026-10-25T01:30:00.000Z"],
    ["date", "2026-10-25"],
    ["date", "2028-02-29"],
  ]);
  expect(events[0]).toMatchObject({
    ...{ uid: `${timed.id}@crm`, summary: "Rappel : Audrey Le; Denmat, fils", status: "CONFIRMED" },
    ...{ description: "Parler du devis; du délai,\nde l’été" },
  });
  expect(JSON.stringify(events[0]?.url)).toContain(`http://crm.test/contacts/${contact.id}`);
  expect(events[0]?.end?.toISOString()).toBe("2026-03-03T14:00:00.000Z");
  expect(dayOf(events[2]?.end)).toBe("2026-03-30");
});

/** The parser puts a whole day at midnight where it runs. */
const dayOf = (date: Date | undefined) =>
  date &&
  [date.getFullYear(), date.getMonth() + 1, date.getDate()].map((part) => String(part).padStart(2, "0")).join("-");

test("the last thirty days and all that comes, of its owner alone, without what is done or deleted", async () => {
  const { db, home, plan, open, read, contact } = await world();
  await plan("2026-01-31T08:00:00Z");
  const late = await plan("2026-02-01T08:00:00Z");
  await plan("2026-03-04T08:00:00Z", { doneAt: new Date() });
  await plan("2026-03-04T08:00:00Z", { deletedAt: new Date() });
  await anAction(db, { organisationId: home.id, contactId: contact.id, ownerId: null });
  const address = await open();
  expect((await read(address)).map(({ uid }) => uid)).toEqual([`${late.id}@crm`]);
});

test("what its owner may see at the moment of reading", async () => {
  const { db, plan, open, read, contact } = await world();
  await plan("2026-03-03T13:30:00Z");
  const address = await open();
  expect((await read(address))[0]?.summary).toContain("Le; Denmat");
  await db.contact.update({ where: { id: contact.id }, data: { ownerId: null } });
  const [event] = await read(address);
  expect(event?.summary).toBe("Rappel");
  expect(JSON.stringify(event)).not.toContain(contact.id);
});

test("renewed or revoked, the address leads nowhere; so does that of one who left or lost the CRM", async () => {
  const { db, me, open, get } = await world();
  expect((await me.call(actionApi.calendar, {})).body).toEqual({ createdAt: null });
  const first = await open();
  const second = await open();
  expect(second).toMatch(/^http:\/\/crm\.test\/api\/calendar\/[\w-]{43}\.ics$/);
  expect((await me.call(actionApi.calendar, {})).body).toEqual({ createdAt: "2026-03-02T09:00:00.000Z" });
  const status = async (address: string) => (await get(address)).statusCode;
  expect([await status(first), await status(second)]).toEqual([404, 200]);
  for (const [left, back] of [
    [{ active: false }, { active: true }],
    [{ crmAccess: false }, { crmAccess: true }],
  ]) {
    await db.user.update({ where: { id: me.id }, data: left as object });
    expect(await status(second)).toBe(404);
    await db.user.update({ where: { id: me.id }, data: back as object });
  }
  await me.call(actionApi.closeCalendar, {});
  const revoked = await get(second);
  expect([revoked.statusCode, revoked.json()]).toEqual([
    404,
    { code: "NOT_FOUND", details: { record: "calendar" }, issues: [] },
  ]);
});

test("only a hash is kept; guessing is slowed down, reading is not, nor is signing in", async () => {
  const { db, open, get, ports } = await world();
  const address = await open();
  const secret = /calendar\/(.*)\.ics/.exec(address)?.[1] ?? "";
  expect(JSON.stringify(await db.calendarFeed.findMany())).not.toContain(secret);
  const wrong: number[] = [];
  for (let i = 0; i < 7; i++) wrong.push((await get("http://crm.test/api/calendar/guess.ics")).statusCode);
  expect(wrong).toEqual([404, 404, 404, 404, 404, 429, 429]);
  expect((await get(address)).statusCode).toBe(200);
  expect(
    await ports.throttle.attempt({ purpose: "sign-in", account: "camille@briconett.test", address: "127.0.0.1" }),
  ).toBe(0);
});

test("two who renew at once leave one address", async () => {
  const { open, get } = await world();
  const addresses = await Promise.all([open(), open()]);
  const statuses = await Promise.all(addresses.map(async (address) => (await get(address)).statusCode));
  expect(statuses.sort()).toEqual([200, 404]);
});
