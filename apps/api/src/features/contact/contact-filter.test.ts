import { contactApi, type ErrorBody } from "@crm/contract";
import { v7 as uuid } from "uuid";
import { describe, expect, it } from "vitest";
import { aContact, aQuestion } from "../../test/factories.ts";
import { testApp } from "../../test/test-app.ts";

describe("groups of criteria", () => {
  it("join questions and built-in fields by all or any; list, count and old simple filters agree", async () => {
    const { as, db, home } = await testApp();
    const admin = await as("admin");
    const size = await aQuestion(db, { type: "number", inSearch: true });
    const add = async (city: string, answer: number, over = {}) =>
      (await aContact(db, { organisationId: home.id, city, answers: { [size.id]: answer }, ...over })).id;
    const [rennes, brest, paris] = [
      await add("RENNES", 5),
      await add("Brest", 50, { ownerId: admin.id }),
      await add("Paris", 5),
    ];
    const filter = JSON.stringify({
      match: "all",
      items: [
        { questionId: size.id, operator: "between", value: [1, 60] },
        {
          match: "any",
          criteria: [
            { field: "city", operator: "is", value: "rennes" },
            { field: "owner", operator: "is", value: admin.id },
          ],
        },
      ],
    });
    const found = async (query: object) =>
      (await admin.call(contactApi.list, { query: { sort: "city", ...query } })).body.rows.map(({ id }) => id);
    expect(await found({ filter })).toEqual([brest, rennes]);
    expect((await admin.call(contactApi.count, { query: { filter } })).body.value).toBe(2);
    expect(await found({ filter, ownerId: "none" })).toEqual([rennes]);
    expect(await found({ filter: JSON.stringify({ match: "any", items: [] }) })).toEqual([brest, paris, rennes]);
  });

  it("refuse a field that does not exist, another object's words, and a group in a group", async () => {
    const { as } = await testApp();
    const admin = await as("admin");
    const city = { field: "city", operator: "filled" };
    for (const items of [
      [{ field: "password", operator: "filled" }],
      [{ field: "constructor", operator: "filled" }],
      [{ field: "owner", operator: "is", value: "moi" }],
      [{ field: "createdAt", operator: "empty" }],
      [{ match: "any", criteria: [{ match: "any", criteria: [city] }] }],
      Array(21).fill(city),
    ]) {
      const query = { filter: JSON.stringify({ match: "all", items }) };
      const reply = await admin.call(contactApi.list, { query });
      expect(reply, JSON.stringify(items)).toMatchObject({ status: 422 });
      expect((reply.body as unknown as ErrorBody).issues[0]?.path).toMatch(/^querystring\/filter/);
    }
  });
});

describe("sorting by the answers to a question", () => {
  it.each(["asc", "desc"] as const)(
    "%s: each contact once, those without an answer last, searching or not",
    async (direction) => {
      const { as, db, home } = await testApp();
      const admin = await as("admin");
      const figures = await aQuestion(db, { type: "number", inSearch: true });
      const answers = [3, null, 20, 3, null, -1.5, 20, null, 1e6];
      for (const [i, answer] of answers.entries())
        await aContact(db, {
          organisationId: home.id,
          lastName: `Nom ${i}`,
          answers: answer === null ? {} : { [figures.id]: answer },
        });
      for (const search of ["", "nom"])
        for (const size of [1, 2, 3, 50]) {
          const seen: unknown[] = [];
          const ids = new Set<string>();
          let after: string | undefined;
          do {
            const query = { sort: figures.id, direction, size, ...(search && { search }), ...(after && { after }) };
            const { body } = await admin.call(contactApi.list, { query });
            for (const row of body.rows) {
              seen.push(row.answers[figures.id] ?? null);
              ids.add(row.id);
            }
            after = body.next ?? undefined;
          } while (after);
          const filled = [-1.5, 3, 3, 20, 20, 1e6];
          expect(seen, `${search} ${size}`).toEqual([
            ...(direction === "asc" ? filled : filled.reverse()),
            null,
            null,
            null,
          ]);
          expect(ids.size).toBe(answers.length);
        }
    },
  );

  it("refuses a question that is not in search, or whose answers have no order", async () => {
    const { as, db } = await testApp();
    const admin = await as("admin");
    const hidden = await aQuestion(db, { type: "number" });
    const several = await aQuestion(db, { type: "multiple-choice", config: { choices: [] }, inSearch: true });
    for (const sort of [hidden.id, several.id, uuid()])
      expect(await admin.call(contactApi.list, { query: { sort } })).toMatchObject({
        status: 422,
        body: { issues: [{ path: "querystring/sort" }] },
      });
  });
});

describe("a timeline by kind of event", () => {
  it("gives only those kinds, page after page, and refuses one that does not exist", async () => {
    const { as } = await testApp();
    const admin = await as("admin");
    const { id } = (await admin.call(contactApi.create, { body: { email: "a@b.fr" } })).body;
    for (let version = 1; version <= 4; version += 1)
      await admin.call(contactApi.update, { params: { id }, body: { version, city: `Ville ${version}` } });
    const page = async (kinds: string[], after?: string) => {
      const query = { kinds: JSON.stringify(kinds), size: 3, ...(after && { after }) };
      return (await admin.call(contactApi.timeline, { params: { id }, query })).body;
    };
    const first = await page(["contact.changed"]);
    const second = await page(["contact.changed"], first.next ?? "");
    expect([...first.rows, ...second.rows].map(({ kind }) => kind)).toEqual(Array(4).fill("contact.changed"));
    expect(second.next).toBeNull();
    expect((await page(["contact.created", "contact.assigned"])).rows.map(({ kind }) => kind)).toEqual([
      "contact.created",
    ]);
    for (const kinds of ['["contact.eaten"]', "[]", "changed"])
      expect((await admin.call(contactApi.timeline, { params: { id }, query: { kinds } })).status).toBe(422);
  });
});
