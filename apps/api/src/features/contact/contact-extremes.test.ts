import { contactApi, questionApi } from "@crm/contract";
import { describe, expect, test } from "vitest";
import { aContact, aQuestion } from "../../test/factories.ts";
import { testApp } from "../../test/test-app.ts";

async function world() {
  const { as, db, home } = await testApp();
  const [admin, contact] = [await as("admin"), await aContact(db, { organisationId: home.id })];
  const params = { id: contact.id };
  const card = async () => (await admin.call(contactApi.show, { params })).body;
  const answer = (answers: Record<string, unknown>, version = 1) =>
    admin.call(contactApi.answer, { params, body: { version, answers } });
  const update = (changes: object) => admin.call(contactApi.update, { params, body: { version: 1, ...changes } });
  return { db, admin, card, answer, update };
}

describe("what is too much is refused, and nothing is written", () => {
  test("notes of ten megabytes, and notes over their limit", async () => {
    const { update, card } = await world();
    const huge = await update({ notes: "é".repeat(5_000_000) });
    expect([huge.status, huge.body]).toMatchObject([413, { code: "TEXT_TOO_LARGE" }]);
    const long = await update({ notes: "a".repeat(100_001) });
    expect([long.status, long.body]).toMatchObject([422, { issues: [{ path: "body/notes" }] }]);
    expect(await card()).toMatchObject({ notes: "", version: 1 });
  });

  test("a NUL byte and half an emoji in an answer", async () => {
    const { db, answer, card } = await world();
    const { id } = await aQuestion(db, { type: "text" });
    for (const text of ["a\u0000b", "\ud83d"]) {
      const { status, body } = await answer({ [id]: text });
      expect([status, body]).toMatchObject([422, { issues: [{ path: `body/answers/${id}` }] }]);
    }
    expect((await card()).answers).toEqual({});
  });
});

describe("what is unusual is kept as it was typed", () => {
  test("right-to-left text, emoji of several code points, a date before 1900", async () => {
    const { db, answer, card, update } = await world();
    const [text, date] = [await aQuestion(db, { type: "text" }), await aQuestion(db, { type: "date" })];
    const rtl = "שלום עולם 👩🏽‍👩🏽‍👧 می\u200cخواهم";
    const answers = { [text.id]: rtl, [date.id]: "1789-07-14" };
    expect((await answer(answers)).body.answers).toEqual(answers);
    expect((await update({ version: 2, company: rtl })).body.company).toBe(rtl);
    expect((await card()).answers).toEqual(answers);
    // But for the signs that nobody sees and that turn what stands around them: that is no change.
    expect((await update({ version: 3, company: `\u202e${rtl}\u202c\u200b` })).body.version).toBe(3);
  });

  test("five hundred questions on a card, and a question with a thousand choices", async () => {
    const { db, admin, answer, card } = await world();
    const questions = [];
    for (let n = 0; n < 500; n++) questions.push(await aQuestion(db, { type: "text", label: `Question ${n}` }));
    const answers = Object.fromEntries(questions.map(({ id }, n) => [id, `Réponse ${n}`]));
    expect((await answer(answers)).status).toBe(200);
    expect((await card()).answers).toEqual(answers);

    const choices = Array.from({ length: 1000 }, (_, n) => ({ label: `Choix ${n}`, value: `C${n}` }));
    const input = { type: "multiple-choice", label: "Mille choix", code: "MILLE_CHOIX", config: { choices } } as const;
    const made = await admin.call(questionApi.create, { body: { record: "contact", input } });
    expect(made.status).toBe(201);
    const every = choices.map(({ value }) => value);
    expect((await answer({ [made.body.id]: every }, 2)).body.answers[made.body.id]).toEqual(every);
  });
});
