import { contactApi, opportunityApi, type Request } from "@crm/contract";
import { describe, expect, it } from "vitest";
import { aContact, anOpportunity, anOrganisation, aPipeline, aQuestion } from "../../test/factories.ts";
import { countQueries } from "../../test/queries.ts";
import { sealedCursor, type TestUser, testApp } from "../../test/test-app.ts";

type Query = Request<typeof opportunityApi.list>["query"];

async function withList() {
  const app = await testApp();
  const { db, home } = app;
  const contact = await aContact(db, {
    organisationId: home.id,
    firstName: "Étienne",
    lastName: "Le Goff",
    company: "L’Œuvre",
    email: "contact@oeuvre.test",
  });
  const pipeline = await aPipeline(db);
  const add = (title: string, over: Partial<Parameters<typeof anOpportunity>[1]> = {}) =>
    anOpportunity(db, { contactId: contact.id, pipelineId: pipeline.id, organisationId: home.id, title, ...over });
  const admin = await app.as("admin");
  const titles = async (query: Query) =>
    (await admin.call(opportunityApi.list, { query })).body.rows.map(({ title }) => title);
  return { ...app, contact, pipeline, add, admin, titles };
}

describe("the search", () => {
  it.each([
    ["the title, without accents or case", "renovation ECOLE", "Rénovation de l’école"],
    ["words in any order", "école réno", "Rénovation de l’école"],
    ["the contact's name", "etienne", "Rénovation de l’école"],
    ["the contact's company", "l'oeuvre", "Rénovation de l’école"],
    ["contact and title together", "goff école", "Rénovation de l’école"],
    ["signs that SQL knows", "100%_\\", "Remise 100%_\\"],
  ])("finds %s", async (_, search, expected) => {
    const { add, titles, db, home } = await withList();
    const other = await aContact(db, {
      organisationId: home.id,
      firstName: "Zoé",
      lastName: "Martin",
      company: "",
      email: "zoe@martin.test",
    });
    await add("Rénovation de l’école");
    await add("Remise 100%_\\", { contactId: other.id });
    await add("Remise 1000", { contactId: other.id });
    expect(await titles({ search })).toEqual([expected]);
  });

  it("follows a contact who changes name", async () => {
    const { add, titles, db, contact } = await withList();
    await add("Extension");
    await db.contact.update({ where: { id: contact.id }, data: { lastName: "Kervadec" } });
    expect(await titles({ search: "kervadec" })).toEqual(["Extension"]);
    expect(await titles({ search: "le goff" })).toEqual([]);
  });
});

describe("the filters", () => {
  it("asks what the contact answered: whatever is asked, those of the contacts found; of the others, nobody", async () => {
    const { admin, add, as, db, home } = await withList();
    const away = await anOrganisation(db, "Roger");
    const salon = { value: "SALON", label: "Salon" };
    const origin = await aQuestion(db, { type: "single-choice", config: { choices: [salon] } });
    const seats = await aQuestion(db, { type: "number" });
    const from = async (organisationId: string, answers: object) => {
      const { id } = await aContact(db, { organisationId, answers });
      await add(id, { contactId: id });
      return id;
    };
    await add("Of a contact without answers");
    await from(home.id, { [origin.id]: "SALON", [seats.id]: 4 });
    await from(home.id, { [seats.id]: 12 });
    const unseen = await from(away.id, { [origin.id]: "SALON", [seats.id]: 4 });
    const manager = await as("manager");
    for (const criteria of [
      [{ questionId: origin.id, operator: "is", value: "SALON" }],
      [{ questionId: origin.id, operator: "isNot", value: "SALON" }],
      [{ questionId: origin.id, operator: "filled" }],
      [{ questionId: origin.id, operator: "empty" }],
      [{ questionId: seats.id, operator: "above", value: 4 }],
      [
        { questionId: origin.id, operator: "empty" },
        { questionId: seats.id, operator: "filled" },
      ],
    ]) {
      const asked = JSON.stringify(criteria);
      const found = async (user: TestUser) => {
        const { body } = await user.call(opportunityApi.list, { query: { contactAnswers: asked } });
        return body.rows.map(({ contact }) => contact.id).sort();
      };
      const contacts = async (user: TestUser) =>
        (await user.call(contactApi.list, { query: { answers: asked } })).body.rows.map(({ id }) => id);
      const [all, some] = [await contacts(admin), await contacts(manager)];
      expect(await found(admin)).toEqual(all.sort());
      // A contact that he does not see answered nothing.
      const nothing = criteria.every(({ operator }) => operator === "isNot" || operator === "empty");
      expect(await found(manager)).toEqual([...some, ...(nothing ? [unseen] : [])].sort());
    }
    const query = { contactAnswers: JSON.stringify([{ questionId: home.id, operator: "empty" }]) };
    const refused = await admin.call(opportunityApi.list, { query });
    expect(refused.body).toMatchObject({ issues: [{ path: "querystring/contactAnswers/0" }] });
  });

  it("narrow by status, stage, owner, type and contact, alone and together; the count agrees", async () => {
    const { add, titles, admin, as, db, home, pipeline, contact } = await withList();
    const [colleague, other] = [await as("salesperson"), await aPipeline(db, ["Demande"])];
    const elsewhere = await aContact(db, { organisationId: home.id });
    const [first, second] = pipeline.stages as unknown as [{ id: string }, { id: string }];
    await add("A", { status: "won", stageId: first.id, ownerId: colleague.id });
    await add("B", { stageId: second.id, ownerId: admin.id });
    await add("C", { pipelineId: other.id, contactId: elsewhere.id });
    const cases: [Query, string[]][] = [
      [{ status: "won" }, ["A"]],
      [{ stageId: second.id }, ["B"]],
      [{ stageId: "none" }, ["C"]],
      [{ ownerId: colleague.id }, ["A"]],
      [{ ownerId: "none" }, ["C"]],
      [{ pipelineId: pipeline.id }, ["A", "B"]],
      [{ contactId: contact.id, status: "open" }, ["B"]],
      [{ status: "lost" }, []],
    ];
    for (const [query, expected] of cases) {
      expect(await titles({ ...query, sort: "title" }), JSON.stringify(query)).toEqual(expected);
      expect((await admin.call(opportunityApi.count, { query })).body).toEqual({
        value: expected.length,
        capped: false,
      });
    }
  });

  it("narrow by answers, and a row shows only the answers that the search shows", async () => {
    const { add, titles, admin, db } = await withList();
    const shown = await aQuestion(db, { record: "opportunity", type: "number", inSearch: true });
    const hidden = await aQuestion(db, { record: "opportunity", type: "text" });
    await add("Petit", { answers: { [shown.id]: 9, [hidden.id]: "secret" } });
    await add("Grand", { answers: { [shown.id]: 100 } });
    const answers = JSON.stringify([{ questionId: shown.id, operator: "atMost", value: 10 }]);
    expect(await titles({ answers })).toEqual(["Petit"]);
    const { body } = await admin.call(opportunityApi.list, { query: { answers } });
    expect(body.rows[0]?.answers).toEqual({ [shown.id]: 9 });
    expect((await admin.call(opportunityApi.count, { query: { answers } })).body.value).toBe(1);
    expect((await admin.call(opportunityApi.list, { query: { answers: "{" } })).status).toBe(422);
  });
});

describe("the pages", () => {
  it.each([
    ["createdAt", undefined],
    ["createdAt", "asc"],
    ["title", undefined],
    ["title", "desc"],
  ] as const)("by %s %s hold every row once, in order", async (sort, direction) => {
    const { add, admin } = await withList();
    const names = ["Été", "eau", "Zèbre", "ane", "Âne", "œuf", "Été"];
    for (const [i, title] of names.entries())
      await add(title, { createdAt: new Date(Date.UTC(2026, 0, 1 + Math.floor(i / 2))) });
    const whole = (await admin.call(opportunityApi.list, { query: { sort, direction, size: 100 } })).body;
    const paged: string[] = [];
    let after: string | undefined;
    do {
      const { body } = await admin.call(opportunityApi.list, {
        query: { sort, direction, size: 2, ...(after ? { after } : {}) },
      });
      paged.push(...body.rows.map(({ id }) => id));
      after = body.next ?? undefined;
    } while (after);
    expect(paged).toEqual(whole.rows.map(({ id }) => id));
    expect(new Set(paged).size).toBe(names.length);
    const keys = whole.rows.map((row) =>
      sort === "title"
        ? row.title.normalize("NFD").replace(/\p{M}/gu, "").replace("œ", "oe").toLowerCase()
        : row.createdAt,
    );
    const sorted = [...keys].sort();
    expect(keys).toEqual((direction ?? (sort === "title" ? "asc" : "desc")) === "asc" ? sorted : sorted.reverse());
  });

  it("refuse a cursor that is none of theirs", async () => {
    const { admin } = await withList();
    for (const after of [
      "x",
      sealedCursor(opportunityApi.list, {}, ["a"]),
      sealedCursor(opportunityApi.list, {}, ["now", "x"]),
    ])
      expect((await admin.call(opportunityApi.list, { query: { after } })).status).toBe(422);
  });
});

describe("the database is asked", () => {
  it("once for a page with its count, once for a card with its timeline", async () => {
    const { add, admin } = await withList();
    const { id } = await add("Extension");
    await admin.call(opportunityApi.list, { query: {} }); // the actor is known from here on
    expect(
      await countQueries(() => admin.call(opportunityApi.list, { query: { search: "ext", status: "open" } })),
    ).toBe(1);
    expect(await countQueries(() => admin.call(opportunityApi.show, { params: { id } }))).toBe(1);
    expect(await countQueries(() => admin.call(opportunityApi.timeline, { params: { id }, query: {} }))).toBe(2);
  });
});
