import { contactApi } from "@crm/contract";
import fc from "fast-check";
import { v7 as uuid } from "uuid";
import { expect, it } from "vitest";
import { aContact, aUser } from "../../test/factories.ts";
import { sealedCursor, testApp } from "../../test/test-app.ts";

type App = Awaited<ReturnType<typeof testApp>>;
type Actor = Awaited<ReturnType<App["as"]>>;

const searched = async (by: Actor, search: string, query: object = {}) =>
  (await by.call(contactApi.list, { query: { search, ...query } })).body;
const companies = async (by: Actor, search: string) => (await searched(by, search)).rows.map(({ company }) => company);

it("reads a number as a text and as a phone number, from here and from abroad", async () => {
  const { as, db, home } = await testApp();
  const admin = await as("admin");
  for (const [company, phone] of [
    ["Saison 2026-2027", ""],
    ["Devis 2026-0145", ""],
    ["Vu le 24/11/2026", ""],
    ["Lot 12.345", ""],
    ["Belge", "+32470123456"],
    ["Guadeloupe", "+590690112233"],
    ["Paris", "+33612345678"],
    ["Irlande", "+353861234567"],
  ] as const)
    await aContact(db, { organisationId: home.id, company, phone });
  const found = {
    "2026-2027": ["Saison 2026-2027"],
    "2026-0145": ["Devis 2026-0145"],
    "24/11/2026": ["Vu le 24/11/2026"],
    // Three numbers hold these figures, too; the word comes first.
    "12.345": ["Lot 12.345", "Irlande", "Paris", "Belge"],
    "0032470": ["Belge"],
    "0032 470 12 34 56": ["Belge"],
    "+32 (0)470 12": ["Belge"],
    "0470": ["Belge"],
    "0470/12.34.56": ["Belge"],
    "470123456": ["Belge"],
    "0690 11 22 33": ["Guadeloupe"],
    "+590 690 11": ["Guadeloupe"],
    "06 12 34 56 78": ["Paris"],
    "06.12.34": ["Paris"],
    "+33 6 12": ["Paris"],
    "0033612345678": ["Paris"],
    "paris +33 6 12 34": ["Paris"],
    "086 123 4567": ["Irlande"],
    "00353 86": ["Irlande"],
  };
  for (const [search, expected] of Object.entries(found))
    expect([search, await companies(admin, search)]).toEqual([search, expected]);
});

it("finds what an apostrophe, a hyphen or a dot joins or parts, either way", async () => {
  const { as, db, home } = await testApp();
  const admin = await as("admin");
  for (const company of ["Jean-Pierre", "Jean Pierre", "O'Neill", "O Neill", "ONeill", "d’Ormesson", "S.A.R.L. Bru"])
    await aContact(db, { organisationId: home.id, company });
  const pierres = ["Jean Pierre", "Jean-Pierre"];
  const neills = ["O Neill", "O'Neill", "ONeill"];
  const found = {
    "jean-pierre": pierres,
    "jean pierre": pierres,
    "JEAN‐PIERRE": pierres,
    jeanpierre: ["Jean-Pierre"],
    oneill: ["O'Neill", "ONeill"],
    "o neill": neills,
    "o'neill": neills,
    "O’Neill": neills,
    dormesson: ["d’Ormesson"],
    "d'ormesson": ["d’Ormesson"],
    "d’ormesson": ["d’Ormesson"],
    "d ormesson": ["d’Ormesson"],
    sarl: ["S.A.R.L. Bru"],
  };
  for (const [search, expected] of Object.entries(found))
    expect([search, (await companies(admin, search)).sort()]).toEqual([search, expected]);
});

it("finds a contact by every part of its name", async () => {
  const { as, db, home } = await testApp();
  const admin = await as("admin");
  const { id } = await aContact(db, { organisationId: home.id, lastName: "x" });
  const name = fc.string({
    unit: fc.constantFrom("a", "É", "œ", "’", "'", "-", ".", " ", "7", "0", "+", "%", "_", "\\", "@", "(", "/"),
    minLength: 1,
    maxLength: 20,
  });
  const part = fc
    .tuple(name, fc.nat(20), fc.nat(20))
    .map(([name, a, b]) => [name.trim(), name.trim().slice(Math.min(a, b), Math.max(a, b))] as const);
  await fc.assert(
    fc.asyncProperty(part, async ([name, part]) => {
      await db.contact.update({ where: { id }, data: { lastName: name } });
      expect((await searched(admin, part)).rows.map((row) => row.id)).toEqual([id]);
    }),
    { numRuns: 150 },
  );
});

it("puts the best match first: exact, beginnings of the name, its words, other words, the rest; the newest among equals", async () => {
  const { as, db, home } = await testApp();
  const admin = await as("admin");
  let day = 1;
  const named = async (lastName: string, firstName = "", rest: object = {}) =>
    (
      await aContact(db, {
        organisationId: home.id,
        lastName,
        firstName,
        createdAt: new Date(Date.UTC(2026, 0, day++)),
        ...rest,
      })
    ).email;
  const exact = await named("Roux");
  const begins = await named("Rouxel", "Anne");
  const first = await named("Martin", "Roux");
  const word = await named("Le Roux", "Éva");
  const company = await named("Bo", "Zoé", { company: "Garage Roux" });
  const rest = await named("Leroux", "Ida");
  const newer = await named("Rouxel", "Zoé");
  const order = async (search: string, query: object = {}) =>
    (await searched(admin, search, query)).rows.map(({ email }) => email);
  expect(await order("roux")).toEqual([exact, newer, begins, word, first, company, rest]);
  // A sort that was chosen is kept to.
  expect(await order("roux", { sort: "createdAt" })).toEqual([newer, rest, company, word, first, begins, exact]);
  expect(await order("roux", { direction: "asc" })).toEqual([exact, begins, first, word, company, rest, newer]);
  const almeida = await named("D’Almeida", "Benoît");
  await named("Dupont", "Marie", { company: "Benoit & fils" });
  await named("Durand", "Luc", { email: "benoit.d@exemple.fr" });
  expect((await order("benoit d"))[0]).toBe(almeida);
  expect((await order("benoit dalmeida"))[0]).toBe(almeida);
  const coded = await db.contact.findFirstOrThrow({ where: { email: rest } });
  await named("x", "y", { company: `Vu avec ${coded.code}` });
  expect((await order(coded.code.toLowerCase()))[0]).toBe(rest);
  expect((await order(rest.toUpperCase()))[0]).toBe(rest);
});

it("page through what was found: each once, in the order of one long page, within one's scope", async () => {
  const { as, db, home } = await testApp();
  const [admin, seller] = [await as("admin"), await as("salesperson")];
  const names = ["Roux", "Rouxel", "Le Roux", "Leroux", "Garou"];
  await db.contact.createMany({
    data: Array.from({ length: 47 }, (_, i) => ({
      id: uuid(),
      organisationId: home.id,
      ownerId: i % 3 === 0 ? seller.id : admin.id,
      email: `c${i}@roux.fr`,
      lastName: names[i % 5] ?? "",
      createdAt: new Date(Date.UTC(2026, 0, 1 + (i % 4))),
    })),
  });
  for (const by of [admin, seller]) {
    const whole = await searched(by, "rou", { size: 200 });
    expect(whole.count).toEqual({ value: whole.rows.length, capped: false });
    const seen: string[] = [];
    let after: string | undefined;
    do {
      const body = await searched(by, "rou", { size: 4, ...(after ? { after } : {}) });
      seen.push(...body.rows.map(({ id }) => id));
      after = body.next ?? undefined;
    } while (after);
    expect(seen).toEqual(whole.rows.map(({ id }) => id));
    expect(new Set(seen).size).toBe(by === admin ? 47 : 16);
  }
  const { next } = await searched(admin, "rou", { size: 4 });
  for (const after of [next ?? "", sealedCursor(contactApi.list, {}, ["weighed", "9", "x", "y"])])
    expect((await admin.call(contactApi.list, { query: { after } })).status).toBe(422);
});

it("beyond 10,000: who bears the text, whose name begins so, then the newest, page after page", async () => {
  const { as, db, home } = await testApp();
  const admin = await as("admin");
  const fill = (count: number, lastName: string, from: string) => db.$executeRaw`
    INSERT INTO contacts (id, email, last_name, organisation_id, created_at)
    SELECT gen_random_uuid(), ${lastName} || i || '@x.fr', ${lastName}, ${home.id}::uuid, ${from}::timestamptz + i * interval '1 second' FROM generate_series(1, ${count}) AS i`;
  await fill(1, "Roux", "2019-01-01");
  await fill(3, "Rouxel", "2019-02-01");
  await fill(10_010, "Leroux", "2020-01-01");
  const seen: { name: string; id: string; at: string }[] = [];
  let after: string | undefined;
  for (let page = 0; page < 3; page++) {
    const body = await searched(admin, "roux", { size: 3, ...(after ? { after } : {}) });
    if (page === 0) expect(body.count).toEqual({ value: 10_000, capped: true });
    seen.push(...body.rows.map(({ id, lastName, createdAt }) => ({ id, name: lastName, at: createdAt })));
    after = body.next ?? undefined;
  }
  expect(seen.map(({ name }) => name)).toEqual(["Roux", "Rouxel", "Rouxel", "Rouxel", ...Array(5).fill("Leroux")]);
  const rest = seen.slice(4).map(({ at }) => at);
  expect(rest).toEqual([...rest].sort().reverse());
  expect(new Set(seen.map(({ id }) => id)).size).toBe(9);
  // Too many begin so, too: the newest.
  await fill(10_010, "Rouxinol", "2018-01-01");
  expect((await searched(admin, "roux", { size: 3 })).rows.map(({ lastName }) => lastName)).toEqual([
    "Roux",
    "Leroux",
    "Leroux",
  ]);
});

it("forgives an error when nothing else is found, and says so; not in figures, nor beyond one's scope", async () => {
  const { as, db, home } = await testApp();
  const [admin, seller] = [await as("admin"), await as("salesperson")];
  await aContact(db, {
    organisationId: home.id,
    lastName: "Müller",
    firstName: "Amélie",
    mobile: "+33612345678",
    ownerId: admin.id,
  });
  await aContact(db, { organisationId: home.id, lastName: "O’Neill", firstName: "Jean", ownerId: admin.id });
  await aUser(db, { organisationId: home.id });
  const names = async (by: Actor, search: string) => {
    const { rows, near, next, count } = await searched(by, search);
    expect(next).toBeNull();
    expect(count).toEqual({ value: rows.length, capped: false });
    return [near, ...rows.map(({ lastName }) => lastName)];
  };
  for (const search of ["amelei muller", "amlie", "ameelie", "mullar amelie", "Amelei"])
    expect([search, ...(await names(admin, search))]).toEqual([search, true, "Müller"]);
  expect(await names(admin, "oneil jaen")).toEqual([true, "O’Neill"]);
  expect(await names(admin, "o'neyll")).toEqual([true, "O’Neill"]);
  expect(await names(admin, "amelie")).toEqual([false, "Müller"]);
  for (const search of ["0612345679", "amelei oneill", "amlei", "zzzz"])
    expect([search, ...(await names(admin, search))]).toEqual([search, false]);
  expect(await names(seller, "amelei muller")).toEqual([false]);
});
