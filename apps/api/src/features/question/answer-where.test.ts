import { Prisma } from "@crm/db";
import {
  type AnswerFilter,
  dayBoundsOf,
  type FieldTypeName,
  filterFits,
  operatorsOf,
  type Question,
  storageOf,
} from "@crm/fields";
import fc from "fast-check";
import { expect, it } from "vitest";
import { Refusal } from "../../platform/error.ts";
import { aContact, aQuestion } from "../../test/factories.ts";
import { testApp } from "../../test/test-app.ts";
import { answerWhere } from "./question.service.ts";
import { toQuestion } from "./question.view.ts";

const choices = { choices: ["APL", "WEB", "SALON"].map((value) => ({ value, label: value.toLowerCase() })) };
const types: [FieldTypeName, object][] = [
  ["text", {}],
  ["long-text", {}],
  ["number", {}],
  ["amount", {}],
  ["date", {}],
  ["date-time", {}],
  ["boolean", {}],
  ["single-choice", choices],
  ["multiple-choice", choices],
  ["email", {}],
];

/** Few letters, so that random texts meet; with all that LIKE, JSON and folding could trip over. */
const text = fc.string({
  unit: fc.constantFrom("a", "é", "É", "E", "œ", "’", "'", "%", "_", "\\", '"', "1", "🎉", ";"),
  minLength: 1,
  maxLength: 4,
});
const day = fc.constantFrom("2026-03-28", "2026-03-29", "2026-03-30", "2025-10-26", "2025-10-25");
const instant = fc.constantFrom(
  "2026-03-28T22:59:00.000Z",
  "2026-03-28T23:00:00.000Z",
  "2026-03-29T21:59:59.000Z",
  "2026-03-29T22:00:00.000Z",
  "2025-10-26T22:59:00.000Z",
);
const figure = fc.constantFrom(-1.5, 0, 0.1, 12, 12.34, 13, 1e15, 1e-10);
const choice = fc.constantFrom("APL", "WEB", "SALON");
const answerOf: Record<string, fc.Arbitrary<unknown>> = {
  text,
  "long-text": text,
  email: fc.constantFrom("a@b.fr", "é@b.fr"),
  number: figure,
  amount: fc.constantFrom(12, 12.34),
  date: day,
  "date-time": instant,
  boolean: fc.boolean(),
  "single-choice": choice,
  "multiple-choice": fc.uniqueArray(choice, { minLength: 1 }),
};
const valuesFor: Record<string, fc.Arbitrary<AnswerFilter["value"]>> = {
  text: fc.oneof(text, choice, fc.constant("a@b.fr")),
  number: figure,
  date: day,
  boolean: fc.boolean(),
  texts: choice,
};

const fold = (value: string) =>
  value.normalize("NFD").replace(/\p{M}/gu, "").replaceAll("œ", "oe").replaceAll("’", "'").toLowerCase();

/** The meaning of a filter, without a database. */
function meets(question: Question, { operator, value }: AnswerFilter, answer: unknown): boolean {
  const given = answer !== undefined;
  const bounds = () => dayBoundsOf(question, String(value));
  const compare: Record<string, (than: "from" | "before") => number> = {
    number: () => Number(answer) - Number(value),
    date: (than) => (String(answer) < bounds()[than] ? -1 : 1),
  };
  const against = compare[storageOf(question)];
  switch (operator) {
    case "empty":
      return !given;
    case "filled":
      return given;
    case "contains":
      return given && fold(String(answer)).includes(fold(String(value)));
    case "oneOf":
      return given && (value as string[]).includes(String(answer));
    case "includes":
      return given && (answer as string[]).includes(String(value));
    case "atLeast":
      return given && (against?.("from") ?? -1) >= 0;
    case "atMost":
      return given && (against?.("before") ?? 1) <= (storageOf(question) === "number" ? 0 : -1);
    case "is":
      return (
        given &&
        (storageOf(question) === "date"
          ? String(answer) >= bounds().from && String(answer) < bounds().before
          : answer === value)
      );
  }
}

it("finds what the same filters find in memory, whatever the answers, in search or not", async () => {
  const { db, home } = await testApp();
  const questions: Question[] = [];
  for (const inSearch of [false, true])
    for (const [type, config] of types) questions.push(toQuestion(await aQuestion(db, { type, config, inSearch })));

  const answers = fc.record(
    Object.fromEntries(questions.map(({ id, type }) => [id, answerOf[type] ?? fc.constant(undefined)])),
    { requiredKeys: [] },
  );
  const filter = fc.constantFrom(...questions).chain((question) =>
    fc.constantFrom(...operatorsOf(question)).chain((operator) => {
      const one = valuesFor[storageOf(question)] ?? text;
      const value =
        operator === "empty" || operator === "filled"
          ? fc.constant(undefined)
          : operator === "oneOf"
            ? fc.array(one as fc.Arbitrary<string>, { minLength: 1, maxLength: 3 })
            : one;
      return value.map((value): AnswerFilter => ({ questionId: question.id, operator, value }));
    }),
  );
  const byId = new Map(questions.map((question) => [question.id, question]));
  await fc.assert(
    fc.asyncProperty(
      fc.array(answers, { minLength: 5, maxLength: 15 }),
      fc.array(fc.array(filter, { minLength: 1, maxLength: 2 }), { minLength: 20, maxLength: 20 }),
      async (records, filterSets) => {
        await db.contact.deleteMany();
        const rows = await Promise.all(
          records.map(async (answers) => ({
            id: (await aContact(db, { organisationId: home.id, answers: answers as Prisma.InputJsonObject })).id,
            answers,
          })),
        );
        for (const filters of filterSets) {
          const found = await db.$queryRaw<
            { id: string }[]
          >`SELECT c.id FROM contacts c WHERE ${answerWhere("c.answers", questions, filters)}`;
          const expected = rows.filter((row) =>
            filters.every((filter) =>
              meets(byId.get(filter.questionId) as Question, filter, row.answers[filter.questionId]),
            ),
          );
          expect(found.map(({ id }) => id).sort(), JSON.stringify(filters)).toEqual(
            expected.map(({ id }) => id).sort(),
          );
        }
      },
    ),
    { numRuns: 25 },
  );
}, 120_000);

it("is not misled by an answer that a former type left behind", async () => {
  const { db, home } = await testApp();
  const question = toQuestion(await aQuestion(db, { type: "number", inSearch: true }));
  const stale = await aContact(db, { organisationId: home.id, answers: { [question.id]: "douze" } });
  await aContact(db, { organisationId: home.id, answers: { [question.id]: null } });
  const ids = async (operator: AnswerFilter["operator"], value?: number) =>
    (
      await db.$queryRaw<
        { id: string }[]
      >`SELECT c.id FROM contacts c WHERE ${answerWhere("c.answers", [question], [{ questionId: question.id, operator, value }])}`
    ).map(({ id }) => id);
  expect(await ids("atLeast", 0)).toEqual([]);
  expect(await ids("is", 12)).toEqual([]);
  expect(await ids("filled")).toEqual([stale.id]);
  expect(await ids("empty")).toHaveLength(1);
});

it("refuses a filter on a question that is not the record's, or that does not suit it, and says which", async () => {
  const { db } = await testApp();
  const question = toQuestion(await aQuestion(db, { type: "number" }));
  const fits: AnswerFilter = { questionId: question.id, operator: "is", value: 12 };
  const refused: AnswerFilter[] = [
    { ...fits, questionId: "019ab000-0000-7000-8000-000000000000" },
    { ...fits, operator: "contains", value: "1" },
    { ...fits, value: "12" },
  ];
  for (const filter of refused) {
    expect(filterFits(question, filter) && filter.questionId === question.id).toBe(false);
    const refusal = (() => {
      try {
        return answerWhere("c.answers", [question], [fits, filter]);
      } catch (error) {
        return error as Refusal;
      }
    })();
    expect(refusal).toBeInstanceOf(Refusal);
    expect(refusal).toMatchObject({
      code: "VALIDATION_FAILED",
      issues: [{ path: "querystring/answers/1", message: expect.stringContaining("critère") }],
    });
  }
});

it("says nothing without a filter", () => {
  expect(answerWhere("c.answers", [], [])).toEqual(Prisma.sql`TRUE`);
});
