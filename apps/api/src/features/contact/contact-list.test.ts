import { type ContactRow, contactApi, contactSorts, type ErrorBody } from "@crm/contract";
import { v7 as uuid } from "uuid";
import { describe, expect, it } from "vitest";
import { aContact, aQuestion } from "../../test/factories.ts";
import { countQueries } from "../../test/queries.ts";
import { sealedCursor, testApp } from "../../test/test-app.ts";

describe("searching contacts (guide 2.1)", () => {
  const audrey = {
    lastName: "Le Denmat",
    firstName: "Étienne",
    company: "L’Œuvre d’Art 100 % \\ déco_2",
    email: "etienne+crm@net-helium.fr",
    mobile: "+33612345678",
    phone: "+442079460958",
  };
  const searches: [search: string, finds: boolean][] = [
    ["etienne", true],
    ["ÉTIENNE", true],
    ["denmat etienne", true],
    ["ét denm", true],
    ["etienne martin", false],
    ["oeuvre", true],
    ["Œuvre", true],
    ["l'oeuvre", true],
    ["l’œuvre", true],
    ["0612345678", true],
    ["06 12 34 56 78", true],
    ["06.12.34", true],
    ["+33 6 12 34 56 78", true],
    ["0033612345678", true],
    ["+33 (0)6 12 34", true],
    ["33612345678", true],
    ["0612345679", false],
    ["+44 20 7946 0958", true],
    ["100 %", true],
    ["%", true],
    ["100%", false],
    ["déco_2", true],
    ["deco_3", false],
    ["d_co", false],
    ["\\", true],
    ["\\\\", false],
    ["net-helium.fr", true],
    ["crm+", false],
    ["🎉", false],
    ["   ", true],
    ["'; DROP TABLE contacts; --", false],
  ];
  it("finds words in any order, whatever the case, accents and apostrophes, and phones however they are spaced", async () => {
    const { as, db, home } = await testApp();
    const admin = await as("admin");
    const { id } = await aContact(db, { organisationId: home.id, ...audrey });
    await aContact(db, {
      organisationId: home.id,
      lastName: "Martin",
      firstName: "Zoé",
      company: "",
      mobile: "+33712345678",
    });
    const found: [search: string, finds: boolean][] = [];
    for (const [search] of searches) {
      const { body } = await admin.call(contactApi.list, { query: { search } });
      found.push([search, body.rows.some((row) => row.id === id)]);
      expect(body.count).toEqual(search.trim() ? { value: body.rows.length, capped: false } : null);
    }
    expect(found).toEqual(searches);
  });

  it("finds an emoji and the code", async () => {
    const { as, db, home } = await testApp();
    const admin = await as("admin");
    const { id, code } = await aContact(db, { organisationId: home.id, company: "Fête 🎉" });
    await aContact(db, { organisationId: home.id });
    for (const search of ["🎉", code, code.toLowerCase()])
      expect((await admin.call(contactApi.list, { query: { search } })).body.rows.map((row) => row.id)).toEqual([id]);
  });

  it("refuses a NUL, and a search of 201 characters", async () => {
    const { as } = await testApp();
    const admin = await as("admin");
    for (const search of ["\0", "x".repeat(201)])
      expect(await admin.call(contactApi.list, { query: { search } })).toMatchObject({
        status: 422,
        body: { issues: [{ path: "querystring/search" }] },
      });
  });
});

describe("filtering contacts", () => {
  it("by owner, by nobody, by validity, by answers; the exact count agrees", async () => {
    const { as, db, home } = await testApp();
    const admin = await as("admin");
    const question = await aQuestion(db, { type: "number", inSearch: true });
    const hidden = await aQuestion(db, { type: "text" });
    const mine = await aContact(db, {
      organisationId: home.id,
      ownerId: admin.id,
      emailValidity: "valid",
      answers: { [question.id]: 12, [hidden.id]: "x" },
    });
    const nobodys = await aContact(db, {
      organisationId: home.id,
      emailValidity: "invalid",
      answers: { [question.id]: 3 },
    });
    const answers = JSON.stringify([{ questionId: question.id, operator: "atLeast", value: 10 }]);
    for (const [query, id] of [
      [{ ownerId: admin.id }, mine.id],
      [{ ownerId: "none" }, nobodys.id],
      [{ emailValidity: "invalid" }, nobodys.id],
      [{ answers }, mine.id],
    ] as const) {
      const { body } = await admin.call(contactApi.list, { query });
      expect(body.rows.map((row) => row.id)).toEqual([id]);
      expect(body.count).toBeNull();
      expect((await admin.call(contactApi.count, { query })).body).toEqual({ value: 1, capped: false });
    }
    // A row shows the answers to the questions « Afficher dans la recherche », no other.
    expect((await admin.call(contactApi.list, { query: { answers } })).body.rows[0]?.answers).toEqual({
      [question.id]: 12,
    });
  });

  it("refuses what it can't read", async () => {
    const { as } = await testApp();
    const admin = await as("admin");
    const broken = { answers: "[{]", ownerId: "moi", emailValidity: "bof", sort: "phone", size: "0" };
    for (const [name, value] of Object.entries({ ...broken, answers: JSON.stringify([{ questionId: "x" }]) }).concat(
      Object.entries(broken),
    )) {
      const reply = await admin.call(contactApi.list, { query: { [name]: value } as never });
      const refusal = reply.body as unknown as ErrorBody;
      expect(reply.status, name).toBe(422);
      expect(refusal.issues.map(({ path }) => path.split("/")[1])).toContain(name);
    }
  });
});

describe("paging contacts", () => {
  it.each(
    contactSorts
      .filter((sort) => sort !== "owner")
      .flatMap((sort) => [[sort, "asc"] as const, [sort, "desc"] as const]),
  )("by %s %s: each once, in order, while others arrive", async (sort, direction) => {
    const { as, db, home } = await testApp();
    const admin = await as("admin");
    const names = ["Zoé", "Étienne", "🎉", "", "Éric", "Le Denmat", "le denmat"];
    await db.contact.createMany({
      data: Array.from({ length: 23 }, (_, i) => ({
        id: uuid(),
        organisationId: home.id,
        email: `c${String(i).padStart(2, "0")}@x.fr`,
        lastName: names[i % 7] ?? "",
        firstName: names[(i * 2) % 7] ?? "",
        company: names[(i * 3) % 7] ?? "",
        city: names[(i * 5) % 7] ?? "",
        emailValidity: (["valid", "invalid", "unverified"] as const)[i % 3] ?? "valid",
        createdAt: new Date(Date.UTC(2026, 0, 1 + (i % 4))),
      })),
    });
    const before = (await db.contact.findMany({ select: { id: true } })).map(({ id }) => id);
    const seen: ContactRow[] = [];
    let after: string | undefined;
    do {
      const { body } = await admin.call(contactApi.list, {
        query: { sort, direction, size: 5, ...(after ? { after } : {}) },
      });
      seen.push(...body.rows);
      await aContact(db, {
        organisationId: home.id,
        lastName: "Nouveau",
        email: "nouveau@x.fr",
        createdAt: new Date(),
      });
      after = body.next ?? undefined;
    } while (after);
    const ids = seen.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => before.includes(id)).sort()).toEqual([...before].sort());
    const fold = (text: string) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase() || "\ufffd";
    const validities = ["valid", "invalid", "unverified"];
    const key = (row: (typeof seen)[number]) =>
      ({
        createdAt: row.createdAt,
        name: fold(`${row.lastName} ${row.firstName}`.trim()),
        firstName: fold(row.firstName),
        company: fold(row.company),
        emailValidity: String(validities.indexOf(row.emailValidity)),
        email: row.email,
        city: fold(row.city),
        code: row.code,
      })[sort];
    const sorted = seen.map(key).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
    // What is empty comes last, from Z to A too.
    const [filled, empty] = [sorted.filter((one) => one !== "\ufffd"), sorted.filter((one) => one === "\ufffd")];
    expect(seen.map(key)).toEqual([...(direction === "asc" ? filled : filled.reverse()), ...empty]);
  });

  it("says the count on a search's first page, newest first, in one query", async () => {
    const { as, db, home } = await testApp();
    const admin = await as("admin");
    for (let i = 0; i < 3; i++)
      await aContact(db, { organisationId: home.id, ownerId: admin.id, createdAt: new Date(Date.UTC(2026, 0, 1 + i)) });
    const search = async (query: object) =>
      (await admin.call(contactApi.list, { query: { size: 2, search: "@", ...query } })).body;
    const body = await search({});
    expect(body.count).toEqual({ value: 3, capped: false });
    expect((await search({ after: body.next ?? "" })).count).toBeNull();
    expect(body.rows.map(({ createdAt }) => createdAt.slice(0, 10))).toEqual(["2026-01-03", "2026-01-02"]);
    expect(await countQueries(() => admin.call(contactApi.list, { query: {} }))).toBe(1);
    expect(await countQueries(() => admin.call(contactApi.list, { query: { search: "@" } }))).toBe(1);
  });

  it("caps the count at 10,000, and counts exactly on demand", async () => {
    const { as, db, home } = await testApp();
    const admin = await as("admin");
    await db.$executeRaw`INSERT INTO contacts (id, email, last_name, organisation_id) SELECT gen_random_uuid(), 'c' || i || '@x.fr', 'Martin', ${home.id}::uuid FROM generate_series(1, 10005) AS i`;
    const capped = { value: 10_000, capped: true };
    expect((await admin.call(contactApi.list, { query: { search: "martin" } })).body.count).toEqual(capped);
    for (const query of [{}, { search: "martin" }]) {
      const counted = async (exact: string) =>
        (await admin.call(contactApi.count, { query: { ...query, exact } })).body;
      expect(await counted("false")).toEqual(capped);
      expect(await counted("true")).toEqual({ value: 10_005, capped: false });
    }
  });

  it("refuses a cursor that is none, or another list's", async () => {
    const { as, db, home } = await testApp();
    const admin = await as("admin");
    for (let i = 0; i < 2; i++) await aContact(db, { organisationId: home.id });
    const { next } = (await admin.call(contactApi.list, { query: { size: 1, sort: "emailValidity" } })).body;
    expect(await admin.call(contactApi.list, { query: { after: next ?? "" } })).toMatchObject({ status: 422 });
    expect(await admin.call(contactApi.list, { query: { after: "n'importe quoi" } })).toMatchObject({ status: 422 });
    const forged = sealedCursor(contactApi.list, {}, ["pas une date", "pas un uuid"]);
    expect(await admin.call(contactApi.list, { query: { after: forged } })).toMatchObject({ status: 422 });
  });
});
