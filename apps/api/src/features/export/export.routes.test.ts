import { contactApi, exportApi, notificationApi, opportunityApi } from "@crm/contract";
import { v7 as uuid } from "uuid";
import { describe, expect, test } from "vitest";
import { exportWorld } from "../../test/exporting.ts";
import { aContact, anOpportunity, anOrganisation, aPipeline, aQuestion } from "../../test/factories.ts";

const emails = (rows: Record<string, string>[]) => rows.map((row) => row["EMAIL"]).sort();

describe("an export of contacts", () => {
  test("has the rows that the list counts, with the same filters, choice and exceptions", async () => {
    const { db, home, as, exported } = await exportWorld();
    const admin = await as("admin");
    const question = await aQuestion(db, { type: "boolean", inSearch: true });
    for (let i = 0; i < 30; i++)
      await aContact(db, {
        ...{ organisationId: home.id, ownerId: admin.id, email: `p${i}@client.test`, city: i % 3 ? "Rennes" : "Brest" },
        answers: i % 2 ? { [question.id]: true } : {},
      });
    const [first, second] = await db.contact.findMany({ take: 2, orderBy: { email: "asc" } });
    const filters = [
      {},
      { search: "p1" },
      { ownerId: "none" as const },
      { filter: { match: "all" as const, items: [{ field: "city", operator: "is" as const, value: "Brest" }] } },
      { answers: [{ questionId: question.id, operator: "is" as const, value: true }] },
    ];
    const counts: number[] = [];
    for (const filter of filters) {
      const wire = Object.fromEntries(
        Object.entries(filter).map(([key, value]) => [key, typeof value === "string" ? value : JSON.stringify(value)]),
      ) as never;
      const { body } = await admin.call(contactApi.count, { query: { ...(wire as object), exact: "true" } as never });
      if (body.value === 0) continue;
      counts.push(body.value);
      expect((await exported(admin, { record: "contact", filter: wire })).length).toBe(body.value);
    }
    expect(counts).toEqual([30, 11, 10, 15]);
    const ids = [first?.id ?? "", second?.id ?? "", uuid()];
    expect(emails(await exported(admin, { record: "contact", ids }))).toEqual([first?.email, second?.email]);
    const rest = await exported(admin, { record: "contact", except: [first?.id ?? ""] });
    expect([rest.length, emails(rest).includes(first?.email)]).toEqual([29, false]);
  });

  test("holds what its maker's list holds, no more: own, organisation, all; never the bin", async () => {
    const { db, home, as, exported } = await exportWorld();
    const [seller, colleague, manager, admin] = [
      await as("salesperson"),
      await as("salesperson"),
      await as("manager"),
      await as("admin"),
    ];
    const elsewhere = await anOrganisation(db);
    const of = (email: string, ownerId: string | null, organisationId = home.id, deletedAt: Date | null = null) =>
      aContact(db, { email, ownerId, organisationId, deletedAt });
    await of("mine@a.fr", seller.id);
    await of("theirs@a.fr", colleague.id);
    await of("nobodys@a.fr", null);
    await of("elsewhere@a.fr", null, elsewhere.id);
    await of("binned@a.fr", seller.id, home.id, new Date());
    expect(emails(await exported(seller, { record: "contact" }))).toEqual(["mine@a.fr"]);
    expect(emails(await exported(manager, { record: "contact" }))).toEqual([
      "mine@a.fr",
      "nobodys@a.fr",
      "theirs@a.fr",
    ]);
    expect((await exported(admin, { record: "contact" })).length).toBe(4);
  });

  test("keeps every value as it is, its code first", async () => {
    const { db, home, as, made, download, rowsOf } = await exportWorld();
    const admin = await as("admin", { firstName: "Élodie", lastName: "Kervella" });
    const question = await aQuestion(db, { type: "amount", code: "BUDGET" });
    const when = await aQuestion(db, { type: "date", code: "ANNIVERSAIRE" });
    await aContact(db, {
      ...{ organisationId: home.id, ownerId: admin.id, email: "a@client.test", code: "C-000042" },
      ...{ lastName: "=cmd|' /C calc'!A0", firstName: "🦊 Zoé", company: "12345678901234567890" },
      ...{ phone: "+33 6 12 34 56 78", postalCode: "01400", city: "@Brest", address: "1 rue\nd’en haut" },
      notes: "<p>Vu &amp; <b>revu</b></p><p>À rappeler<br>lundi</p>",
      answers: { [question.id]: 1234.5, [when.id]: "2026-12-24" },
      createdAt: new Date("2026-02-01T23:30:00Z"),
    });
    for (const format of ["xlsx", "csv"] as const) {
      const { id, file } = await made(admin, { record: "contact", format });
      expect(file?.name).toBe(`contacts-2026-03-02.${format}`);
      const reply = await download(admin, id);
      expect(reply.raw.headers).toMatchObject({
        "content-disposition": `attachment; filename="${file?.name}"; filename*=UTF-8''${file?.name}`,
        "cache-control": "private, no-store",
        "x-content-type-options": "nosniff",
      });
      const [row] = await rowsOf(reply.raw.rawPayload);
      expect(Object.keys(row ?? {})[0]).toBe("CODE_CONTACT");
      expect(row).toMatchObject({
        ...{
          CODE_CONTACT: "C-000042",
          NOM: "=cmd|' /C calc'!A0",
          PRENOM: "🦊 Zoé",
          ORGANISATION: "12345678901234567890",
        },
        ...{ TELEPHONE: "+33 6 12 34 56 78", CODE_POSTAL: "01400", VILLE: "@Brest", ADRESSE: "1 rue\nd’en haut" },
        ...{ NOTES: "Vu & revu\nÀ rappeler\nlundi", SUIVI_PAR: "Élodie Kervella", VALIDITE_EMAIL: "Non vérifié" },
        BUDGET: format === "xlsx" ? "1234.5" : "1234,5",
        ANNIVERSAIRE: format === "xlsx" ? "2026-12-24" : "24/12/2026",
        DATE_CREATION: format === "xlsx" ? "2026-02-02T00:30:00" : "02/02/2026 00:30",
      });
    }
  });

  test("has the columns of its template in their order, even of an archived question; the code all the same", async () => {
    const { db, home, as, made, exported } = await exportWorld();
    const seller = await as("salesperson", { phone: "02 99 00 00 00" });
    const question = await aQuestion(db, { type: "text", code: "ANCIEN", archivedAt: new Date() });
    const answers = { [question.id]: "oui" };
    await aContact(db, { organisationId: home.id, ownerId: seller.id, email: "a@b.fr", city: "Rennes", answers });
    const columns = ["user.phone", `contactQuestions.${question.id}`, "contact.city"];
    const template = await db.exportTemplate.create({
      data: { id: uuid(), userId: seller.id, record: "contact", name: "Court", columns },
    });
    const [row] = await exported(seller, { record: "contact", templateId: template.id });
    expect(Object.entries(row ?? {}).slice(1)).toEqual([
      ["SUIVI_PAR_TELEPHONE", "02 99 00 00 00"],
      ["ANCIEN", "oui"],
      ["VILLE", "Rennes"],
    ]);
    const { template: told } = await made(seller, { record: "contact", templateId: template.id });
    expect(told).toEqual({ id: template.id, name: "Court" });
  });

  test("is refused without a record, with another's template or with one of other records", async () => {
    const { db, home, as } = await exportWorld();
    const [seller, colleague] = [await as("salesperson"), await as("salesperson")];
    const ask = async (body: object) => {
      const reply = await seller.call(exportApi.create, { body: { record: "contact", ...body } as never });
      return [reply.status, (reply.body as unknown as { code: string }).code];
    };
    expect(await ask({})).toEqual([422, "SELECTION_EMPTY"]);
    await aContact(db, { organisationId: home.id, ownerId: colleague.id });
    expect(await ask({})).toEqual([422, "SELECTION_EMPTY"]);
    await aContact(db, { organisationId: home.id, ownerId: seller.id });
    const template = (userId: string, record: string) =>
      db.exportTemplate.create({ data: { id: uuid(), userId, record, name: uuid(), columns: ["contact.city"] } });
    expect(await ask({ templateId: (await template(colleague.id, "contact")).id })).toEqual([404, "NOT_FOUND"]);
    expect(await ask({ templateId: (await template(seller.id, "opportunity")).id })).toEqual([
      422,
      "VALIDATION_FAILED",
    ]);
    expect(await ask({ templateId: uuid() })).toEqual([404, "NOT_FOUND"]);
    expect(await db.export.count()).toBe(0);
  });
});

describe("an export of opportunities", () => {
  test("tells its stages, its contact and who follows it", async () => {
    const { db, home, as, exported } = await exportWorld();
    const seller = await as("salesperson", { firstName: "Yann", lastName: "Le Goff" });
    const pipeline = await aPipeline(db);
    const [first, second] = pipeline.stages;
    const contact = await aContact(db, { organisationId: home.id, ownerId: seller.id, email: "a@b.fr", code: "C-7" });
    const opportunity = await anOpportunity(db, {
      ...{ organisationId: home.id, ownerId: seller.id, contactId: contact.id, pipelineId: pipeline.id },
      ...{
        title: "Toiture",
        amount: 13_314.11,
        status: "won",
        statusOn: new Date("2026-02-10"),
        stageId: first?.id ?? null,
      },
    });
    await db.reachedStage.create({
      data: { opportunityId: opportunity.id, stageId: first?.id ?? "", reachedOn: new Date("2026-02-01") },
    });
    const columns = [
      ...[
        "opportunity.code",
        "opportunity.title",
        "opportunity.contactCode",
        "opportunity.pipeline",
        "opportunity.stage",
      ],
      ...["opportunity.status", "opportunity.statusOn", "opportunity.amount", "contact.email", "user.lastName"],
      ...[`stages.${first?.id}`, `stages.${second?.id}`],
    ];
    const template = await db.exportTemplate.create({
      data: { id: uuid(), userId: seller.id, record: "opportunity", name: "Tout", columns },
    });
    const [row] = await exported(seller, { record: "opportunity", templateId: template.id });
    expect(Object.values(row ?? {})).toEqual([
      ...[
        opportunity.code,
        "Toiture",
        "C-7",
        pipeline.name,
        first?.label,
        "Gagné",
        "2026-02-10",
        "13314.11",
        "a@b.fr",
        "Le Goff",
      ],
      ...["2026-02-01", ""],
    ]);
    const { body } = await seller.call(opportunityApi.count, { query: { status: "won", exact: "true" } as never });
    const filter = { status: "won" } as const;
    expect((await exported(seller, { record: "opportunity", filter })).length).toBe(body.value);
  });

  test("says nothing more of a contact that its maker does not see than the list does", async () => {
    const { db, home, as, exported } = await exportWorld();
    const [seller, colleague] = [await as("salesperson"), await as("salesperson")];
    const question = await aQuestion(db, { type: "text", code: "SECRET" });
    const pipeline = await aPipeline(db);
    const contact = await aContact(db, {
      ...{ organisationId: home.id, ownerId: colleague.id, email: "secret@b.fr", code: "C-9" },
      answers: { [question.id]: "secret" },
    });
    await anOpportunity(db, {
      ...{ organisationId: home.id, ownerId: seller.id, contactId: contact.id, pipelineId: pipeline.id },
    });
    const columns = ["opportunity.contactCode", "contact.email", `contactQuestions.${question.id}`, "contact.owner"];
    const template = await db.exportTemplate.create({
      data: { id: uuid(), userId: seller.id, record: "opportunity", name: "Contact", columns },
    });
    const asked = { record: "opportunity", templateId: template.id } as const;
    const [row] = await exported(seller, asked);
    expect(Object.values(row ?? {}).slice(1)).toEqual(["C-9", "", "", ""]);
    await db.contact.update({ where: { id: contact.id }, data: { ownerId: seller.id } });
    expect(Object.values((await exported(seller, asked))[0] ?? {}).slice(1, 4)).toEqual([
      "C-9",
      "secret@b.fr",
      "secret",
    ]);
  });
});

describe("« Mes exports »", () => {
  test("are one's own, by pages, newest first", async () => {
    const { db, home, as, made } = await exportWorld();
    const [seller, admin] = [await as("salesperson"), await as("admin")];
    await aContact(db, { organisationId: home.id, ownerId: seller.id });
    const ids: string[] = [];
    for (let i = 0; i < 3; i++) ids.unshift((await made(seller, { record: "contact" })).id);
    const page = async (after?: string) =>
      (await seller.call(exportApi.list, { query: { size: 2, ...(after ? { after } : {}) } })).body;
    const first = await page();
    expect(first.rows.map(({ id }) => id)).toEqual(ids.slice(0, 2));
    expect((await page(first.next ?? "")).rows.map(({ id }) => id)).toEqual(ids.slice(2));
    expect((await seller.call(exportApi.list, { query: { after: "nonsense" } })).status).toBe(422);
    expect((await admin.call(exportApi.list, { query: {} })).body.rows).toEqual([]);
    const params = { id: ids[0] ?? "" };
    for (const endpoint of [exportApi.show, exportApi.cancel, exportApi.remove, exportApi.content])
      expect((await admin.call(endpoint, { params })).status).toBe(404);
  });

  test("tell by the bell and by a mail, in the language in which the export was asked for, when it is ready", async () => {
    const { db, home, as, made, ports, download } = await exportWorld();
    const seller = await as("salesperson", { firstName: "Yann" });
    await aContact(db, { organisationId: home.id, ownerId: seller.id });
    const done = await made(seller, { record: "contact" });
    expect(done).toMatchObject({ status: "done", total: 1, done: 1, selected: "all", can: { download: true } });
    expect((await seller.call(notificationApi.list, {})).body.rows[0]).toMatchObject({ kind: "export.done" });
    const [mail] = ports.mailer.sent;
    expect(mail).toMatchObject({ to: seller.email, subject: "Votre export est prêt" });
    expect(mail?.text).toContain("http://crm.test/outils/mes-exports");
    expect(mail?.text).toContain("1 contact. Vous pouvez le télécharger pendant 30 jours");
    await made(seller, { record: "contact", locale: "en" });
    expect(ports.mailer.sent[1]?.subject).toBe("Your export is ready");
    expect((await download(seller, done.id)).status).toBe(200);
  });

  test("delete an export with its file", async () => {
    const { db, home, as, made, ports } = await exportWorld();
    const seller = await as("salesperson");
    await aContact(db, { organisationId: home.id, ownerId: seller.id });
    const { id } = await made(seller, { record: "contact" });
    expect(ports.files.files.size).toBe(1);
    expect((await seller.call(exportApi.remove, { params: { id } })).status).toBe(204);
    expect([ports.files.files.size, await db.file.count(), await db.export.count()]).toEqual([0, 0, 0]);
    expect((await seller.call(exportApi.content, { params: { id } })).status).toBe(404);
  });

  test("preview the first five rows of columns", async () => {
    const { db, home, as } = await exportWorld();
    const seller = await as("salesperson");
    const of = { organisationId: home.id, ownerId: seller.id };
    for (let i = 0; i < 7; i++) await aContact(db, { ...of, city: `Ville ${i}`, createdAt: new Date(2026, 0, i + 1) });
    const body = { record: "contact" as const, columns: ["contact.city", "contact.gone"] };
    const preview = await seller.call(exportApi.preview, { body });
    expect(preview.body.header).toEqual(["CODE_CONTACT", "VILLE"]);
    expect(preview.body.rows.map(([, city]) => city)).toEqual([6, 5, 4, 3, 2].map((i) => `Ville ${i}`));
  });
});
