import { contactApi, questionApi } from "@crm/contract";
import { describe, expect, it } from "vitest";
import { aContact, aQuestion } from "../../test/factories.ts";
import { testApp } from "../../test/test-app.ts";

const choice = (label: string, value: string) => ({ label, value });
const choices = { choices: [choice("Appel entrant", "APL"), choice("Réseau", "RESEAU"), choice("Site web", "WEB")] };

const other = "019ab000-0000-7000-8000-000000000001";

/** A question that some contacts answer. */
async function answered(
  type: "text" | "single-choice" | "multiple-choice" | "number",
  config: object,
  answers: unknown[],
) {
  const world = await testApp();
  const admin = await world.as("admin");
  const question = await aQuestion(world.db, { type, config: config as never, label: "Origine" });
  const contacts: string[] = [];
  for (const answer of answers)
    contacts.push(
      (
        await aContact(world.db, {
          organisationId: world.home.id,
          answers: { [question.id]: answer as never, [other]: 1 },
        })
      ).id,
    );
  const input = (type: string, config: object) => ({ label: "Origine", code: question.code, type, config }) as never;
  const save = (type: string, config: object, more: object = {}) =>
    admin.call(questionApi.update, {
      params: { id: question.id },
      body: { version: 1, input: input(type, config), ...more },
    });
  const impact = async (type: string, config: object) =>
    (await admin.call(questionApi.impact, { params: { id: question.id }, body: { input: input(type, config) } })).body;
  const kept = async () => {
    const rows = await world.db.contact.findMany({
      where: { id: { in: contacts } },
      select: { id: true, answers: true, version: true },
    });
    return contacts
      .map((id) => rows.find((row) => row.id === id))
      .map((row) => [(row?.answers as Record<string, unknown> | undefined)?.[question.id], row?.version]);
  };
  return { ...world, admin, question, contacts, save, impact, kept };
}

describe("what becomes of the answers when a question changes", () => {
  it("says what a choice taken away erases, refuses it, then does it when the loss is accepted", async () => {
    const { save, impact, kept, admin } = await answered("single-choice", choices, ["APL", "WEB", "APL", "RESEAU"]);
    const without = { choices: [choice("Réseau", "RESEAU"), choice("Internet", "WEB")] };
    const lost = { answers: 4, kept: 2, lost: 2, examples: ["Appel entrant"] };
    expect(await impact("single-choice", without)).toEqual(lost);
    expect(await save("single-choice", without)).toMatchObject({
      status: 409,
      body: { code: "ANSWERS_WOULD_BE_LOST", details: lost },
    });
    expect(await kept()).toEqual([
      ["APL", 1],
      ["WEB", 1],
      ["APL", 1],
      ["RESEAU", 1],
    ]);
    expect((await admin.call(questionApi.list, { query: { record: "contact" } })).body[0]?.config).toEqual(choices);

    expect(await save("single-choice", without, { acceptLoss: true })).toMatchObject({
      status: 200,
      body: { config: without, version: 2 },
    });
    expect(await kept()).toEqual([
      [undefined, 2],
      ["WEB", 1],
      [undefined, 2],
      ["RESEAU", 1],
    ]);
  });

  it("converts from one type to another without asking when nothing is lost", async () => {
    const { save, impact, kept } = await answered("text", {}, ["Appel entrant", "  réseau", "WEB"]);
    expect(await impact("single-choice", choices)).toEqual({ answers: 3, kept: 3, lost: 0, examples: [] });
    expect((await save("single-choice", choices)).status).toBe(200);
    expect((await kept()).map(([answer]) => answer)).toEqual(["APL", "RESEAU", "WEB"]);
  });

  it("keeps what stays of several choices, and counts it as lost", async () => {
    const { save, impact, kept } = await answered("multiple-choice", choices, [["APL", "WEB"], ["WEB"], ["APL"]]);
    const without = { choices: [choice("Site web", "WEB")] };
    expect(await impact("multiple-choice", without)).toMatchObject({
      kept: 1,
      lost: 2,
      examples: expect.arrayContaining(["Appel entrant", "Appel entrant, Site web"]),
    });
    expect((await save("multiple-choice", without, { acceptLoss: true })).status).toBe(200);
    expect((await kept()).map(([answer]) => answer)).toEqual([["WEB"], ["WEB"], undefined]);
  });

  it("is kept in the log: who, from what to what, how many answers were lost; a refused one is not", async () => {
    const { save, db, admin, question } = await answered("single-choice", choices, ["APL", "WEB", "APL"]);
    const without = { choices: [choice("Site web", "WEB")] };
    await save("single-choice", without);
    expect(await db.auditEvent.count()).toBe(0);
    await save("radio-choice", without, { acceptLoss: true });
    expect(
      await db.auditEvent.findMany({ select: { kind: true, actorId: true, contactId: true, data: true } }),
    ).toEqual([
      {
        kind: "question.converted",
        actorId: admin.id,
        contactId: null,
        data: {
          ...{ questionId: question.id, record: "contact", code: question.code, label: "Origine" },
          from: { type: "single-choice", config: choices },
          to: { type: "radio-choice", config: without },
          ...{ answers: 3, kept: 1, lost: 2 },
        },
      },
    ]);
  });

  it("leaves other answers and other questions alone; a longer list of choices touches no contact", async () => {
    const { save, kept, db, contacts } = await answered("single-choice", choices, ["APL"]);
    expect((await save("single-choice", { choices: [...choices.choices, choice("Salon", "SALON")] })).status).toBe(200);
    expect(await kept()).toEqual([["APL", 1]]);
    expect(await db.contact.findMany({ where: { id: contacts[0] ?? "" }, select: { answers: true } })).toMatchObject([
      { answers: { [other]: 1 } },
    ]);
  });

  it("judges more different answers than one batch holds, without a word on each", async () => {
    const { db, home, question, impact, save } = await answered("text", {}, []);
    await db.$executeRaw`INSERT INTO contacts (id, email, organisation_id, answers)
      SELECT gen_random_uuid(), 'c' || i || '@x.fr', ${home.id}::uuid, jsonb_build_object(${question.id}::text, CASE WHEN i % 4 = 0 THEN 'n' || i ELSE i::text END)
      FROM generate_series(1, 12000) AS i`;
    expect(await impact("number", {})).toMatchObject({ answers: 12_000, kept: 9_000, lost: 3_000 });
    expect((await save("number", {}, { acceptLoss: true })).status).toBe(200);
    const [sum] = await db.$queryRaw<{ numbers: number; gone: number }[]>`
      SELECT count(*) FILTER (WHERE jsonb_typeof(answers -> ${question.id}) = 'number')::int AS numbers, count(*) FILTER (WHERE NOT answers ? ${question.id})::int AS gone FROM contacts`;
    expect(sum).toEqual({ numbers: 9_000, gone: 3_000 });
  });

  it("lets no answer to the old setting slip in behind", async () => {
    const { admin, contacts, question, save, db } = await answered(
      "text",
      {},
      Array.from({ length: 20 }, () => "12"),
    );
    const answers = { [question.id]: "treize" };
    const [saved, ...others] = await Promise.all([
      save("number", {}, { acceptLoss: true }),
      ...contacts.map((id) => admin.call(contactApi.answer, { params: { id }, body: { version: 1, answers } })),
      ...contacts.map((_, i) => admin.call(contactApi.create, { body: { email: `n${i}@x.fr`, answers } })),
    ]);
    expect(saved?.status).toBe(200);
    expect(others.map(({ status }) => status).filter((status) => ![200, 201, 409, 422].includes(status))).toEqual([]);
    // A contact that is answered as a text just before is converted (and loses it), one just after is refused; none stays a text.
    const stale = await db.$queryRaw`SELECT id FROM contacts WHERE jsonb_typeof(answers -> ${question.id}) = 'string'`;
    expect(stale).toEqual([]);
  });

  it("tells the second of two editors, and shows the question as it is now", async () => {
    const { save, question } = await answered("text", {}, []);
    const both = await Promise.all([save("text", { maxLength: 10 }), save("text", { maxLength: 20 })]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(both.find(({ status }) => status === 409)?.body).toMatchObject({
      code: "EDIT_CONFLICT",
      details: { current: { id: question.id, version: 2 } },
    });
  });
});
