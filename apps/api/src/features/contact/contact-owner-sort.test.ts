import { type ContactRow, contactApi, opportunityApi } from "@crm/contract";
import { expect, it } from "vitest";
import { aContact, anOpportunity, aPipeline, aUser } from "../../test/factories.ts";
import { countQueries, plansOf, stepsOf } from "../../test/queries.ts";
import { sealedCursor, testApp } from "../../test/test-app.ts";

/** Contacts followed by two with one name, by a third and by nobody; several made at the same moment. */
async function withOwners() {
  const { as, db, home } = await testApp();
  const admin = await as("admin");
  const own = { organisationId: home.id };
  const names: [string, string][] = [
    ["Étienne", "Zola"],
    ["Anne", "Éluard"],
    ["Anne", "Éluard"],
    ["Zoé", "Éluard"],
  ];
  const owners = [];
  for (const [firstName, lastName] of names) owners.push(await aUser(db, { ...own, firstName, lastName }));
  for (let i = 0; i < 20; i++)
    await aContact(db, {
      ...own,
      lastName: `Nom ${i}`,
      ownerId: i % 5 === 4 ? null : (owners[i % 5]?.id ?? null),
      createdAt: new Date(Date.UTC(2026, 0, 1 + (i % 3))),
    });
  return { db, home, as, admin, owners };
}

const families = (rows: ContactRow[]) => rows.map(({ owner }) => owner?.name ?? "personne");
const runs = (names: string[]) => names.filter((name, i) => name !== names[i - 1]);

it.each([
  ["asc", undefined, ["Anne Éluard", "Zoé Éluard", "Étienne Zola", "personne"]],
  ["desc", undefined, ["Étienne Zola", "Zoé Éluard", "Anne Éluard", "personne"]],
  ["asc", "nom", ["Anne Éluard", "Zoé Éluard", "Étienne Zola", "personne"]],
  ["desc", "nom", ["Étienne Zola", "Zoé Éluard", "Anne Éluard", "personne"]],
] as const)(
  "contacts sorted by who follows them, %s, searching %s: each once, family names first, nobody's last",
  async (direction, search, expected) => {
    const { admin, owners } = await withOwners();
    for (const size of [1, 3, 4, 5, 20]) {
      const seen: ContactRow[] = [];
      let after: string | undefined;
      do {
        const { body, status } = await admin.call(contactApi.list, {
          query: { sort: "owner", direction, size, ...(search ? { search } : {}), ...(after ? { after } : {}) },
        });
        expect(status).toBe(200);
        seen.push(...body.rows);
        after = body.next ?? undefined;
      } while (after);
      expect(new Set(seen.map(({ id }) => id)).size).toBe(20);
      expect(seen).toHaveLength(20);
      expect(runs(families(seen))).toEqual(expected);
      // Two who bear one name are not mixed.
      expect(runs(seen.map(({ owner }) => owner?.id ?? ""))).toHaveLength(owners.length + 1);
      const moments = seen.filter(({ owner }) => owner === null).map(({ createdAt }) => createdAt);
      expect(moments).toEqual(direction === "asc" ? moments.toSorted() : moments.toSorted().reverse());
    }
  },
);

it("narrows by owner and by scope while sorted by owner, and refuses a forged cursor", async () => {
  const { admin, owners, as, db, home } = await withOwners();
  const list = async (query: object) =>
    (await admin.call(contactApi.list, { query: { sort: "owner", ...query } })).body;
  expect(families((await list({ ownerId: owners[0]?.id })).rows)).toEqual(Array(4).fill("Étienne Zola"));
  expect(families((await list({ ownerId: "none" })).rows)).toEqual(Array(4).fill("personne"));
  const seller = await as("salesperson");
  await aContact(db, { organisationId: home.id, ownerId: seller.id });
  const mine = await seller.call(contactApi.list, { query: { sort: "owner" } });
  expect(mine.body.rows.map(({ owner }) => owner?.id)).toEqual([seller.id]);
  const cursor = (...values: unknown[]) => sealedCursor(contactApi.list, { sort: "owner" }, values);
  for (const after of [cursor("a", "hier", "b"), cursor(null, null, null), cursor("a"), cursor("\0", null, null)])
    expect((await admin.call(contactApi.list, { query: { sort: "owner", after } })).status).toBe(422);
});

it("walks 50,000 contacts by their owners without reading more than pages of them", async () => {
  const { db, as, home } = await testApp();
  const admin = await as("admin");
  for (let i = 0; i < 40; i++) await aUser(db, { organisationId: home.id, lastName: `Famille ${i % 13}` });
  await db.$executeRaw`
    INSERT INTO contacts (id, email, organisation_id, owner_id, created_at)
    SELECT gen_random_uuid(), 'c' || i || '@x.fr', ${home.id}::uuid, u.ids[1 + i % (cardinality(u.ids) + 1)], now() - i * interval '1 minute'
    FROM generate_series(1, 50000) AS i, (SELECT array_agg(id) AS ids FROM users) AS u`;
  await db.$executeRaw`ANALYZE contacts`;
  await db.$executeRaw`ANALYZE users`;
  for (const direction of ["asc", "desc"] as const) {
    const page = async (after?: string) =>
      (await admin.call(contactApi.list, { query: { sort: "owner", direction, ...(after ? { after } : {}) } })).body;
    const place = [`famille 5 m`, new Date().toISOString(), home.id];
    const deep = sealedCursor(contactApi.list, { sort: "owner", direction }, place);
    for (const after of [undefined, (await page()).next ?? "", deep]) {
      const plans = await plansOf(db, () => page(after));
      expect(plans).toHaveLength(1);
      const read = plans.flatMap(stepsOf).filter((step) => step["Relation Name"] === "contacts");
      expect(read.length).toBeGreaterThan(0);
      const rows = read.reduce(
        (sum, step) => sum + step["Actual Loops"] * (step["Actual Rows"] + (step["Rows Removed by Filter"] ?? 0)),
        0,
      );
      expect(rows).toBeLessThan(500);
    }
  }
}, 60_000);

it("opportunities are sorted by who follows them, their stage in the order of the bar, their type, contact and status", async () => {
  const { db, as, home } = await testApp();
  const admin = await as("admin");
  const own = { organisationId: home.id };
  const [first, second] = [await aPipeline(db, ["Un", "Deux"]), await aPipeline(db, ["Trois"])];
  await db.pipeline.update({ where: { id: first.id }, data: { name: "Zinc" } });
  await db.pipeline.update({ where: { id: second.id }, data: { name: "acier" } });
  const [anne, zoe] = [
    await aContact(db, { ...own, firstName: "Anne" }),
    await aContact(db, { ...own, firstName: "Zoé" }),
  ];
  const owner = await aUser(db, { ...own, lastName: "Aaron" });
  const [un, deux, trois] = [...first.stages, ...second.stages];
  const add = (title: string, over: Partial<Parameters<typeof anOpportunity>[1]>) =>
    anOpportunity(db, { ...own, title, contactId: anne.id, pipelineId: first.id, ...over });
  await add("a", { stageId: deux?.id ?? null, status: "won", expectedOn: new Date("2026-05-01") });
  await add("b", { stageId: un?.id ?? null, contactId: zoe.id, ownerId: owner.id, status: "lost" });
  await add("c", { pipelineId: second.id, stageId: trois?.id ?? null, expectedOn: new Date("2026-04-01") });
  await add("d", { ownerId: admin.id, status: "postponed" });
  const expected = {
    owner: { asc: "bd", desc: "db" },
    stage: { asc: "bacd", desc: "cabd" },
    type: { asc: "c", desc: "" },
    contact: { asc: "", desc: "b" },
    status: { asc: "cabd", desc: "dbac" },
    expectedOn: { asc: "ca", desc: "ac" },
  } as const;
  for (const [sort, by] of Object.entries(expected) as [keyof typeof expected, { asc: string; desc: string }][])
    for (const direction of ["asc", "desc"] as const) {
      let titles = "";
      let after: string | undefined;
      do {
        const { body } = await admin.call(opportunityApi.list, {
          query: { sort, direction, size: 1, ...(after ? { after } : {}) },
        });
        titles += body.rows.map(({ title }) => title).join("");
        after = body.next ?? undefined;
      } while (after);
      expect([...titles].sort().join(""), sort).toBe("abcd");
      expect(titles.startsWith(by[direction]), `${sort} ${direction}: ${titles}`).toBe(true);
    }
  await admin.call(opportunityApi.list, { query: {} });
  expect(await countQueries(() => admin.call(opportunityApi.list, { query: { sort: "owner", size: 2 } }))).toBe(2);
});
