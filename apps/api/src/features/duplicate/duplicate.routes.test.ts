import { duplicateApi } from "@crm/contract";
import { Prisma } from "@crm/db";
import { describe, expect, it } from "vitest";
import { aContact, anOrganisation } from "../../test/factories.ts";
import { sealedCursor, testApp } from "../../test/test-app.ts";
import { duplicateSearch } from "./duplicate.jobs.ts";
import { searchDuplicates } from "./duplicate.service.ts";
import { similarSql } from "./similarity.queries.ts";

const calm = new AbortController().signal;
type App = Awaited<ReturnType<typeof testApp>>;

async function world() {
  const app = await testApp();
  const admin = await app.as("admin");
  const contact = (over: Partial<Parameters<typeof aContact>[1]>) =>
    aContact(app.db, { organisationId: app.home.id, company: "", ...over });
  const similar = async (query: object) =>
    (await admin.call(duplicateApi.similar, { query })).body.map(({ id, reasons }) => [id, ...reasons]);
  const pairs = async (as = admin) => (await as.call(duplicateApi.list, { query: {} })).body.rows;
  return { ...app, admin, contact, similar, pairs };
}

describe("similar contacts, as one types", () => {
  it("are those with the same e-mail in any case, the same phone however it is written, a close name", async () => {
    const { contact, similar } = await world();
    const yann = await contact({
      lastName: "Kervella",
      firstName: "Yann",
      email: "yann@kervella.fr",
      phone: "+33299001010",
    });
    const other = await contact({ lastName: "Tanguy", firstName: "Maël", mobile: "+33612345678", city: "Brest" });
    expect(await similar({ email: "YANN@Kervella.FR" })).toEqual([[yann.id, "email"]]);
    expect(await similar({ phone: "06.12.34.56 78" })).toEqual([[other.id, "phone"]]);
    expect(await similar({ mobile: "0033 6 12 34 56 78" })).toEqual([[other.id, "phone"]]);
    expect(await similar({ mobile: "02 99 00 10 10" })).toEqual([[yann.id, "phone"]]);
    // Accents, order, a letter more.
    expect(await similar({ lastName: "Mael", firstName: "TANGUY" })).toEqual([[other.id, "name"]]);
    expect(await similar({ lastName: "Kervela", firstName: "Yann", company: "Net Hélium" })).toEqual([
      [yann.id, "name"],
    ]);
    expect(await similar({ lastName: "Tanguy", firstName: "Maël", city: "brest" })).toEqual([
      [other.id, "name", "city"],
    ]);
    expect(await similar({ lastName: "Le Goff", firstName: "Maël" })).toEqual([]);
  });

  it("are the likest first, never the contact itself, nor one in the bin, nor for an extension or nothing typed", async () => {
    const { contact, similar } = await world();
    const [same, phone] = [
      await contact({ lastName: "Kervella", firstName: "Yann", email: "y@k.fr", phone: "+33299001010" }),
      await contact({ lastName: "Autre", firstName: "", phone: "+33299001010", mobile: "poste 12" }),
    ];
    await contact({ email: "y@k.fr", deletedAt: new Date() });
    const typed = { email: "y@k.fr", phone: "02 99 00 10 10" };
    expect(await similar(typed)).toEqual([
      [same.id, "email", "phone"],
      [phone.id, "phone"],
    ]);
    expect(await similar({ ...typed, exceptId: same.id })).toEqual([[phone.id, "phone"]]);
    expect(await similar({ mobile: "12" })).toEqual([]);
    expect(await similar({})).toEqual([]);
  });

  it("are only those that one sees", async () => {
    const { db, home, as, contact } = await world();
    const [sales, manager] = [await as("salesperson"), await as("manager")];
    const elsewhere = await anOrganisation(db);
    const mine = await contact({ email: "a@b.fr", ownerId: sales.id });
    const ours = await contact({ email: "a@b.fr" });
    await aContact(db, { organisationId: elsewhere.id, email: "a@b.fr" });
    const seen = async (by: typeof sales) =>
      (await by.call(duplicateApi.similar, { query: { email: "a@b.fr" } })).body.map(({ id }) => id).sort();
    expect(home.id).not.toBe(elsewhere.id);
    expect(await seen(sales)).toEqual([mine.id]);
    expect(await seen(manager)).toEqual([mine.id, ours.id].sort());
  });

  it("are found by index among many", async () => {
    const { db, ctx, home } = await world();
    await db.$executeRaw`
      INSERT INTO contacts (id, email, last_name, first_name, phone, mobile, organisation_id)
      SELECT gen_random_uuid(), 'c' || i || '@client.test', md5(i::text), md5((i * 7)::text), '+3329' || lpad(i::text, 7, '0'),
             '+336' || lpad(i::text, 8, '0'), ${home.id}::uuid FROM generate_series(1, 20000) AS i`;
    await db.$executeRawUnsafe("ANALYZE contacts");
    const typed = { email: "c77@client.test", phone: "0290000077", lastName: "Kervella", firstName: "Yann" };
    const plan = await db.$queryRaw<Record<string, string>[]>`EXPLAIN ${similarSql(ctx, typed) ?? Prisma.empty}`;
    const text = plan.map((row) => row["QUERY PLAN"]).join("\n");
    for (const index of [
      "contacts_email_key_idx",
      "contacts_phone_digits_idx",
      "contacts_mobile_digits_idx",
      "contacts_search_idx",
    ])
      expect(text).toContain(index);
    expect(text).not.toContain("Seq Scan on contacts");
  });
});

describe("« Doublons »", () => {
  const three = async ({ contact }: { contact: (over: object) => ReturnType<typeof aContact> }) => {
    const named = { lastName: "Kervella", firstName: "Yann", email: "y@k.fr" };
    const [first, email, name] = [
      await contact({ ...named, company: "Net Hélium" }),
      await contact({ lastName: "", firstName: "", email: "y@k.fr" }),
      await contact({ lastName: "Kervela", firstName: "Yann", email: "z@k.fr", company: "NET HELIUM" }),
    ];
    await contact({ lastName: "Kervella", firstName: "Yanna", email: "elsewhere@k.fr", company: "Autre" });
    return { first, email, name };
  };
  const idsOf = ({ first, second }: { first: { id: string }; second: { id: string } }) => [first.id, second.id].sort();

  it("proposes pairs, the strongest first: same e-mail, same phone, close names in one company or city", async () => {
    const app = await world();
    const { first, email, name } = await three(app);
    await searchDuplicates(app.ctx, calm);
    const rows = await app.pairs();
    expect(rows.map((row) => [idsOf(row), row.reasons])).toEqual([
      [[first.id, email.id].sort(), ["email"]],
      [[first.id, name.id].sort(), ["name", "company"]],
    ]);
    expect(rows[0]?.score).toBeGreaterThan(rows[1]?.score ?? Infinity);
    expect(await app.db.duplicateCheck.count()).toBe(0);
  });

  it("is paged by keyset, and refuses a cursor made up", async () => {
    const app = await world();
    for (let i = 0; i < 4; i++)
      await app.contact({ email: "same@k.fr", lastName: `${"abcd"[i]}`.repeat(5), firstName: "" });
    await searchDuplicates(app.ctx, calm);
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const { body }: { body: { rows: { first: { id: string }; second: { id: string } }[]; next: string | null } } =
        await app.admin.call(duplicateApi.list, { query: { size: 4, ...(after ? { after } : {}) } });
      seen.push(...body.rows.map((row) => idsOf(row).join()));
      after = body.next;
    } while (after);
    expect(new Set(seen).size).toBe(6);
    expect(seen).toHaveLength(6);
    const bad = sealedCursor(duplicateApi.list, {}, ["x'", "y", "z"]);
    expect((await app.admin.call(duplicateApi.list, { query: { after: bad } })).status).toBe(422);
  });

  it("follows what becomes of contacts: a change makes and ends pairs, the bin takes them away", async () => {
    const app = await world();
    const { first, email, name } = await three(app);
    await searchDuplicates(app.ctx, calm);
    await app.db.contact.update({ where: { id: email.id }, data: { email: "other@k.fr", phone: "+33299001010" } });
    await app.db.contact.update({ where: { id: name.id }, data: { deletedAt: new Date() } });
    expect(await app.pairs()).toHaveLength(1); // the deleted one at once, the changed one after the job
    await searchDuplicates(app.ctx, calm);
    expect(await app.pairs()).toEqual([]);
    await app.db.contact.update({ where: { id: first.id }, data: { mobile: "+33299001010" } });
    await searchDuplicates(app.ctx, calm);
    expect((await app.pairs()).map(({ reasons }) => reasons)).toEqual([["phone"]]);
  });

  it("waits while an import writes, and goes on behind it", async () => {
    const app = await world();
    await three(app);
    const { id: fileId } = await app.db.file.create({
      data: { name: "a.csv", mediaType: "text/csv", size: 1, key: "a", purpose: "import" },
    });
    const { id: userId } = await app.db.user.findFirstOrThrow();
    const { id } = await app.db.import.create({ data: { status: "running", fileId, userId } });
    await searchDuplicates(app.ctx, calm);
    expect(await app.pairs()).toEqual([]);
    await app.db.import.update({ where: { id }, data: { status: "done" } });
    await searchDuplicates(app.ctx, calm);
    expect(await app.pairs()).toHaveLength(2);
  });

  it("looks at nobody again for a change that pairs do not depend on", async () => {
    const app = await world();
    const { first } = await three(app);
    await searchDuplicates(app.ctx, calm);
    await app.db.contact.update({ where: { id: first.id }, data: { notes: "<p>Vu</p>", emailValidity: "valid" } });
    expect(await app.db.duplicateCheck.count()).toBe(0);
  });

  it("shows only pairs of which one sees both sides", async () => {
    const app = await world();
    const sales = await app.as("salesperson");
    await app.contact({ email: "a@b.fr", ownerId: sales.id, lastName: "A", firstName: "" });
    await app.contact({ email: "a@b.fr", lastName: "B", firstName: "" });
    await app.contact({ email: "a@b.fr", ownerId: sales.id, lastName: "C", firstName: "" });
    await searchDuplicates(app.ctx, calm);
    expect(await app.pairs()).toHaveLength(3);
    expect(await app.pairs(sales)).toHaveLength(1);
  });

  it("does not propose again what was told apart, until that is taken back", async () => {
    const app = await world();
    const { first, email } = await three(app);
    await searchDuplicates(app.ctx, calm);
    const body = { firstId: email.id, secondId: first.id };
    const tell = (distinct: boolean) => app.admin.call(duplicateApi.setDistinct, { body: { ...body, distinct } });
    expect((await Promise.all([tell(true), tell(true)])).map(({ status }) => status)).toEqual([204, 204]);
    expect(await app.pairs()).toHaveLength(1);
    await app.db.contact.update({ where: { id: first.id }, data: { city: "Brest" } });
    await searchDuplicates(app.ctx, calm);
    expect(await app.pairs()).toHaveLength(1);
    await tell(false);
    expect(await app.pairs()).toHaveLength(2);
  });

  it("refuses to tell apart what one does not see, or one contact from itself", async () => {
    const app = await world();
    const sales = await app.as("salesperson");
    const mine = await app.contact({ ownerId: sales.id });
    const body = { firstId: mine.id, secondId: (await app.contact({})).id, distinct: true };
    expect((await sales.call(duplicateApi.setDistinct, { body })).status).toBe(404);
    expect((await sales.call(duplicateApi.setDistinct, { body: { ...body, secondId: mine.id } })).status).toBe(422);
    expect(await app.db.distinctPair.count()).toBe(0);
  });

  it("is searched by a job that goes on where it was, and asks for its next run once", async () => {
    const app = await world();
    await many(app, 450);
    const stopped = new AbortController();
    stopped.abort();
    await expect(duplicateSearch.run(app.ctx, {}, stopped.signal)).rejects.toThrow();
    expect(await app.db.duplicateCheck.count()).toBe(450);
    // Two workers at once: each takes what the other has not.
    await Promise.all([searchDuplicates(app.ctx, calm), searchDuplicates(app.ctx, calm)]);
    expect(await app.db.duplicateCheck.count()).toBe(0);
    expect(await app.db.duplicatePair.count()).toBe(225);
    await duplicateSearch.run(app.ctx, {}, calm);
    expect(app.ports.jobs.waiting.filter(({ name }) => name === "duplicate.search")).toHaveLength(1);
  });
});

/** Contacts of which each two neighbours share an e-mail. */
const many = ({ db, home }: App, count: number) => db.$executeRaw`
  INSERT INTO contacts (id, email, organisation_id)
  SELECT gen_random_uuid(), 'c' || (i / 2) || '@client.test', ${home.id}::uuid FROM generate_series(0, ${count - 1}::int) AS i`;
