import { readFile } from "node:fs/promises";
import { type Answers, answersFromCells, answersSchema, type FieldTypeName, fieldTypeNames } from "@crm/fields";
import fc from "fast-check";
import { expect, test } from "vitest";
import { exportWorld } from "../../test/exporting.ts";
import { aContact, anOpportunity, aPipeline, aQuestion } from "../../test/factories.ts";
import { countsOf, reasonsOf } from "../../test/importing.ts";
import { libreOffice, resaved } from "../../test/libre-office.ts";

const choices = [
  { label: "Appel entrant", value: "APL" },
  { label: "Réseau", value: "RESEAU" },
  { label: "Salon, foire", value: "Salon 2.0" },
  { label: "50 %", value: "50" },
];
const chosen = fc.constantFrom(...choices.map(({ value }) => value));
const anyText = fc
  .oneof(
    fc.string({ unit: "grapheme", minLength: 1, maxLength: 30 }),
    fc.constantFrom(
      "=1+1",
      "+33 6 12",
      "007",
      "12345678901234567890",
      "'x",
      "'=1",
      "1e5",
      "a;b",
      'a"b',
      "_x000D_",
      "@x",
      "-1",
    ),
  )
  .filter((text) => text.trim() !== "");
const day = fc
  .date({ min: new Date("1000-01-01"), max: new Date("9999-12-30"), noInvalidDate: true })
  .map((date) => date.toISOString());

/** Answers of each type; one that is missing here does not compile. */
const answers: Record<FieldTypeName, fc.Arbitrary<unknown>> = {
  text: anyText,
  "long-text": fc.array(anyText, { minLength: 1, maxLength: 3 }).map((lines) => lines.join("\n")),
  number: fc.double({ min: -1e12, max: 1e12, noNaN: true }),
  amount: fc.integer({ min: -1e12, max: 1e12 }).map((cents) => cents / 100),
  date: day.map((instant) => instant.slice(0, 10)),
  "date-time": day,
  boolean: fc.boolean(),
  "single-choice": chosen,
  "radio-choice": chosen,
  "multiple-choice": fc.uniqueArray(chosen, { minLength: 1 }),
  email: fc.emailAddress(),
  phone: fc.stringMatching(/^\+?[0-9]{3,15}$/),
  url: fc.webUrl(),
  address: fc.array(anyText, { minLength: 1, maxLength: 4 }).map((parts) => parts.join(";")),
  scale: fc.integer({ min: 1, max: 5 }),
  file: fc.array(fc.record({ id: fc.uuid(), name: anyText }), { minLength: 1, maxLength: 1 }),
};

/** What people have: their names, and answers to some of the questions. */
interface Person {
  lastName: string;
  company: string;
  answers: Partial<Record<FieldTypeName, unknown>>;
}
const person: fc.Arbitrary<Person> = fc.record({
  lastName: anyText,
  company: anyText,
  answers: fc.record(answers, { requiredKeys: [] }),
});

test.each(["xlsx", "csv"] as const)(
  "contacts that go out as %s come back as they were, whatever they answered",
  async (format) => {
    const { db, home, as, made, download, rowsOf, check } = await exportWorld();
    const admin = await as("admin");
    const config = (type: FieldTypeName) => (type.endsWith("choice") ? { choices } : {});
    const questions = await Promise.all(
      fieldTypeNames.map((type) => aQuestion(db, { type, code: `Q_${type.toUpperCase()}`, config: config(type) })),
    );
    const asked = questions.map(({ id, code, type }) => ({
      ...{ id, code, type: type as FieldTypeName, required: false },
      config: config(type as FieldTypeName),
    }));
    const schema = answersSchema(asked);
    const round = async (people: Person[]) => {
      await db.contact.deleteMany();
      const kept: { email: string; lastName: string; company: string; answers: Answers }[] = [];
      for (const [i, { lastName, company, answers }] of people.entries()) {
        // As a form keeps them: what a question refuses was never answered.
        const given = Object.fromEntries(
          asked.flatMap(({ id, type }) => {
            const answer = schema.safeParse({ [id]: answers[type] ?? null });
            return answer.success && answers[type] !== undefined ? [[id, answer.data[id]]] : [];
          }),
        );
        const trimmed = { lastName: lastName.trim(), company: company.trim() };
        kept.push({ ...trimmed, email: `p${i}@client.test`, answers: given });
      }
      await db.contact.createMany({
        data: kept.map((contact) => ({
          ...{ ...contact, answers: contact.answers as object },
          ...{ organisationId: home.id, ownerId: admin.id },
        })),
      });
      const { id } = await made(admin, { record: "contact", format });
      const content = (await download(admin, id)).raw.rawPayload;
      const rows = await rowsOf(content);
      const back = rows.map((row) => ({
        email: row["EMAIL"],
        lastName: row["NOM"]?.trim(),
        company: row["ORGANISATION"]?.trim(),
        answers: schema.parse(answersFromCells(asked, row)),
      }));
      expect(back.sort((a, b) => (a.email ?? "").localeCompare(b.email ?? "", "en", { numeric: true }))).toEqual(kept);
      // Imported again where it came from, a file changes nothing, not even when its blank cells erase.
      for (const empty of ["keep", "erase"] as const) {
        const dryRun = await check(admin, content, { empty });
        expect(reasonsOf(dryRun)).toEqual([]);
        expect(countsOf(dryRun)).toMatchObject({ created: 0, updated: 0, refused: 0, unchanged: people.length });
      }
    };
    await fc.assert(fc.asyncProperty(fc.array(person, { minLength: 1, maxLength: 12 }), round), { numRuns: 8 });
  },
  120_000,
);

const rich =
  '<h2>Visite</h2><p>Vu &amp; <b>revu</b>, 10\u00a0000 €<br />chez <a href="https://client.test/" rel="noopener">eux</a></p>' +
  "<ul><li>un</li><li>deux<ol><li>trois</li></ol></li></ul><hr /><blockquote><i>cité</i></blockquote>";

test.each(["xlsx", "csv", "csv-raw"] as const)(
  "notes keep links, lists and bold through %s, and the longest ones come back whole or not at all",
  async (format) => {
    const { db, home, as, made, download, check, importAll } = await exportWorld();
    const admin = await as("admin");
    const of = { organisationId: home.id, ownerId: admin.id };
    const long = `<p>${"é".repeat(44_000)}</p><p>=fin</p>`;
    const decomposed = "Zoé".normalize("NFD");
    const kept = { rich, long, decomposed: `<p>${decomposed}</p>`, rule: "<hr />", none: "" };
    for (const [name, notes] of Object.entries(kept))
      await aContact(db, { ...of, email: `${name}@client.test`, lastName: decomposed, notes });
    const { id, details } = await made(admin, { record: "contact", format });
    expect(details["cut"]).toBe(format === "csv-raw" ? undefined : 2);
    const content = (await download(admin, id)).raw.rawPayload;
    for (const empty of ["keep", "erase"] as const) {
      const again = await importAll(admin, content, { empty });
      expect(reasonsOf(again)).toEqual([]);
      expect(countsOf(again)).toMatchObject({ created: 0, updated: 0, refused: 0, unchanged: 5 });
    }
    await db.contact.deleteMany();
    expect(await check(admin, content)).toMatchObject({ refused: 0 });
    await importAll(admin, content);
    const back = Object.fromEntries(
      (await db.contact.findMany()).map(({ email, notes }) => [email.replace(/@.*/, ""), notes.normalize()]),
    );
    expect(back).toEqual({
      ...{ ...kept, decomposed: "<p>Zoé</p>" },
      ...(format === "csv-raw" ? {} : { long: expect.stringMatching(/^<p>é+… \[coupé : .*\]<\/p>$/) }),
    });
  },
);

test.each(["xlsx", "csv", "csv-raw"] as const)(
  "every field that goes out as %s changes nothing when it comes back",
  async (format) => {
    const { db, home, as, made, download, check } = await exportWorld();
    const admin = await as("admin");
    const of = { organisationId: home.id, ownerId: admin.id };
    const pipeline = await aPipeline(db);
    const contact = await aContact(db, {
      ...{
        ...of,
        title: "Mme",
        lastName: "Le Denmat",
        firstName: "Audrey",
        company: "'Briconett",
        email: "a@client.test",
      },
      ...{
        phone: "+33612345678",
        mobile: "+33711223344",
        address: "1 rue d’en haut",
        postalCode: "01400",
        city: "Bourg",
      },
      ...{ country: "France", notes: rich },
    });
    for (const [i, status] of (["open", "won", "lost", "postponed", "other"] as const).entries()) {
      const opportunity = await anOpportunity(db, {
        ...{ ...of, contactId: contact.id, pipelineId: pipeline.id, title: `=Toiture ${i}`, status },
        ...{ statusOn: new Date("2026-02-10"), amount: i ? 1000.5 * i : null, stageId: pipeline.stages[0]?.id ?? null },
        ...{ expectedOn: i ? new Date("2026-06-30") : null, notes: i ? rich : "<p>À relancer</p>" },
        ...{
          statusReason: status === "lost" ? "Trop cher" : "",
          remindOn: status === "postponed" ? new Date("2027-01-04") : null,
        },
      });
      const reached = { opportunityId: opportunity.id, stageId: pipeline.stages[0]?.id ?? "" };
      await db.reachedStage.create({ data: { ...reached, reachedOn: new Date("2026-02-01") } });
    }
    for (const record of ["contact", "opportunity"] as const) {
      const { id, total } = await made(admin, { record, format });
      const dryRun = await check(admin, (await download(admin, id)).raw.rawPayload, {}, record);
      expect([record, reasonsOf(dryRun)]).toEqual([record, []]);
      expect(countsOf(dryRun)).toMatchObject({ created: 0, updated: 0, refused: 0, unchanged: total });
    }
  },
);

/** What a person with every trouble of a spreadsheet answers to a question of each type. */
const troubled: Record<FieldTypeName, unknown> = {
  ...{ text: "+33612345678", "long-text": "- rappeler\n=1+1\nfin", number: -1234.5, amount: 1500000.75 },
  ...{ date: "2026-03-02", "date-time": "2026-03-02T13:30:00.000Z", boolean: true, scale: 4 },
  ...{ "single-choice": "APL", "radio-choice": "50", "multiple-choice": ["APL", "Salon 2.0", "50"] },
  ...{
    email: "a@client.test",
    phone: "+32470123456",
    url: "https://client.test/?a=1;b",
    address: "1, rue; 01000; Bourg",
  },
  file: [{ id: "019d0000-0000-7000-8000-000000000001", name: "=devis.pdf" }],
};

test.skipIf(!libreOffice).each([
  ["csv", "xlsx"],
  ["csv", "csv"],
  ["xlsx", "xlsx"],
  ["xlsx", "csv"],
] as const)(
  "our %s opened and saved as %s by LibreOffice changes nothing when it comes back",
  async (format, to) => {
    const { db, home, as, made, download, check } = await exportWorld();
    const admin = await as("admin");
    const of = { organisationId: home.id, ownerId: admin.id };
    const config = (type: FieldTypeName) => (type.endsWith("choice") ? { choices } : {});
    const answered: Record<string, unknown> = {};
    for (const type of fieldTypeNames) {
      const { id } = await aQuestion(db, { type, code: `Q_${type.toUpperCase()}`, config: config(type) });
      answered[id] = troubled[type];
    }
    const siren = await aQuestion(db, { type: "text", code: "SIREN" });
    const phones = ["+33612345678", "+32470123456", "+352621123456", "3949", "0123"];
    for (const [i, phone] of phones.entries())
      await aContact(db, {
        ...{ ...of, email: `p${i}@client.test`, lastName: "Le Denmat", company: "+Plus Conseil", phone, mobile: phone },
        ...{ postalCode: "01400", city: "-Lyon", address: "1 rue d’en haut", title: "@", firstName: "'=1+1" },
        notes: [rich, `<p>${"é".repeat(44_000)}</p>`, "<p>0123</p>", `<p>${"Zoé".normalize("NFD")}</p>`, ""][i] ?? "",
        answers: { ...answered, [siren.id]: ["012345678", "12345678901234567890", "1,50", "=1+1", "- x"][i] } as object,
      });
    const { id } = await made(admin, { record: "contact", format });
    const ours = (await download(admin, id)).raw.rawPayload;
    const theirs = await resaved(ours, format, to);
    const dryRun = await check(admin, theirs, {});
    expect(reasonsOf(dryRun)).toEqual([]);
    expect(countsOf(dryRun)).toMatchObject({ created: 0, updated: 0, unchanged: phones.length });
  },
  180_000,
);

test.each(["csv", ...(libreOffice ? ["xlsx"] : [])] as ("csv" | "xlsx")[])(
  "a choice « 50 % » that somebody typed, in a %s that a spreadsheet saved, is that choice, goes out and is found",
  async (to) => {
    const { db, as, importAll, exported, check } = await exportWorld();
    const admin = await as("admin");
    const { id } = await aQuestion(db, { type: "single-choice", code: "REMISE", inSearch: true, config: { choices } });
    const several = await aQuestion(db, { type: "multiple-choice", code: "REMISES", config: { choices } });
    const typed = Buffer.from("EMAIL;REMISE;REMISES\na@client.test;50 %;50 %\nb@client.test;APL;APL, 50 %\n");
    const file = libreOffice ? await resaved(typed, "csv", to) : typed;
    expect(reasonsOf(await importAll(admin, file))).toEqual([]);
    const [found] = await db.contact.findMany({ where: { email: "a@client.test" } });
    expect(found?.answers).toEqual({ [id]: "50", [several.id]: ["50"] });
    const filter = { answers: JSON.stringify([{ questionId: id, operator: "is", value: "50" }]) };
    const rows = await exported(admin, { record: "contact", filter: filter as never });
    expect(rows).toMatchObject([{ EMAIL: "a@client.test", REMISE: "50" }]);
    const again = "EMAIL;REMISE\na@client.test;50\n";
    expect(countsOf(await check(admin, again))).toMatchObject({ unchanged: 1, refused: 0 });
  },
  60_000,
);

test.each([
  ["a workbook that LibreOffice made of a CSV of an earlier release", "guarded-csv-as-workbook.xlsx"],
  ["that CSV itself", "guarded.csv"],
])("%s brings no apostrophe: 0 changes", async (_, name) => {
  const { db, home, as, check } = await exportWorld();
  const admin = await as("admin");
  await aContact(db, {
    ...{ organisationId: home.id, ownerId: admin.id, code: "C-000635", lastName: "Bressan", company: "+Plus Conseil" },
    ...{ email: "ain@h2lo.example", phone: "+33474000000", mobile: "+33612345678" },
    ...{ postalCode: "01000", city: "Bourg-en-Bresse" },
  });
  const content = await readFile(new URL(`../import/samples/${name}`, import.meta.url));
  const dryRun = await check(admin, content, {});
  expect(reasonsOf(dryRun)).toEqual([]);
  expect(countsOf(dryRun)).toMatchObject({ created: 0, updated: 0, unchanged: 1 });
});
