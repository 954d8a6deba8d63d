import {
  anonymisationApi,
  binApi,
  consentApi,
  contactApi,
  type ErasedKind,
  opportunityApi,
  userApi,
} from "@crm/contract";
import { v7 as uuid } from "uuid";
import { describe, expect, test } from "vitest";
import { assignContact } from "../../test/commands.ts";
import { aPipeline, aQuestion } from "../../test/factories.ts";
import { importWorld } from "../../test/importing.ts";
import { anonymiseDue } from "./erasure.service.ts";

const never = new AbortController().signal;
const dayMs = 86_400_000;

/** Spelled like nobody else. */
const person = {
  lastName: "Quévilly-Zorn",
  firstName: "Maëlys",
  company: "Zornatelier",
  email: "maelys.zorn@quevilly.test",
  mobile: "06 98 76 54 32",
  address: "3 impasse du Zornage",
};
/** Known of the person by an answer alone. */
const second = "m.durand@ailleurs.test";
const traces = [
  "quévilly",
  "quevilly",
  "maëlys",
  "maelys",
  "zorn",
  "98765432",
  "98 76 54 32",
  "98.76.54.32",
  "secretdaffaire",
  second,
];
const tracesIn = (text: string) => traces.filter((trace) => text.toLowerCase().includes(trace));

async function world() {
  const lines: string[] = [];
  const on = await importWorld({ logLevel: "trace", logStream: { write: (line) => lines.push(line) } });
  const { db } = on;
  const [admin, colleague] = [await on.as("admin"), await on.as("salesperson")];
  /** Every text that the database holds, by table; what users and administrators wrote themselves left out. */
  async function everyText(): Promise<string[]> {
    const tables = await db.$queryRaw<{ name: string }[]>`
      SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'`;
    const all: string[] = [];
    for (const { name } of tables) {
      const rows = await db.$queryRawUnsafe<{ text: string }[]>(`SELECT to_jsonb(t)::text AS text FROM "${name}" t`);
      all.push(...rows.map(({ text }) => `${name} ${text}`));
    }
    return all;
  }
  /** The stored files: as bytes, and as the rows that a spreadsheet program shows. */
  async function everyFile(): Promise<string[]> {
    const all: string[] = [];
    for (const [key, bytes] of on.ports.files.files) {
      const rows: string[] = [bytes.toString("utf8")];
      for await (const { cells } of on.ctx.spreadsheets.rows(() => on.ports.files.read(key)))
        rows.push(cells.join("|"));
      all.push(rows.join("\n"));
    }
    return all;
  }
  const found = async () => ({
    database: (await everyText()).filter((text) => tracesIn(text).length > 0),
    files: (await everyFile()).filter((text) => tracesIn(text).length > 0),
    log: lines.filter((line) => tracesIn(line).length > 0),
  });
  const later = (days: number) => {
    on.clock.now = new Date(on.clock.now.getTime() + days * dayMs);
  };
  return { ...on, admin, colleague, found, later, lines };
}

describe("anonymisation", () => {
  test("finds nothing of a person who had everything in any table, file or log line, and keeps the figures", async () => {
    const { as, admin, colleague, db, ctx, ports, found, later, importAll, lines } = await world();
    const questions = {
      second: await aQuestion(db, { type: "email", label: "E-mail 2" }),
      free: await aQuestion(db, { type: "long-text" }),
      flagged: await aQuestion(db, { type: "number", personal: true }),
      figure: await aQuestion(db, { type: "number" }),
    };
    // Came by an import, among others; was refused once, was found unchanged once.
    const file = `Nom;Prénom;E-mail;Mobile;Adresse\n${person.lastName};${person.firstName};${person.email};${person.mobile};${person.address}\nKervella;Yann;yann@kervella.test;0611223344;Brest\n`;
    await importAll(admin, file);
    await importAll(admin, file, { mode: "create" });
    await importAll(
      admin,
      `Nom;Prénom;E-mail;Mobile\n${person.lastName};${person.firstName};pas une adresse;0698765432\n`,
    );
    await importAll(admin, `Nom;Société;E-mail\nDurand;Écrire à ${second};pas une adresse\n`);
    await importAll(admin, `Nom;E-mail;NOMBRE_INCONNU\nX;${person.email.toUpperCase()};${person.email}\n`);
    const { id } = await db.contact.findFirstOrThrow({ where: { email: person.email } });
    const one = { params: { id } };
    const version = async () => (await db.contact.findUniqueOrThrow({ where: { id } })).version;
    await admin.call(contactApi.update, {
      ...one,
      body: {
        ...person,
        email: "ancienne.zorn@quevilly.test",
        notes: "<p>Secretdaffaire de Maëlys</p>",
        version: await version(),
      },
    });
    await admin.call(contactApi.update, { ...one, body: { email: person.email, version: await version() } });
    await admin.call(contactApi.answer, {
      ...one,
      body: {
        answers: {
          [questions.second.id]: second,
          [questions.free.id]: "secretdaffaire",
          [questions.flagged.id]: 98765432,
          [questions.figure.id]: 12,
        },
        version: await version(),
      },
    });
    await assignContact(admin, one.params.id, colleague.id);
    await admin.call(consentApi.change, {
      ...one,
      body: { channel: "email", state: "granted", givenOn: "2026-03-01", proof: "Appel de Maëlys Quévilly-Zorn" },
    });
    const copy = (await admin.call(contactApi.duplicate, one)).body;
    await admin.call(contactApi.update, {
      params: { id: copy.id },
      body: {
        firstName: "Autre",
        lastName: "Personne",
        email: "autre@personne.test",
        mobile: "",
        company: "",
        address: "",
        notes: `<p>Vu avec ${person.email}</p>\n${second}`,
        version: copy.version,
      },
    });
    await admin.call(contactApi.answer, {
      params: { id: copy.id },
      body: {
        version: 2,
        answers: { [questions.second.id]: null, [questions.free.id]: null, [questions.flagged.id]: null },
      },
    });
    await db.auditEvent.deleteMany({ where: { contactId: copy.id, kind: { not: "contact.duplicated" } } });
    const pipeline = await aPipeline(db);
    const opportunity = (
      await admin.call(opportunityApi.create, {
        body: { contactId: id, pipelineId: pipeline.id, amount: 1200, ownerId: colleague.id },
      })
    ).body;
    expect(opportunity.title).toContain("Zorn");
    await admin.call(opportunityApi.update, {
      params: { id: opportunity.id },
      body: { notes: "<p>Maëlys hésite</p>", version: opportunity.version },
    });
    const gone = (await admin.call(opportunityApi.create, { body: { contactId: id, pipelineId: pipeline.id } })).body;
    await admin.call(binApi.deleteOpportunity, { params: { id: gone.id } });
    await db.savedView.create({
      data: {
        id: uuid(),
        record: "contact",
        name: "Elle",
        userId: admin.id,
        query: `search=${encodeURIComponent(person.email)}&q=${person.email}`,
      },
    });
    await db.bulkChange.create({
      data: {
        id: uuid(),
        userId: admin.id,
        record: "contact",
        kind: "answer",
        items: { create: { recordId: id, before: { text: person.lastName } } },
      },
    });
    await db.contactMerge.create({
      data: { id: uuid(), keptId: id, mergedId: uuid(), version: 1, before: { kept: person } },
    });
    await admin.call(contactApi.list, { query: { search: person.lastName } });
    await admin.call(userApi.list, { query: {} });
    const before = await found();
    expect([before.database.length > 15, before.files.length]).toEqual([true, 7]);

    expect((await admin.call(anonymisationApi.mark, one)).body.anonymiseAt).toBe("2026-03-09T09:00:00.000Z");
    later(6);
    expect(await anonymiseDue(ctx, never)).toBe(0);
    later(1);
    expect(await anonymiseDue(ctx, never)).toBe(1);
    expect(await anonymiseDue(ctx, never)).toBe(0);
    await ports.jobs.runAll();

    expect(await found()).toEqual({ database: [], files: [], log: [] });
    expect(lines.length).toBeGreaterThan(10);
    // Figures stay, and whoever else was in the same file.
    expect(await db.opportunity.findUniqueOrThrow({ where: { id: opportunity.id } })).toMatchObject({
      title: pipeline.name,
      contactText: "Contact anonymisé",
      ownerId: colleague.id,
    });
    expect(Number((await db.opportunity.findUniqueOrThrow({ where: { id: opportunity.id } })).amount)).toBe(1200);
    expect((await db.contact.findUniqueOrThrow({ where: { id } })).answers).toEqual({ [questions.figure.id]: 12 });
    expect(await db.contact.count({ where: { email: "yann@kervella.test" } })).toBe(1);
    // Their sessions have ended in that week.
    const [successor, salesperson] = [await as("admin"), await as("salesperson")];
    expect(await db.import.count()).toBe(5);
    const card = (await successor.call(contactApi.show, one)).body;
    expect(card).toMatchObject({
      lastName: "Contact anonymisé",
      can: { update: false },
      anonymisedAt: "2026-03-09T09:00:00.000Z",
    });
    expect(
      (await successor.call(contactApi.update, { ...one, body: { version: card.version, city: "Brest" } })).body,
    ).toMatchObject({ code: "CONTACT_ANONYMISED" });
    expect((await successor.call(anonymisationApi.cancel, one)).body).toMatchObject({ code: "CONTACT_ANONYMISED" });

    const { rows } = (await successor.call(anonymisationApi.certificates, { query: {} })).body;
    expect(rows).toMatchObject([
      {
        contactId: id,
        contactCode: card.code,
        requestedBy: { id: admin.id },
        requestedAt: "2026-03-02T09:00:00.000Z",
        kept: { opportunities: 2, answers: 1 },
      },
    ]);
    const kinds: ErasedKind[] = [
      "fields",
      "answers",
      "notes",
      "events",
      "consents",
      "opportunities",
      "mentions",
      "importRows",
      "files",
    ];
    expect(Object.keys(rows[0]?.erased ?? {}).sort()).toEqual([...kinds].sort());
    expect((await salesperson.call(anonymisationApi.certificates, { query: {} })).status).toBe(403);

    // The address is remembered, unreadable: who comes back is not written to.
    const again = (await successor.call(contactApi.create, { body: { email: person.email, mobile: person.mobile } }))
      .body;
    expect([again.emailConsent, again.smsConsent]).toEqual(["withdrawn", "withdrawn"]);
    const other = (await successor.call(contactApi.create, { body: { email: second } })).body;
    expect(other.emailConsent).toBe("withdrawn");
  }, 120_000);

  test("is cancelled until its moment, leaves namesakes alone, and takes contacts in the bin too", async () => {
    const { admin, db, ctx, later } = await world();
    const make = async (over = {}) => (await admin.call(contactApi.create, { body: { ...person, ...over } })).body;
    const [cancelled, binned, namesake] = [
      await make({ email: "un@zorn.test" }),
      await make({ email: "deux@zorn.test", mobile: "" }),
      await make({ email: "trois@zorn.test", mobile: "", notes: "<p>Maëlys Quévilly-Zorn, une autre</p>" }),
    ];
    for (const { id } of [cancelled, binned]) await admin.call(anonymisationApi.mark, { params: { id } });
    await admin.call(anonymisationApi.cancel, { params: { id: cancelled.id } });
    await admin.call(binApi.deleteContact, { params: { id: binned.id } });
    later(8);
    expect(await anonymiseDue(ctx, never)).toBe(1);
    const rows = await db.contact.findMany({ orderBy: { createdAt: "asc" } });
    const byId = new Map(rows.map((row) => [row.id, row]));
    expect(byId.get(cancelled.id)).toMatchObject({ email: "un@zorn.test", anonymiseAt: null, anonymisedAt: null });
    expect(byId.get(binned.id)).toMatchObject({ email: "", lastName: "Contact anonymisé" });
    expect(byId.get(namesake.id)).toMatchObject({
      lastName: person.lastName,
      notes: "<p>Maëlys Quévilly-Zorn, une autre</p>",
    });
  });

  test("stopped in the middle, it does the rest next time, with one certificate each", async () => {
    const { admin, db, ctx, later } = await world();
    for (const email of ["un@zorn.test", "deux@zorn.test"]) {
      const { id } = (await admin.call(contactApi.create, { body: { ...person, email } })).body;
      await admin.call(anonymisationApi.mark, { params: { id } });
    }
    later(7);
    const stop = new AbortController();
    const digest = (text: string) => {
      stop.abort();
      return ctx.digest(text);
    };
    await expect(anonymiseDue({ ...ctx, digest }, stop.signal)).rejects.toThrow();
    expect(await db.anonymisationCertificate.count()).toBe(1);
    await Promise.all([anonymiseDue(ctx, never), anonymiseDue(ctx, never)]);
    expect(await db.anonymisationCertificate.count()).toBe(2);
    expect(await db.contact.count({ where: { email: { not: "" } } })).toBe(0);
  });
});

test("personal data: everything held about a person, as JSON and as a page that runs nothing", async () => {
  const { admin, colleague } = await world();
  const { id } = (await admin.call(contactApi.create, { body: { ...person, lastName: "<script>alert(1)</script>" } }))
    .body;
  const get = (format: "json" | "html") =>
    admin.call(anonymisationApi.personalData, { params: { id }, query: { format } });
  const json = await get("json");
  expect(json.raw.headers["content-disposition"]).toContain("attachment");
  expect(json.body).toMatchObject({
    essentials: expect.arrayContaining([{ label: "E-mail", value: person.email }]),
    events: [{ kind: "contact.created" }],
  });
  const html = (await get("html")).raw.payload;
  expect(html).toContain(person.email);
  expect(html).not.toContain("<script>");
  expect((await colleague.call(anonymisationApi.personalData, { params: { id }, query: {} })).status).toBe(404);
});
