import { exportTemplateApi, questionApi } from "@crm/contract";
import { v7 as uuid } from "uuid";
import { describe, expect, it } from "vitest";
import { anOrganisation, aPipeline, aQuestion } from "../../test/factories.ts";
import { testApp } from "../../test/test-app.ts";
import { resolveColumns } from "./export-columns.service.ts";

const body = {
  record: "contact" as "contact" | "opportunity",
  ...{ name: "Prospects", columns: ["contact.lastName", "user.email"] },
};

async function people() {
  const on = await testApp();
  const elsewhere = await anOrganisation(on.db, "Ailleurs");
  const [me, colleague, admin, stranger] = [
    await on.as("salesperson"),
    await on.as("salesperson"),
    await on.as("admin"),
    await on.as("admin", { organisationId: elsewhere.id }),
  ];
  const names = async (of: typeof me, query = {}) =>
    (await of.call(exportTemplateApi.list, { query })).body.map(({ name }) => name);
  const save = async (of: typeof me, over: Partial<typeof body> & { shared?: boolean } = {}) =>
    (await of.call(exportTemplateApi.create, { body: { ...body, ...over } })).body;
  return { ...on, me, colleague, admin, stranger, names, save };
}

describe("export templates", () => {
  it("are mine until I share them with my organisation", async () => {
    const { me, colleague, admin, stranger, names, save } = await people();
    const template = await save(me);
    expect(template).toMatchObject({ ...body, kind: "classic", shared: false, owner: { id: me.id }, version: 1 });
    expect(template.resolved.map(({ code }) => code)).toEqual(["NOM", "SUIVI_PAR_EMAIL"]);
    expect([await names(me), await names(colleague), await names(admin)]).toEqual([["Prospects"], [], []]);
    for (const other of [colleague, admin, stranger])
      expect((await other.call(exportTemplateApi.show, { params: template })).status).toBe(404);
    await me.call(exportTemplateApi.update, { params: template, body: { version: 1, shared: true } });
    expect([await names(colleague), await names(stranger)]).toEqual([["Prospects"], []]);
    expect((await colleague.call(exportTemplateApi.show, { params: template })).body.can).toEqual({ update: false });
    expect([await names(me, { record: "contact" }), await names(me, { record: "opportunity" })]).toEqual([
      ["Prospects"],
      [],
    ]);
  });

  it("are changed and deleted by their maker and by administrators", async () => {
    const { me, colleague, admin, stranger, names, save } = await people();
    const template = await save(me, { shared: true });
    for (const [who, status] of [
      [colleague, 403],
      [stranger, 404],
    ] as const) {
      const change = await who.call(exportTemplateApi.update, {
        params: template,
        body: { version: 1, name: "À moi" },
      });
      expect([change.status, (await who.call(exportTemplateApi.remove, { params: template })).status]).toEqual([
        status,
        status,
      ]);
    }
    const renamed = await admin.call(exportTemplateApi.update, {
      params: template,
      body: { version: 1, name: "Rangé" },
    });
    expect(renamed.body).toMatchObject({ name: "Rangé", version: 2, owner: { id: me.id }, can: { update: true } });
    expect((await admin.call(exportTemplateApi.remove, { params: template })).status).toBe(204);
    expect(await names(me)).toEqual([]);
    expect((await me.call(exportTemplateApi.remove, { params: template })).status).toBe(404);
  });

  it("have one name each for each person and record", async () => {
    const { me, colleague, save } = await people();
    await save(me);
    const other = await save(me, { name: "Autre" });
    const again = await me.call(exportTemplateApi.create, { body });
    const renamed = await me.call(exportTemplateApi.update, { params: other, body: { version: 1, name: body.name } });
    for (const reply of [again, renamed])
      expect(reply).toMatchObject({ status: 409, body: { code: "NAME_TAKEN", issues: [{ path: "body/name" }] } });
    const deals = { ...body, record: "opportunity" as const, columns: ["opportunity.title"] };
    expect((await me.call(exportTemplateApi.create, { body: deals })).status).toBe(201);
    expect((await colleague.call(exportTemplateApi.create, { body })).status).toBe(201);
  });

  it("tell the second of two changes made at once from the same version", async () => {
    const { me, save } = await people();
    const template = await save(me);
    const change = (name: string) =>
      me.call(exportTemplateApi.update, { params: template, body: { version: 1, name } });
    const replies = await Promise.all([change("Un"), change("Deux")]);
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 409]);
    const refused = replies.find(({ status }) => status === 409)?.body as unknown;
    expect(refused).toMatchObject({ code: "EDIT_CONFLICT", details: { current: { version: 2, resolved: [{}, {}] } } });
  });

  it("refuse columns that are none, each at its place, and keep one named twice once", async () => {
    const { me, save } = await people();
    const columns = ["contact.lastName", "contact.password", `contactQuestions.${uuid()}`, "opportunity.title"];
    const reply = await me.call(exportTemplateApi.create, { body: { ...body, columns } });
    const paths = ["body/columns/1", "body/columns/2", "body/columns/3"];
    expect(reply).toMatchObject({
      status: 422,
      body: { code: "VALIDATION_FAILED", issues: paths.map((path) => ({ path })) },
    });
    const template = await save(me, { columns: ["contact.email", "contact.lastName", "contact.email"] });
    expect(template.columns).toEqual(["contact.email", "contact.lastName"]);
    const change = { version: 1, columns: ["nothing.atAll"] };
    expect((await me.call(exportTemplateApi.update, { params: template, body: change })).status).toBe(422);
    for (const broken of [
      { name: " " },
      { name: "a\0" },
      { columns: [] },
      { columns: ["a b"] },
      { kind: "matrix" },
      { record: "user" },
    ])
      expect((await me.call(exportTemplateApi.create, { body: { ...body, ...broken } as never })).status).toBe(422);
  });

  it("stop at two hundred", async () => {
    const { db, me } = await people();
    await db.exportTemplate.createMany({
      data: Array.from({ length: 200 }, (_, i) => ({ ...body, userId: me.id, name: `Modèle ${i}` })),
    });
    expect(await me.call(exportTemplateApi.create, { body })).toMatchObject({
      status: 409,
      body: { code: "TOO_MANY_EXPORT_TEMPLATES", details: { max: 200 } },
    });
  });

  it("go on working when a question is archived, and leave out one that is gone", async () => {
    const { db, me, admin, save } = await people();
    const [kept, gone] = [await aQuestion(db, { type: "text" }), await aQuestion(db, { type: "text" })];
    const refs = [`contactQuestions.${kept.id}`, `contactQuestions.${gone.id}`, "contact.lastName"];
    const template = await save(me, { columns: refs });
    await db.question.update({ where: { id: kept.id }, data: { archivedAt: new Date() } });
    expect((await admin.call(questionApi.remove, { params: gone })).body).toMatchObject({ outcome: "deleted" });
    const { body: now } = await me.call(exportTemplateApi.show, { params: template });
    expect(now.columns).toEqual(refs);
    expect(now.resolved).toMatchObject([
      { ref: refs[0], code: kept.code, archived: true },
      { ref: refs[2], archived: false },
    ]);
    const list = await me.call(exportTemplateApi.list, { query: {} });
    expect(list.body).toMatchObject([{ size: 3 }]);
  });
});

describe("the columns of an export", () => {
  const columns = async (of: Awaited<ReturnType<typeof people>>["me"], record: "contact" | "opportunity") =>
    (await of.call(exportTemplateApi.columns, { query: { record } })).body;

  it("come in the panels of the guide, archived questions last and not in the standard export", async () => {
    const { db, me } = await people();
    const archived = await aQuestion(db, { type: "text", archivedAt: new Date() });
    const asked = await aQuestion(db, { type: "date", label: "Anniversaire" });
    const { panels, standard } = await columns(me, "contact");
    expect(panels.map(({ panel }) => panel)).toEqual(["contact", "contactQuestions", "user"]);
    expect(panels[1]?.columns.map(({ code, archived }) => [code, archived])).toEqual([
      [asked.code, false],
      [archived.code, true],
    ]);
    expect(standard[0]).toBe("contact.code");
    expect(standard).toContain(`contactQuestions.${asked.id}`);
    expect(standard).not.toContain(`contactQuestions.${archived.id}`);
    expect(standard.some((ref) => ref.startsWith("user."))).toBe(false);
  });

  it("never have one head twice, and leave to the record's own the codes that an import reads", async () => {
    const { db, me } = await people();
    await aQuestion(db, { type: "text", code: "SECTEUR" });
    await aQuestion(db, { type: "text", code: "SECTEUR", record: "opportunity" });
    await aQuestion(db, { type: "text", code: "CONTACT_NOM", record: "opportunity" });
    await aQuestion(db, { type: "text", code: "SUIVI_PAR_EMAIL" });
    const [one, other] = [await aPipeline(db, ["Devis envoyé"]), await aPipeline(db, ["Devis  envoyé !"])];
    for (const record of ["contact", "opportunity"] as const) {
      const { panels } = await columns(me, record);
      const codes = panels.flatMap(({ columns }) => columns.map(({ code }) => code));
      expect(new Set(codes).size).toBe(codes.length);
    }
    const { panels } = await columns(me, "opportunity");
    const head = (ref: string) => panels.flatMap(({ columns }) => columns).find((column) => column.ref === ref)?.code;
    expect(panels[2]?.columns.map(({ code }) => code)).toEqual(["SECTEUR", "CONTACT_NOM"]);
    expect(head("contact.lastName")).toBe("CONTACT_NOM_2");
    expect(head("contact.email")).toBe("CONTACT_EMAIL");
    expect([one, other].map(({ stages }) => head(`stages.${stages[0]?.id}`))).toEqual([
      "ETAPE_DEVIS_ENVOYE",
      "ETAPE_DEVIS_ENVOYE_2",
    ]);
  });

  it("are found again behind references: in their order, the code first unless it is placed", async () => {
    const { ctx } = await people();
    const codes = async (refs: string[]) => (await resolveColumns(ctx, "contact", refs)).map(({ code }) => code);
    expect(await codes(["contact.email", "nothing.here", "contact.lastName"])).toEqual([
      "CODE_CONTACT",
      "EMAIL",
      "NOM",
    ]);
    expect(await codes(["contact.email", "contact.code"])).toEqual(["EMAIL", "CODE_CONTACT"]);
    expect(await codes(["nothing.here"])).toEqual(["CODE_CONTACT"]);
    expect((await codes([])).slice(0, 3)).toEqual(["CODE_CONTACT", "CIVILITE", "NOM"]);
  });
});
