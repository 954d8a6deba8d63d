import { fileApi, type ImportView, importApi, line } from "@crm/contract";
import { type Answers, answersSchema, type FieldTypeName } from "@crm/fields";
import fc from "fast-check";
import { expect, test } from "vitest";
import { exportWorld } from "../../test/exporting.ts";
import { aContact, anOpportunity, aPipeline, aQuestion } from "../../test/factories.ts";
import type { TestUser } from "../../test/test-app.ts";

const choices = [
  { label: "Appel entrant", value: "APL" },
  { label: "Salon, foire", value: "Salon 2.0" },
];
const text = fc
  .oneof(
    fc.string({ unit: "grapheme", minLength: 1, maxLength: 20 }),
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
      "@x",
      "-1",
      "#N/B",
    ),
  )
  // As forms keep it.
  .map((given) => line(200).safeParse(given).data ?? "")
  .filter((given) => given !== "");
const answers = {
  text,
  number: fc.double({ min: -1e9, max: 1e9, noNaN: true }),
  amount: fc.integer({ min: -1e9, max: 1e9 }).map((cents) => cents / 100),
  date: fc
    .date({ min: new Date("1905-01-01"), max: new Date("9999-12-30"), noInvalidDate: true })
    .map((at) => at.toISOString().slice(0, 10)),
  boolean: fc.boolean(),
  "single-choice": fc.constantFrom("APL", "Salon 2.0"),
  "multiple-choice": fc.subarray(["APL", "Salon 2.0"], { minLength: 1 }),
  scale: fc.integer({ min: 1, max: 5 }),
} satisfies Partial<Record<FieldTypeName, fc.Arbitrary<unknown>>>;
const types = Object.keys(answers) as (keyof typeof answers)[];
const notes = fc.constantFrom(
  "",
  "<p>Vu</p>",
  '<p>Un <b>deux</b> : <a href="https://client.test/" rel="noopener">trois</a></p><hr /><ol><li>quatre</li></ol>',
  "<p>Un<br />deux</p><ul><li>trois</li><li>&lt;b&gt;</li></ul>",
);

/** An application whose exports are imported: into itself, or where nobody is. */
async function roundWorld() {
  const on = await exportWorld();
  const admin = await on.as("admin", { firstName: "Zoé", lastName: "Gestion" });
  const asked = async (record: "contact" | "opportunity") =>
    Promise.all(
      types.map((type) =>
        aQuestion(on.db, {
          record,
          type,
          code: `Q_${type.toUpperCase()}`,
          config: type.endsWith("choice") ? { choices } : {},
        }),
      ),
    );
  async function file(by: TestUser, record: "contact" | "opportunity", format: "xlsx" | "csv"): Promise<Buffer> {
    const { id, status } = await on.made(by, { record, format });
    expect(status).toBe("done");
    return (await on.download(by, id)).raw.rawPayload;
  }
  async function imported(by: TestUser, record: string, content: Buffer, options: object): Promise<ImportView> {
    const upload = await by.call(fileApi.upload, { query: { name: "a.csv", purpose: "import" }, body: content });
    const body = { fileId: upload.body.id, record, options } as never;
    const { id } = (await by.call(importApi.create, { body })).body;
    await on.ports.jobs.runAll();
    expect((await by.call(importApi.run, { params: { id } })).status).toBe(202);
    await on.ports.jobs.runAll();
    return (await by.call(importApi.show, { params: { id } })).body;
  }
  return { ...on, admin, asked, file, imported };
}

/** What a form would keep of drawn answers. */
function kept(
  questions: { id: string; type: string; code: string; config: unknown }[],
  drawn: Record<string, unknown>,
): Answers {
  const schema = answersSchema(questions.map((one) => ({ ...one, required: false })) as never);
  return Object.fromEntries(
    questions.flatMap(({ id, type }) => {
      const answer = drawn[type] === undefined ? null : schema.safeParse({ [id]: drawn[type] });
      return answer?.success ? [[id, answer.data[id]]] : [];
    }),
  );
}

test.each(["xlsx", "csv"] as const)(
  "contacts: an export (%s) imported again changes nothing, and elsewhere makes the same",
  async (format) => {
    const { db, home, admin, asked, file, imported } = await roundWorld();
    const questions = await asked("contact");
    const person = fc.record({
      lastName: text,
      company: text,
      notes,
      answers: fc.record(answers, { requiredKeys: [] }),
    });
    const rows = async () =>
      (await db.contact.findMany({ orderBy: { email: "asc" } })).map(
        ({ email, lastName, company, phone, notes, answers }) => ({
          ...{ email, lastName, company, phone, answers },
          notes,
        }),
      );
    const round = async (people: { lastName: string; company: string; notes: string; answers: object }[]) => {
      await db.contact.deleteMany();
      for (const [i, one] of people.entries())
        await aContact(db, {
          ...{ organisationId: home.id, ownerId: admin.id, email: `p${i}@client.test`, phone: "+33299000001" },
          ...{ lastName: one.lastName, company: one.company, notes: one.notes },
          answers: kept(questions, one.answers as Record<string, unknown>) as object,
        });
      const [was, exported] = [await rows(), await file(admin, "contact", format)];
      for (const key of ["code", "email", undefined] as const) {
        const again = await imported(admin, "contact", exported, { ...(key ? { key } : {}), empty: "erase" });
        expect(again).toMatchObject({ unchanged: people.length, created: 0, updated: 0, refused: 0 });
      }
      await db.contact.deleteMany();
      const elsewhere = await imported(admin, "contact", exported, { empty: "erase" });
      expect(elsewhere).toMatchObject({ created: people.length, refused: 0 });
      expect(await rows()).toEqual(was);
    };
    await fc.assert(fc.asyncProperty(fc.array(person, { minLength: 1, maxLength: 8 }), round), {
      numRuns: 5,
      seed: 4,
      endOnFailure: true,
    });
  },
  180_000,
);

test.each(["xlsx", "csv"] as const)(
  "opportunities: an export (%s) imported again changes nothing, and elsewhere makes the same",
  async (format) => {
    const { db, home, admin, asked, file, imported } = await roundWorld();
    const questions = await asked("opportunity");
    const pipeline = await aPipeline(db);
    const contact = await aContact(db, { organisationId: home.id, email: "a@client.test" });
    const drawing = fc.record({
      title: text,
      notes,
      answers: fc.record(answers, { requiredKeys: [] }),
      amount: fc.option(fc.integer({ min: 0, max: 1e9 }).map((cents) => cents / 100)),
      expectedOn: fc.option(fc.constantFrom("2026-12-31", "2027-02-01")),
      stages: fc.nat(4),
      status: fc.constantFrom("open", "won", "lost", "postponed", "other"),
      owned: fc.boolean(),
    });
    const rows = async () =>
      (await db.opportunity.findMany({ orderBy: { code: "asc" } })).map(
        ({
          title,
          amount,
          expectedOn,
          status,
          statusOn,
          statusReason,
          remindOn,
          stageId,
          contactId,
          pipelineId,
          answers,
          notes,
        }) => ({
          ...{ title, amount: amount && Number(amount), expectedOn, status, statusOn, statusReason, remindOn, stageId },
          ...{ contactId, pipelineId, answers, notes },
        }),
      );
    const round = async (drawn: (typeof drawing extends fc.Arbitrary<infer V> ? V : never)[]) => {
      await db.opportunity.deleteMany();
      for (const one of drawn) {
        const reached = pipeline.stages.slice(0, one.stages);
        const { id } = await anOpportunity(db, {
          ...{
            organisationId: home.id,
            contactId: contact.id,
            pipelineId: pipeline.id,
            ownerId: one.owned ? admin.id : null,
          },
          ...{ title: one.title, notes: one.notes, amount: one.amount, status: one.status as "open" },
          ...{ expectedOn: one.expectedOn && new Date(one.expectedOn), statusOn: new Date("2026-02-01") },
          ...(one.status === "lost" ? { statusReason: "Prix trop élevé" } : {}),
          ...(one.status === "postponed" ? { remindOn: new Date("2026-04-01") } : {}),
          stageId: reached.at(-1)?.id ?? null,
          answers: kept(questions, one.answers) as object,
        });
        await db.reachedStage.createMany({
          data: reached.map((stage) => ({ opportunityId: id, stageId: stage.id, reachedOn: new Date("2026-02-01") })),
        });
      }
      const [was, exported] = [await rows(), await file(admin, "opportunity", format)];
      const again = await imported(admin, "opportunity", exported, { empty: "erase" });
      expect(again.refusedRows).toEqual([]);
      expect(again).toMatchObject({ unchanged: drawn.length, created: 0, updated: 0 });
      await db.opportunity.deleteMany();
      const elsewhere = await imported(admin, "opportunity", exported, { mode: "create", empty: "erase" });
      expect(elsewhere.refusedRows).toEqual([]);
      const bare = (all: Awaited<ReturnType<typeof rows>>) => all.map((row) => JSON.stringify(row)).sort();
      expect(bare(await rows())).toEqual(bare(was));
    };
    await fc.assert(fc.asyncProperty(fc.array(drawing, { minLength: 1, maxLength: 8 }), round), {
      numRuns: 5,
      seed: 4,
      endOnFailure: true,
    });
  },
  180_000,
);
