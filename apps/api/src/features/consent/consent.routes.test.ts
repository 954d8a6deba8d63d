import { consentApi, contactApi } from "@crm/contract";
import { expect, test } from "vitest";
import { importWorld } from "../../test/importing.ts";

const email = "audrey@net-helium.test";
const mobile = "06 12 34 56 78";

async function world() {
  const on = await importWorld();
  const me = await on.as("admin");
  const create = async (over = {}) => (await me.call(contactApi.create, { body: { email, mobile, ...over } })).body;
  const change = (id: string, body: object) =>
    me.call(consentApi.change, { params: { id }, body: { channel: "email", givenOn: "2026-03-01", ...body } as never });
  const states = async (id: string) => {
    const { emailConsent, smsConsent } = (await me.call(contactApi.show, { params: { id } })).body;
    return [emailConsent, smsConsent];
  };
  return { ...on, me, create, change, states };
}

test("a consent is noted with its day, source, proof and author, on the card and its timeline", async () => {
  const { me, create, change } = await world();
  const { id, emailConsent } = await create();
  expect(emailConsent).toBe("unknown");
  const granted = await change(id, { state: "granted", proof: "Salon de Rennes" });
  expect(granted.body).toMatchObject({ emailConsent: "granted", smsConsent: "unknown", version: 2 });
  const history = (await me.call(consentApi.list, { params: { id } })).body;
  expect(history).toMatchObject([
    { channel: "email", state: "granted", source: "manual", proof: "Salon de Rennes", actor: { id: me.id } },
  ]);
  const { timeline } = (await me.call(contactApi.show, { params: { id } })).body;
  expect(timeline.rows[0]).toMatchObject({ kind: "contact.consent", data: { channel: "email", state: "granted" } });
  expect((await change(id, { state: "granted", givenOn: "2026-03-03" })).body).toMatchObject({
    code: "DATE_IN_FUTURE",
  });
});

test("just after midnight in Paris, today is no day to come", async () => {
  const { create, change, clock } = await world();
  const { id } = await create();
  clock.now = new Date("2026-03-02T23:30:00Z");
  expect((await change(id, { state: "withdrawn", givenOn: "2026-03-03" })).status).toBe(200);
  expect((await change(id, { state: "withdrawn", givenOn: "2026-03-04" })).body).toMatchObject({
    code: "DATE_IN_FUTURE",
  });
});

test("who withdrew is subscribed again only with a proof", async () => {
  const { create, change, db } = await world();
  const { id } = await create();
  await change(id, { state: "withdrawn" });
  expect(await db.suppression.findMany()).toMatchObject([{ channel: "email", reason: "manual" }]);
  expect(JSON.stringify(await db.suppression.findMany())).not.toContain("audrey");
  const refused = await change(id, { state: "granted" });
  expect([refused.status, refused.body]).toMatchObject([422, { issues: [{ path: "body/proof", rule: "required" }] }]);
  expect((await change(id, { state: "granted", proof: "Courrier du 1er mars" })).body.emailConsent).toBe("granted");
  expect(await db.suppression.count()).toBe(0);
});

test("neither creation, edit, import nor duplication subscribes a suppressed address again", async () => {
  const { me, create, change, states, importAll, db } = await world();
  const first = await create();
  const twin = await create({ mobile: "" });
  const other = await create({ email: "autre@net-helium.test", mobile: "" });
  await change(first.id, { state: "withdrawn" });
  await change(first.id, { state: "withdrawn", channel: "sms" });
  // Another contact with the same address is unsubscribed too.
  expect(await states(twin.id)).toEqual(["withdrawn", "unknown"]);
  await db.contact.deleteMany({ where: { id: { in: [first.id, twin.id] } } });

  const created = await create();
  expect([created.emailConsent, created.smsConsent]).toEqual(["withdrawn", "withdrawn"]);
  expect((await me.call(consentApi.list, { params: { id: created.id } })).body).toMatchObject([
    { source: "suppression", proof: "manual" },
    { source: "suppression", proof: "manual" },
  ]);
  const edited = await me.call(contactApi.update, { params: { id: other.id }, body: { version: 1, email } });
  expect(edited.body.emailConsent).toBe("withdrawn");
  const copy = (await me.call(contactApi.duplicate, { params: { id: created.id } })).body;
  expect(copy.smsConsent).toBe("withdrawn");

  await db.contact.deleteMany();
  await importAll(me, `E-mail;Mobile;Nom\n${email};0612345678;Le Denmat\nnouveau@net-helium.test;;Kervella\n`);
  const rows = await db.contact.findMany({ orderBy: { email: "asc" } });
  expect(rows.map(({ emailConsent, smsConsent }) => [emailConsent, smsConsent])).toEqual([
    ["withdrawn", "withdrawn"],
    ["unknown", "unknown"],
  ]);
  expect(await db.auditEvent.count({ where: { kind: "contact.consent" } })).toBeGreaterThan(1);
});
