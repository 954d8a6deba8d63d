import { boardApi, opportunityApi, reportApi } from "@crm/contract";
import { expect, it } from "vitest";
import { aContact, anOpportunity, anOrganisation, aPipeline } from "../../test/factories.ts";
import { type TestUser, testApp } from "../../test/test-app.ts";

/** Opportunities that somebody follows or has in his organisation, on contacts of which he sees one alone. */
async function hidden(profile: "salesperson" | "manager") {
  const { db, as, home } = await testApp();
  const [me, admin] = [await as(profile), await as("admin")];
  const other = await anOrganisation(db, "Roger");
  const pipeline = await aPipeline(db);
  const add = async (title: string, contact: Partial<Parameters<typeof aContact>[1]>) => {
    const { id, code } = await aContact(db, { organisationId: other.id, ...contact });
    const own = { ownerId: me.id, organisationId: home.id, pipelineId: pipeline.id };
    await anOpportunity(db, { ...own, contactId: id, title, amount: 100 });
    return code;
  };
  await add("Serre", { lastName: "Zola", firstName: "", company: "Aaron SA", email: "aaron@secret.test" });
  const code = await add("Verger", { lastName: "", firstName: "", company: "", email: "aabel@secret.test" });
  const seen = { organisationId: home.id, ownerId: me.id };
  await add("Portail", { ...seen, lastName: "Bellec", firstName: "", company: "Bois", email: "bellec@vu.test" });
  const titles = async (by: TestUser, query: object) =>
    (await by.call(opportunityApi.list, { query })).body.rows.map(({ title }) => title);
  const count = async (by: TestUser, search: string) =>
    (await by.call(opportunityApi.count, { query: { search } })).body.value;
  return { me, admin, pipeline, code, titles, count, add, db };
}

it.each(["salesperson", "manager"] as const)(
  "a contact that a %s does not see is found and sorted by the name that is shown, and by nothing else",
  async (profile) => {
    const { me, admin, pipeline, code, titles, count } = await hidden(profile);
    const { body } = await me.call(opportunityApi.list, { query: { sort: "title" } });
    expect(body.rows.map(({ contact }) => contact.name)).toEqual(["Bellec", "Zola", code]);

    for (const secret of ["aaron", "secret.test", "aabel@", "Aaron SA"]) {
      expect(await count(admin, secret), secret).toBeGreaterThan(0);
      expect(await count(me, secret), secret).toBe(0);
      expect(await titles(me, { search: secret }), secret).toEqual([]);
      expect(await titles(me, { search: secret, sort: "contact" }), secret).toEqual([]);
      const query = { pipelineId: pipeline.id, search: secret };
      expect((await me.call(boardApi.columns, { query })).body, secret).toEqual([]);
      expect((await me.call(reportApi.sales, { query: { search: secret } })).body.total, secret).toMatchObject({
        count: 0,
      });
    }
    // With an error that a search puts right.
    expect(await titles(admin, { search: "aarom" })).toEqual(["Serre"]);
    expect(await titles(me, { search: "aarom" })).toEqual([]);
    expect(await titles(me, { search: "belles" })).toEqual(["Portail"]);
    for (const [shown, title] of [
      ["zola", "Serre"],
      ["serre zola", "Serre"],
      ["bellec@vu", "Portail"],
    ] as const)
      expect(await titles(me, { search: shown }), shown).toEqual([title]);

    expect(await titles(admin, { sort: "contact" })).toEqual(["Verger", "Portail", "Serre"]);
    expect(await titles(me, { sort: "contact" })).toEqual(["Portail", "Verger", "Serre"]);
    for (const query of [
      { sort: "contact" },
      { sort: "contact", direction: "desc" },
      { sort: "contact", search: "e" },
    ]) {
      const whole = await titles(me, query);
      const walked: string[] = [];
      for (let after: string | null | undefined; after !== null; ) {
        const page = await me.call(opportunityApi.list, {
          query: { ...query, size: 1, ...(after ? { after } : {}) } as object,
        });
        walked.push(...page.body.rows.map(({ title }) => title));
        after = page.body.next;
        expect(Buffer.from(after ?? "", "base64url").toString("latin1")).not.toMatch(/zola|aaron|aabel|bellec/i);
      }
      expect(walked, JSON.stringify(query)).toEqual(whole);
    }
  },
);

it("what a word of a hidden record resembles does not choose what a search with an error finds", async () => {
  const { me, admin, titles, add, db } = await hidden("salesperson");
  await add("Dupantier", { email: "x@vu.test" });
  await db.$executeRaw`INSERT INTO search_words (word) VALUES ('dupantier')`;
  expect(await titles(me, { search: "dupunt" })).toEqual(["Dupantier"]);
  // A whole word is meant rather than the beginning of one, by who sees its record.
  await add("Toit", { lastName: "Dupont", email: "dupont@secret.test", company: "" });
  expect(await titles(admin, { search: "dupunt" })).toEqual(["Toit"]);
  expect(await titles(me, { search: "dupunt" })).toEqual(["Toit", "Dupantier"]);
  // Where it is a word of nobody's opportunity, it still keeps who sees it from finding the other one; but nobody else.
  await db.$executeRaw`UPDATE opportunities SET contact_id = (SELECT id FROM contacts WHERE last_name = 'Zola') WHERE title = 'Toit'`;
  expect(await titles(admin, { search: "dupunt" })).toEqual([]);
  expect(await titles(me, { search: "dupunt" })).toEqual(["Dupantier"]);
});
