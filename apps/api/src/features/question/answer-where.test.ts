import { type ContactFilterField, contactFilterFields } from "@crm/contract";
import { Prisma } from "@crm/db";
import {
  type AnswerFilter,
  type Criterion,
  comparedAs,
  dayBoundsOf,
  emailKey,
  type FieldFilter,
  type FieldTypeName,
  type FilterTree,
  fieldOperatorsOf,
  filterFits,
  type Operator,
  operatorsOf,
  type Question,
  readEmail,
  type Setting,
  storageOf,
} from "@crm/fields";
import fc from "fast-check";
import { expect, it } from "vitest";
import { Refusal } from "../../platform/error.ts";
import { aContact, aQuestion, aUser } from "../../test/factories.ts";
import { testApp } from "../../test/test-app.ts";
import { contactOperands } from "../contact/contact-filter.queries.ts";
import { answerWhere, filterWhere } from "./question.service.ts";
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
const day = fc.constantFrom(
  ...["0001-01-01", "1582-10-10", "1899-12-31", "9999-12-31"],
  ...["2026-03-28", "2026-03-29", "2026-03-30", "2025-10-26", "2025-10-25"],
);
const instant = fc.constantFrom(
  "0001-01-01T00:00:00.000Z",
  "9999-12-31T22:59:59.999Z",
  "2026-03-28T22:59:00.000Z",
  "2026-03-28T23:00:00.000Z",
  "2026-03-29T21:59:59.000Z",
  "2026-03-29T22:00:00.000Z",
  "2025-10-26T22:59:00.000Z",
);
const figure = fc.constantFrom(-1.5, 2 ** 31, 2 ** 53, 1e308, 0, 0.1, 12, 12.34, 13, 1e15, 1e-10);
const choice = fc.constantFrom("APL", "WEB", "SALON");
const answerOf: Record<string, fc.Arbitrary<unknown>> = {
  text,
  "long-text": text,
  email: fc.constantFrom("a@b.fr", "A@B.fr", "é@b.fr", "a@société.fr", "a@xn--socit-esab.fr"),
  number: figure,
  amount: fc.constantFrom(12, 12.34),
  date: day,
  "date-time": instant,
  boolean: fc.boolean(),
  "single-choice": choice,
  "multiple-choice": fc.uniqueArray(choice, { minLength: 1 }),
};
const valuesFor: Record<string, fc.Arbitrary<AnswerFilter["value"]>> = {
  text: fc.oneof(text, choice, fc.constantFrom("a@b.fr", "mailto:A@b.fr", "e@b.fr", "a@SOCIÉTÉ.fr")),
  number: figure,
  date: day,
  boolean: fc.boolean(),
  texts: choice,
};

const fold = (value: string) =>
  value.normalize("NFD").replace(/\p{M}/gu, "").replaceAll("œ", "oe").replaceAll("’", "'").toLowerCase();

/** The meaning of a criterion, without a database: what it is not is all the rest. */
function meets(question: Setting, { operator, value }: Pick<AnswerFilter, "operator" | "value">, answer: unknown) {
  const given = answer !== undefined;
  const dated = storageOf(question) === "date";
  const bounds = (day: unknown) => dayBoundsOf(question, String(day));
  const texts = () => [answer].flat().map(String);
  const atLeast = (edge: unknown) =>
    given && (dated ? String(answer) >= bounds(edge).from : Number(answer) >= Number(edge));
  const atMost = (edge: unknown) =>
    given && (dated ? String(answer) < bounds(edge).before : Number(answer) <= Number(edge));
  // A text that a person wrote and an e-mail are compared as built-in fields are; a choice is its code.
  const keys = {
    choice: String,
    text: (one: unknown) => fold(String(one)).trim(),
    email: (one: unknown) => emailKey(readEmail(String(one))),
  };
  const keyed = storageOf(question) === "text" ? keys[comparedAs(question)] : (one: unknown) => one;
  const same = (one: unknown) => given && keyed(answer) === keyed(one);
  const is = () => (dated ? given && atLeast(value) && atMost(value) : same(value));
  const contains = () => given && fold(String(answer)).includes(fold(String(value)));
  const oneOf = () => (value as string[]).some(same);
  const includes = () => given && texts().includes(String(value));
  const [from, to] = [value].flat();
  const meanings: Record<Operator, () => boolean> = {
    is,
    isNot: () => !is(),
    contains,
    notContains: () => !contains(),
    oneOf,
    noneOf: () => !oneOf(),
    includes,
    excludes: () => !includes(),
    atLeast: () => atLeast(value),
    atMost: () => atMost(value),
    above: () => given && !atMost(value),
    below: () => given && !atLeast(value),
    between: () => atLeast(from) && atMost(to),
    empty: () => !given,
    filled: () => given,
  };
  return meanings[operator]();
}

/** A value that an operator compares with, for a question or a field kept like `storage`. */
const valueFor = (
  operator: Operator,
  one: fc.Arbitrary<AnswerFilter["value"]>,
): fc.Arbitrary<AnswerFilter["value"]> => {
  if (operator === "empty" || operator === "filled") return fc.constant(undefined);
  if (operator === "oneOf" || operator === "noneOf")
    return fc.array(one as fc.Arbitrary<string>, { minLength: 1, maxLength: 3 });
  if (operator === "between")
    return fc.tuple(one, one).map(([a, b]) => (a && b && a > b ? [b, a] : [a, b]) as string[] | number[]);
  return one;
};

/** Built-in fields of each kind, as they are read of a row, and what they are asked. */
const fields = {
  city: [(row: Row) => row.city || undefined, text],
  owner: [(row: Row) => row.ownerId ?? undefined, fc.constantFrom("mine", "other")],
  emailValidity: [(row: Row) => row.emailValidity, fc.constantFrom("valid", "invalid", "unverified")],
  createdAt: [(row: Row) => row.createdAt, day],
} as const satisfies Partial<Record<ContactFilterField, [(row: Row) => unknown, fc.Arbitrary<string>]>>;
type FieldName = keyof typeof fields;
interface Row {
  city: string;
  ownerId: string | null;
  emailValidity: "valid" | "invalid" | "unverified";
  createdAt: string;
  answers: Record<string, unknown>;
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
  const filter = fc
    .constantFrom(...questions)
    .chain((question) =>
      fc
        .constantFrom(...operatorsOf(question))
        .chain((operator) =>
          valueFor(operator, valuesFor[storageOf(question)] ?? text).map(
            (value): AnswerFilter => ({ questionId: question.id, operator, value }),
          ),
        ),
    );
  const [mine, other] = await Promise.all([
    aUser(db, { organisationId: home.id }),
    aUser(db, { organisationId: home.id }),
  ]);
  const ids: Record<string, string> = { mine: mine.id, other: other.id };
  const known = (value: unknown) => (typeof value === "string" ? (ids[value] ?? value) : value);
  const fieldFilter = fc.constantFrom(...(Object.keys(fields) as FieldName[])).chain((field) =>
    fc.constantFrom(...fieldOperatorsOf(contactFilterFields[field])).chain((operator) =>
      valueFor(operator, fields[field][1] as fc.Arbitrary<string>).map(
        (value): FieldFilter => ({
          field,
          operator,
          value: (Array.isArray(value) ? value.map(known) : known(value)) as FieldFilter["value"],
        }),
      ),
    ),
  );
  const match = fc.constantFrom("all" as const, "any" as const);
  const criterion = fc.oneof<fc.Arbitrary<Criterion>[]>(filter, fieldFilter);
  const group = fc.record({ match, criteria: fc.array(criterion, { minLength: 1, maxLength: 3 }) });
  const tree: fc.Arbitrary<FilterTree> = fc.record({
    match,
    items: fc.array(fc.oneof<fc.Arbitrary<FilterTree["items"][number]>[]>(criterion, group), { maxLength: 3 }),
  });
  const record: fc.Arbitrary<Row> = fc.record({
    city: fc.oneof(fc.constant(""), text),
    ownerId: fc.constantFrom(null, mine.id, other.id),
    emailValidity: fc.constantFrom("valid", "invalid", "unverified"),
    createdAt: instant,
    answers,
  });

  const byId = new Map(questions.map((question) => [question.id, question]));
  const joins = (how: "all" | "any", met: boolean[]) => (how === "all" ? met.every(Boolean) : met.some(Boolean));
  function meetsOne(criterion: Criterion, row: Row): boolean {
    if (!("field" in criterion))
      return meets(byId.get(criterion.questionId) as Question, criterion, row.answers[criterion.questionId]);
    const name = criterion.field as FieldName;
    return meets(contactFilterFields[name].setting, criterion, fields[name][0](row));
  }
  const meetsTree = ({ match, items }: FilterTree, row: Row) =>
    items.length === 0 ||
    joins(
      match,
      items.map((item) =>
        "criteria" in item
          ? joins(
              item.match,
              item.criteria.map((one) => meetsOne(one, row)),
            )
          : meetsOne(item, row),
      ),
    );
  await fc.assert(
    fc.asyncProperty(
      fc.array(record, { minLength: 5, maxLength: 15 }),
      fc.array(fc.array(filter, { maxLength: 2 }), { minLength: 10, maxLength: 10 }),
      fc.array(tree, { minLength: 20, maxLength: 20 }),
      async (records, filterSets, trees) => {
        await db.contact.deleteMany();
        const rows = await Promise.all(
          records.map(async (row) => {
            const data = { ...row, organisationId: home.id, answers: row.answers as Prisma.InputJsonObject };
            return { ...row, id: (await aContact(db, data)).id };
          }),
        );
        const found = async (where: Prisma.Sql) =>
          (await db.$queryRaw<{ id: string }[]>`SELECT c.id FROM contacts c WHERE ${where}`).map(({ id }) => id).sort();
        const expected = (meets: (row: Row) => boolean) =>
          rows
            .filter(meets)
            .map(({ id }) => id)
            .sort();
        for (const filters of filterSets)
          expect(await found(answerWhere("c.answers", questions, filters)), JSON.stringify(filters)).toEqual(
            expected((row) => filters.every((filter) => meetsOne(filter, row))),
          );
        const of = { column: "c.answers", questions, fields: contactFilterFields, operands: contactOperands };
        for (const tree of trees)
          expect(await found(filterWhere(of, tree)), JSON.stringify(tree)).toEqual(
            expected((row) => meetsTree(tree, row)),
          );
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
      code: "FILTER_OUTDATED",
      issues: [{ path: "querystring/answers/1", message: expect.stringContaining("critère") }],
    });
  }
});

it("says nothing without a filter", () => {
  expect(answerWhere("c.answers", [], [])).toEqual(Prisma.sql`TRUE`);
});
