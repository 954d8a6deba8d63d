import { contactApi, validityApi } from "@crm/contract";
import { describe, expect, it } from "vitest";
import { aContact } from "../../test/factories.ts";
import { testApp } from "../../test/test-app.ts";
import { validityCheck } from "./validity.jobs.ts";
import { verifyWaiting } from "./validity.service.ts";

const calm = new AbortController().signal;
const minuteMs = 60_000;

async function world() {
  const app = await testApp();
  const { db, home, ports, ctx } = app;
  const admin = await app.as("admin");
  const domains = ports.mailDomains;
  const contact = (email: string, over: object = {}) => aContact(db, { organisationId: home.id, email, ...over });
  const validityOf = async (id: string) => {
    const { emailValidity, emailCheckedAt, version } = await db.contact.findUniqueOrThrow({ where: { id } });
    return [emailValidity, emailCheckedAt !== null, version];
  };
  const verify = async (id: string) => (await admin.call(validityApi.verify, { params: { id } })).body;
  const work = () => verifyWaiting(ctx, calm);
  return { ...app, admin, domains, contact, validityOf, verify, work };
}

describe("« Vérifier »", () => {
  it.each([
    ["marie@entreprise.fr", { validity: "valid", reason: "accepts-mail" }],
    ["marie@nulle-part.fr", { validity: "invalid", reason: "no-mail-domain" }],
    ["marie@mailinator.com", { validity: "invalid", reason: "disposable" }],
    ["marie@sub.mailinator.com", { validity: "invalid", reason: "disposable" }],
    ["à modifier marie@entreprise.fr", { validity: "invalid", reason: "syntax" }],
    ["marie@muet.fr", { validity: "unverified", reason: "unreachable" }],
  ] as const)("%s", async (email, expected) => {
    const { domains, contact, verify, validityOf } = await world();
    domains.known.set("entreprise.fr", true).set("nulle-part.fr", false);
    const { id } = await contact(email);
    expect(await verify(id)).toEqual(expected);
    // It is no edit of the card; what nobody could say still waits.
    expect(await validityOf(id)).toEqual([expected.validity, expected.reason !== "unreachable", 1]);
  });

  it("asks a silent domain again at once, and takes what is known of another", async () => {
    const { domains, contact, verify } = await world();
    const { id } = await contact("a@muet.fr");
    await verify(id);
    domains.known.set("muet.fr", true);
    expect(await verify(id)).toMatchObject({ validity: "valid" });
    await verify((await contact("b@muet.fr")).id);
    expect(domains.asked).toEqual(["muet.fr", "muet.fr"]);
  });

  it("is for contacts that one sees", async () => {
    const { as, contact } = await world();
    const { id } = await contact("a@b.fr");
    expect((await (await as("salesperson")).call(validityApi.verify, { params: { id } })).status).toBe(404);
  });
});

describe("the background check", () => {
  it("judges who waits, in batches, and asks for each domain once", async () => {
    const { db, home, domains, work } = await world();
    domains.known.set("a.fr", true).set("b.fr", false);
    await db.$executeRaw`
      INSERT INTO contacts (id, email, organisation_id)
      SELECT gen_random_uuid(), 'c' || i || (CASE WHEN i % 2 = 0 THEN '@a.fr' ELSE '@b.fr' END), ${home.id}::uuid FROM generate_series(1, 1200) AS i`;
    await work();
    const counts = await db.contact.groupBy({ by: ["emailValidity"], _count: true, orderBy: { emailValidity: "asc" } });
    expect(counts.map(({ emailValidity, _count }) => [emailValidity, _count])).toEqual([
      ["valid", 600],
      ["invalid", 600],
    ]);
    expect(domains.asked.sort()).toEqual(["a.fr", "b.fr"]);
    await work();
    expect(domains.asked).toHaveLength(2);
  });

  it("leaves alone who was judged, who is in the bin, and a copy « à modifier » stays invalid", async () => {
    const { domains, contact, validityOf, work } = await world();
    const judged = await contact("a@a.fr", { emailValidity: "invalid", emailCheckedAt: new Date() });
    const binned = await contact("b@a.fr", { deletedAt: new Date() });
    const copy = await contact("à modifier c@a.fr", { emailValidity: "invalid" });
    domains.known.set("a.fr", true);
    await work();
    expect(await validityOf(judged.id)).toEqual(["invalid", true, 1]);
    expect(await validityOf(binned.id)).toEqual(["unverified", false, 1]);
    expect(await validityOf(copy.id)).toEqual(["invalid", true, 1]);
    expect(domains.asked).toEqual([]);
  });

  it("lets nobody who can't be asked about be invalid, waits longer each time, and stops when the network is down", async () => {
    const { clock, domains, contact, validityOf, work } = await world();
    const contacts = await Promise.all(["a", "b", "c", "d", "e"].map((name) => contact(`x@${name}.fr`)));
    await work();
    expect(domains.asked).toHaveLength(3);
    await work(); // those three are left alone, the two others are asked for
    expect(domains.asked).toHaveLength(5);
    await work();
    expect(domains.asked).toHaveLength(5);
    for (const { id } of contacts) expect(await validityOf(id)).toEqual(["unverified", false, 1]);

    clock.now = new Date(clock.now.getTime() + 6 * minuteMs);
    await work();
    await work();
    expect(domains.asked).toHaveLength(10);
    clock.now = new Date(clock.now.getTime() + 6 * minuteMs); // a second failure: 15 minutes
    await work();
    expect(domains.asked).toHaveLength(10);
    clock.now = new Date(clock.now.getTime() + 10 * minuteMs);
    for (const name of ["a", "b", "c", "d", "e"]) domains.known.set(`${name}.fr`, true);
    await work();
    for (const { id } of contacts) expect(await validityOf(id)).toEqual(["valid", true, 1]);
  });

  it("goes on where it was stopped, and asks for its next run once", async () => {
    const { ctx, ports, domains, contact, validityOf } = await world();
    domains.known.set("a.fr", true);
    const { id } = await contact("a@a.fr");
    const stopped = new AbortController();
    stopped.abort();
    await expect(validityCheck.run(ctx, {}, stopped.signal)).rejects.toThrow();
    expect(await validityOf(id)).toEqual(["unverified", false, 1]);
    await validityCheck.run(ctx, {}, calm);
    expect(await validityOf(id)).toEqual(["valid", true, 1]);
    expect(ports.jobs.waiting.filter(({ name }) => name === "validity.check")).toHaveLength(1);
  });

  it("does not judge an address that was changed meanwhile; a changed one waits again", async () => {
    const { admin, db, domains, contact, validityOf, work } = await world();
    const { id } = await contact("a@a.fr");
    domains.known.set("a.fr", true);
    const accepts = domains.accepts;
    domains.accepts = async (domain) => {
      await db.contact.update({ where: { id }, data: { email: "a@autre.fr" } });
      return accepts(domain);
    };
    await work();
    expect(await validityOf(id)).toEqual(["unverified", false, 1]);
    domains.accepts = accepts;
    domains.known.set("autre.fr", false);
    await work();
    expect(await validityOf(id)).toEqual(["invalid", true, 1]);
    await admin.call(contactApi.update, { params: { id }, body: { version: 1, email: "a@a.fr" } });
    expect(await validityOf(id)).toEqual(["unverified", false, 2]);
  });
});
