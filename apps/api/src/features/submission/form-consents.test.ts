import { bulkApi, consentApi } from "@crm/contract";
import { describe, expect, test } from "vitest";
import { formWorld, wording } from "../../test/receiving.ts";

describe("the boxes of a form", () => {
  test("that are ticked are consents with their proof; those left alone change nothing", async () => {
    const { send, contactOf, admin } = await formWorld();
    await send({ mobile: "06 12 34 56 78" }, { consents: ["email"], page: "https://helium.test/" });
    const contact = await contactOf();
    expect(contact).toMatchObject({ emailConsent: "granted", smsConsent: "unknown" });
    const consents = async () => (await admin.call(consentApi.list, { params: { id: contact.id } })).body;
    expect(await consents()).toMatchObject([
      {
        ...{ channel: "email", state: "granted", source: "form", givenAt: "2026-03-02T09:00:00.000Z", actor: null },
        proof: `« ${wording} » – Demande de devis – 02/03/2026 10:00 – https://helium.test/`,
      },
    ]);
    // Left alone: neither taken back nor given again.
    await send({ mobile: "06 12 34 56 78" });
    expect((await contactOf()).emailConsent).toBe("granted");
    expect(await consents()).toHaveLength(1);
    await send({ mobile: "0612345678" }, { consents: ["sms", "sms"] });
    expect((await contactOf()).smsConsent).toBe("granted");
    // The number typed now is not the one on the card.
    await admin.call(consentApi.change, {
      params: { id: contact.id },
      body: { channel: "sms", state: "withdrawn", givenOn: "2026-03-02" },
    });
    await send({ mobile: "0799999999" }, { consents: ["sms"] });
    expect(await contactOf()).toMatchObject({ smsConsent: "withdrawn", mobile: "+33612345678" });
  });

  test("bring back who had unsubscribed, even once he was deleted; without a tick he stays away", async () => {
    const { send, contactOf, admin, db, ports } = await formWorld();
    await send();
    const { id } = await contactOf();
    await admin.call(consentApi.change, {
      params: { id },
      body: { channel: "email", state: "withdrawn", givenOn: "2026-03-02" },
    });
    await admin.call(bulkApi.create, { body: { record: "contact", kind: "delete", ids: [id] } });
    await ports.jobs.runAll();
    await send();
    expect(await contactOf()).toMatchObject({ id, emailConsent: "withdrawn" });
    await send({}, { consents: ["email"] });
    expect((await contactOf()).emailConsent).toBe("granted");
    expect(await db.suppression.count()).toBe(0);
  });
});
