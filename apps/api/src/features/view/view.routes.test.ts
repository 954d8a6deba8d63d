import { viewApi } from "@crm/contract";
import { describe, expect, it } from "vitest";
import { anOrganisation } from "../../test/factories.ts";
import { testApp } from "../../test/test-app.ts";

const input = {
  ...({ record: "contact", display: "table", shared: false } as const),
  name: "Prospects de Rennes",
  query: "search=rennes&sort=name",
  columns: ["name", "city"],
};
const list = { query: { record: "contact" } } as const;

async function people() {
  const on = await testApp();
  const elsewhere = await anOrganisation(on.db, "Ailleurs");
  const [me, colleague, stranger] = [
    await on.as("salesperson"),
    await on.as("salesperson"),
    await on.as("admin", { organisationId: elsewhere.id }),
  ];
  const views = async (of: typeof me) => (await of.call(viewApi.list, list)).body;
  const names = async (of: typeof me) => (await views(of)).views.map(({ name }) => name);
  const save = async (of: typeof me, over: { name?: string; shared?: boolean } = {}) =>
    (await of.call(viewApi.create, { body: { ...input, ...over } })).body;
  return { ...on, me, colleague, stranger, views, names, save };
}

describe("saved views", () => {
  it("are mine until I share them with my organisation", async () => {
    const { me, colleague, stranger, names, save } = await people();
    const view = await save(me);
    expect(view).toMatchObject({ ...input, owner: { id: me.id }, version: 1, can: { update: true } });
    expect([await names(me), await names(colleague), await names(stranger)]).toEqual([[input.name], [], []]);
    await me.call(viewApi.update, { params: view, body: { version: 1, shared: true } });
    expect([await names(colleague), await names(stranger)]).toEqual([[input.name], []]);
    expect((await colleague.call(viewApi.list, list)).body.views[0]?.can).toEqual({ update: false });
    expect((await me.call(viewApi.list, { query: { record: "opportunity" } })).body.views).toEqual([]);
  });

  it("come mine first, by name", async () => {
    const { me, colleague, names, save } = await people();
    await save(colleague, { name: "A", shared: true });
    await save(me, { name: "C" });
    await save(me, { name: "B" });
    expect(await names(me)).toEqual(["B", "C", "A"]);
  });

  it("are changed and deleted by nobody else", async () => {
    const { me, colleague, stranger, names, save } = await people();
    const view = await save(me, { shared: true });
    for (const [who, status] of [
      [colleague, 403],
      [stranger, 404],
    ] as const) {
      const change = await who.call(viewApi.update, { params: view, body: { version: 1, name: "À moi" } });
      expect([change.status, (await who.call(viewApi.remove, { params: view })).status]).toEqual([status, status]);
    }
    expect(await names(me)).toEqual([input.name]);
    expect((await me.call(viewApi.remove, { params: view })).status).toBe(204);
    expect((await me.call(viewApi.remove, { params: view })).status).toBe(404);
  });

  it("have one name each for each person", async () => {
    const { me, colleague, save } = await people();
    await save(me);
    const other = await save(me, { name: "Autre" });
    const again = await me.call(viewApi.create, { body: input });
    const renamed = await me.call(viewApi.update, { params: other, body: { version: 1, name: input.name } });
    for (const reply of [again, renamed]) expect(reply).toMatchObject({ status: 409, body: { code: "NAME_TAKEN" } });
    expect((await colleague.call(viewApi.create, { body: input })).status).toBe(201);
  });

  it("tell the second of two changes made at once from the same version", async () => {
    const { me, save } = await people();
    const view = await save(me);
    const change = (name: string) => me.call(viewApi.update, { params: view, body: { version: 1, name } });
    const replies = await Promise.all([change("Un"), change("Deux")]);
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 409]);
  });

  it("stop at a hundred, and refuse what can't be kept", async () => {
    const { db, me } = await people();
    await db.savedView.createMany({
      data: Array.from({ length: 100 }, (_, i) => ({ ...input, columns: [], userId: me.id, name: `Vue ${i}` })),
    });
    expect(await me.call(viewApi.create, { body: input })).toMatchObject({
      status: 409,
      body: { code: "TOO_MANY_VIEWS", details: { max: 100 } },
    });
    for (const broken of [{ name: " " }, { name: "a\0" }, { display: "mur" }, { query: "x".repeat(8001) }])
      expect((await me.call(viewApi.create, { body: { ...input, ...broken } as never })).status).toBe(422);
  });
});

describe("how one likes a list", () => {
  it("keeps columns and the view it opens with, each by itself", async () => {
    const { me, colleague, views, save } = await people();
    const view = await save(me, { shared: true });
    await me.call(viewApi.prefer, { body: { record: "contact", columns: ["city", "name"] } });
    await me.call(viewApi.prefer, { body: { record: "contact", defaultViewId: view.id } });
    expect((await views(me)).preference).toEqual({ columns: ["city", "name"], defaultViewId: view.id });
    expect((await views(colleague)).preference).toEqual({ columns: [], defaultViewId: null });
    await me.call(viewApi.remove, { params: view });
    expect((await views(me)).preference).toEqual({ columns: ["city", "name"], defaultViewId: null });
  });

  it("opens with no view that one may not open, nor with one that is no longer shared", async () => {
    const { me, colleague, stranger, views, save } = await people();
    const view = await save(me, { shared: true });
    const open = (who: typeof me, record: "contact" | "opportunity" = "contact") =>
      who.call(viewApi.prefer, { body: { record, defaultViewId: view.id } });
    expect((await open(stranger)).status).toBe(404);
    expect((await open(me, "opportunity")).status).toBe(404);
    expect((await open(colleague)).body.defaultViewId).toBe(view.id);
    await me.call(viewApi.update, { params: view, body: { version: 1, shared: false } });
    expect((await views(colleague)).preference.defaultViewId).toBeNull();
  });

  it("is kept once when chosen twice at once", async () => {
    const { me, views } = await people();
    const choose = (column: string) => me.call(viewApi.prefer, { body: { record: "contact", columns: [column] } });
    const replies = await Promise.all([choose("name"), choose("city"), choose("email")]);
    expect(replies.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect((await views(me)).preference.columns).toHaveLength(1);
  });
});
