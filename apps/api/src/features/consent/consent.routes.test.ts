import { consentApi, contactApi, duplicateApi } from "@crm/contract";
import { describe, expect, test } from "vitest";
import { aContact } from "../../test/factories.ts";
import { importWorld } from "../../test/importing.ts";
import { testApp } from "../../test/test-app.ts";

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

describe("a consent by SMS is for one mobile number", () => {
  async function withMobile(mobile: string) {
    const { as, db, home } = await testApp();
    const me = await as("admin");
    const { id } = await aContact(db, { organisationId: home.id, mobile });
    const grant = (channel: "sms" | "email") =>
      me.call(consentApi.change, {
        params: { id },
        body: { channel, state: "granted", givenOn: "2026-03-02", proof: "Appel" },
      });
    const show = async () => (await me.call(contactApi.show, { params: { id } })).body;
    const change = async (number: string) => {
      const { version } = await show();
      expect((await me.call(contactApi.update, { params: { id }, body: { version, mobile: number } })).status).toBe(
        200,
      );
    };
    return { me, id, db, home, grant, show, change };
  }

  test("without one it is refused with a sentence", async () => {
    const { grant, show } = await withMobile("");
    const { status, body } = await grant("sms");
    const message =
      "Ce contact n’a pas de numéro de mobile : un consentement SMS vaut pour un numéro. Ajoutez-le d’abord.";
    expect([status, body]).toMatchObject([422, { issues: [{ path: "body/state", message }] }]);
    expect((await grant("email")).status).toBe(200);
    expect(await show()).toMatchObject({ smsConsent: "unknown", emailConsent: "granted" });
  });

  test("it does not follow to another number, and says so in the history; the same number written otherwise is the same", async () => {
    const { me, id, grant, show, change } = await withMobile("+33612345678");
    await grant("sms");
    await grant("email");
    await change("06 12 34 56 78");
    expect((await show()).smsConsent).toBe("granted");
    await change("07 98 76 54 32");
    expect(await show()).toMatchObject({ smsConsent: "unknown", emailConsent: "granted" });
    const [latest] = (await me.call(consentApi.list, { params: { id } })).body;
    expect(latest).toMatchObject({ channel: "sms", state: "unknown", source: "number" });
    expect((await show()).timeline.rows.map(({ kind, data }) => [kind, data["state"]])).toContainEqual([
      "contact.consent",
      "unknown",
    ]);
  });

  test("of two contacts that are merged, it is that of the number which stays", async () => {
    const { me, id, db, home, grant, show } = await withMobile("+33612345678");
    await grant("sms");
    const other = await aContact(db, { organisationId: home.id, mobile: "+33798765432" });
    const merge = (fields: "mobile"[]) =>
      me.call(duplicateApi.merge, {
        body: { kept: { id, version: 2 }, merged: { id: other.id, version: 1 }, fields },
      });
    const { status, body } = await merge(["mobile"]);
    expect(status).toBe(201);
    expect(await show()).toMatchObject({ mobile: "+33798765432", smsConsent: "unknown" });
    const [latest] = (await me.call(consentApi.list, { params: { id } })).body;
    expect(latest).toMatchObject({ channel: "sms", state: "unknown", source: "merge" });
    expect(body).toBeDefined();
  });
});
