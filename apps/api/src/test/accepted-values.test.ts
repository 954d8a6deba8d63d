import {
  actionApi,
  api,
  contactApi,
  contactSorts,
  type Endpoint,
  interactionApi,
  notificationApi,
  opportunityApi,
  opportunitySorts,
} from "@crm/contract";
import { type FieldTypeName, fieldTypeNames, fieldTypeOf, inParis, operatorsOf } from "@crm/fields";
import fc from "fast-check";
import { expect, test } from "vitest";
import { exportWorld } from "./exporting.ts";
import { anActionType, aQuestion } from "./factories.ts";
import { countsOf, reasonsOf } from "./importing.ts";
import { sampleOf } from "./samples.ts";
import type { TestUser } from "./test-app.ts";
import { withSamples } from "./world.ts";

/** How many records are made of random values: few and always the same in `npm test`; VALUE_RUNS asks for that many, new ones. */
const asked = process.env["VALUE_RUNS"];
const runs = Number(asked ?? 8);
const seed = asked ? Math.floor(Math.random() * 2 ** 31) : 1;

const choices = ["A", "A, C", "C", "=1+1", "é;è"].map((label, i) => ({ label, value: `V${i}` }));
const configOf = (type: FieldTypeName) => (type.includes("choice") ? { choices } : {});

/** Days at the edges: of what is kept, of calendars, of Excel, of a year in Paris, of the nights when clocks change. */
const days = fc.constantFrom(
  ..."0001-01-01 0099-12-31 0999-12-31 1000-01-01 1582-10-10 1752-09-05 1899-12-30 1899-12-31 1900-01-01".split(" "),
  ..."1900-02-28 1900-03-01 1970-01-01 2025-12-31 2026-01-01 2026-03-29 2026-10-25 2024-02-29".split(" "),
  ..."2038-01-19 2100-02-28 2199-12-31 2200-01-01 9998-12-31 9999-12-30 9999-12-31".split(" "),
);
const times = fc.constantFrom("00:00", "00:30", "02:30", "12:00", "23:30", "23:59");
const instants = fc
  .tuple(days, times, fc.constantFrom("Z", "+02:00", "-11:00"))
  .map(([day, time, zone]) => `${day}T${time}:00${zone}`);
const texts = fc.oneof(
  fc.constantFrom(
    ...["a", "=1+1", "+33612345678", "'x", "007", "1e5", "#N/A", "_x000D_", "a\nb", "a\u000bb", "x\u202eb"],
    ...[
      "\u200b",
      "é",
      "E\u0301",
      "👩🏽‍👩🏽‍👧",
      "\ud83d",
      "a\0b",
      '"',
      ";",
      "%_\\",
      "<b>x</b>",
      "D’Arc & Fils",
      "NULL",
      "null",
    ],
  ),
  fc.string({ unit: "grapheme", minLength: 1, maxLength: 40 }),
);
const numbers = fc.oneof(
  fc.constantFrom(0, -0, 0.1, -0.01, 1e-7, 999_999_999_999, -999_999_999_999, 2 ** 31, 2 ** 53, 1e21, 1e308, -1e308),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer({ min: -1e9, max: 1e9 }).map((cents) => cents / 100),
);
const values = fc.constantFrom(...choices.map(({ value }) => value));
const emails = fc.oneof(
  fc.emailAddress(),
  fc.constantFrom(
    "Marie@Client.test",
    "r&d@client.test",
    "compta/achats@client.test",
    "contact@société.fr",
    "x@exemple.xn--p1ai",
  ),
);
const phones = fc.oneof(fc.stringMatching(/^\+?[0-9]{3,15}$/), fc.constantFrom("06 12 34 56 78", "0690123456", "3949"));

/** Answers of each type; one that is missing here does not compile. */
const answers: Record<FieldTypeName, fc.Arbitrary<unknown>> = {
  text: texts,
  "long-text": fc.array(texts, { minLength: 1, maxLength: 3 }).map((lines) => lines.join("\n")),
  number: numbers,
  amount: numbers,
  date: days,
  "date-time": instants,
  boolean: fc.boolean(),
  "single-choice": values,
  "radio-choice": values,
  "multiple-choice": fc.uniqueArray(values, { minLength: 1 }),
  email: emails,
  phone: phones,
  url: fc.webUrl(),
  address: texts,
  scale: fc.integer({ min: -1, max: 6 }),
  file: fc.constant([]),
};

const person = fc.record({
  essentials: fc.record(
    {
      ...{ title: texts, lastName: texts, firstName: texts, company: texts, phone: phones, mobile: phones },
      ...{
        address: texts,
        postalCode: texts,
        city: texts,
        country: texts,
        notes: texts.map((text) => `<p>${text}</p>`),
      },
    },
    { requiredKeys: [] },
  ),
  email: emails,
  answers: fc.record(answers, { requiredKeys: [] }),
  deal: fc.record({ title: texts, amount: numbers, expectedOn: days }, { requiredKeys: [] }),
  dealAnswers: fc.record(answers, { requiredKeys: [] }),
  status: fc.record({
    status: fc.constantFrom("won", "lost", "postponed", "other"),
    on: days,
    reason: texts,
    remindOn: days,
  }),
  action: fc.record({ day: days, time: fc.option(times), text: texts }),
  exchange: fc.record({ heldAt: instants, text: texts }),
  reachedOn: days,
});

test("whatever value is accepted can be listed, filtered, sorted, reported, exported, imported, printed and fed", async () => {
  const exporting = await exportWorld();
  const world = await withSamples(exporting);
  const { db, pipeline } = world;
  const [admin, owner] = [await world.as("admin"), await world.as("salesperson")];
  const questions = { contact: [], opportunity: [] } as Record<"contact" | "opportunity", Asked[]>;
  for (const record of ["contact", "opportunity"] as const)
    for (const type of fieldTypeNames) {
      const config = configOf(type);
      const { id } = await aQuestion(db, { record, type, config, label: type, inSearch: true, inReports: true });
      questions[record].push({ id, type, config });
    }
  const typeId = (await anActionType(db)).id;

  const accepted: { record: "contact" | "opportunity"; question: Asked; value: unknown; id: string }[] = [];
  const made = { contact: new Set<string>(), opportunity: new Set<string>(), action: new Set<string>() };
  const taken: Record<string, number> = {};
  /** Sends it: success, or a refusal that is not the application's own fault. */
  const tryTo = async <E extends Endpoint>(endpoint: E, request: object) => {
    const reply = await owner.call(endpoint, request as never);
    expect([endpoint.url, request, reply.status < 500 || reply.body]).toEqual([endpoint.url, request, true]);
    const key = `${endpoint.method} ${endpoint.url}`;

    if (reply.status < 300) taken[key] = (taken[key] ?? 0) + 1;
    return reply.status < 300 ? (reply.body as { id: string; version: number }) : null;
  };

  const sample = fc.sample(person, { numRuns: runs, seed });
  for (const [i, given] of sample.entries()) {
    const bare = await tryTo(contactApi.create, { body: { email: `p${i}@client.test` } });
    if (!bare) throw new Error("a contact is made of an e-mail");
    let contact = bare;
    made.contact.add(contact.id);
    for (const [field, value] of Object.entries({ ...given.essentials, email: given.email })) {
      const body = { version: contact.version, [field]: value };
      contact = (await tryTo(contactApi.update, { params: { id: contact.id }, body })) ?? contact;
    }
    const deal = await tryTo(opportunityApi.create, { body: { contactId: contact.id, pipelineId: pipeline.id } });
    if (!deal) throw new Error("an opportunity is made of a contact and a type");
    made.opportunity.add(deal.id);
    let opportunity = deal;
    const of = { params: { id: deal.id } };
    for (const [field, value] of Object.entries(given.deal)) {
      const body = { version: opportunity.version, [field]: value };
      opportunity = (await tryTo(opportunityApi.update, { ...of, body })) ?? opportunity;
    }
    for (const [record, kept] of [
      ["contact", given.answers],
      ["opportunity", given.dealAnswers],
    ] as const) {
      for (const question of questions[record]) {
        if (!(question.type in kept)) continue;
        const at: { id: string; version: number } = record === "contact" ? contact : opportunity;
        const answered: object = { version: at.version, answers: { [question.id]: kept[question.type] } };
        const after = await tryTo(api[record].answer, { params: { id: at.id }, body: answered });
        if (!after) continue;
        const value = (after as unknown as { answers: Record<string, unknown> }).answers[question.id];
        accepted.push({ record, question, value, id: at.id });
        if (record === "contact") contact = after;
        else opportunity = after;
      }
    }
    const stageId = pipeline.stages[0]?.id ?? "";
    await tryTo(opportunityApi.reachStage, { ...of, body: { stageId, reachedOn: given.reachedOn } });
    const planned = { typeId, contactId: contact.id, opportunityId: deal.id };
    const action = await tryTo(actionApi.create, { body: { ...planned, ...given.action } });
    if (action) made.action.add(action.id);
    await tryTo(interactionApi.create, { ...of, body: { kind: "call", ...given.exchange } });
    const { status, on, reason, remindOn } = given.status;
    await tryTo(opportunityApi.changeStatus, {
      ...of,
      body: { status, on, reason, ...(status === "postponed" ? { remindOn } : {}) },
    });
  }
  // Each kind of write was accepted now and then: else nothing below is shown.
  expect(Object.keys(taken).length).toBeGreaterThanOrEqual(9);
  const shown = new Set(accepted.map(({ question }) => question.type));
  expect(fieldTypeNames.filter((type) => !shown.has(type))).toEqual(["file"]);

  for (const by of [owner, admin]) await readAll(by);
  for (const record of ["contact", "opportunity"] as const) {
    const sorts = [
      ...(record === "contact" ? contactSorts : opportunitySorts),
      ...questions[record].map(({ id }) => id),
    ];
    for (const sort of sorts)
      for (const direction of ["asc", "desc"] as const) await walk(owner, record, sort, direction);
  }
  for (const { record, question, value, id } of accepted) await filterBy(record, question, value, id);
  for (const record of ["contact", "opportunity"] as const)
    for (const format of ["xlsx", "csv"] as const) {
      const { id } = await exporting.made(admin, { record, format });
      const content = (await exporting.download(admin, id)).raw.rawPayload;
      const dryRun = await exporting.check(admin, content, {}, record);
      expect(reasonsOf(dryRun)).toEqual([]);
      expect(countsOf(dryRun)).toMatchObject({ created: 0, updated: 0, refused: 0, unchanged: dryRun.total });
      expect(dryRun.total).toBeGreaterThanOrEqual(made[record].size);
    }

  /** Every reading endpoint of the contract, on each of the records where it is about one. */
  async function readAll(by: TestUser) {
    for (const [noun, verbs] of Object.entries(api))
      for (const [verb, endpoint] of Object.entries(verbs as Record<string, Endpoint>)) {
        if (endpoint.method !== "GET" || endpoint === notificationApi.stream) continue; // a stream never ends
        const record = endpoint.config.record;
        const ids = record === "contact" || record === "opportunity" || record === "action" ? [...made[record]] : null;
        for (const id of ids ?? [""]) {
          if (record && !ids) continue; // made by the samples of other tests, not by these values
          const request = await sampleOf(world, noun, verb, by, id);
          const reply = await by.call(endpoint, request as never);
          expect([noun, verb, id, reply.status < 500 || reply.body]).toEqual([noun, verb, id, true]);
        }
      }
  }

  /** A list walked to its end, two rows at a time: each record once. */
  async function walk(by: TestUser, record: "contact" | "opportunity", sort: string, direction: "asc" | "desc") {
    const seen: string[] = [];
    let after: string | undefined;
    do {
      const query = { sort, direction, size: 5, after };
      const { status, body } = await by.call(api[record].list as Endpoint, { query } as never);
      if (status === 422 && after === undefined) return; // not a column of this list that has an order
      expect([record, sort, direction, status]).toEqual([record, sort, direction, 200]);
      const page = body as { rows: { id: string }[]; next: string | null };
      seen.push(...page.rows.map(({ id }) => id));
      after = page.next ?? undefined;
    } while (after);
    const mine = seen.filter((id) => made[record].has(id));
    expect([sort, direction, mine.length, new Set(mine).size]).toEqual([
      sort,
      direction,
      made[record].size,
      made[record].size,
    ]);
  }

  /** What an answer is asked by: each operator takes it, and « est » finds the record. */
  async function filterBy(record: "contact" | "opportunity", question: Asked, value: unknown, id: string) {
    const { storage } = fieldTypeOf(question);
    const single = Array.isArray(value) ? value[0] : value;
    const comparable = storage === "date" && question.type === "date-time" ? inParis(String(single)).day : single;
    for (const operator of operatorsOf(question)) {
      const none = operator === "empty" || operator === "filled";
      const list = operator === "oneOf" || operator === "noneOf" ? [comparable] : comparable;
      const asked = none ? undefined : operator === "between" ? [comparable, comparable] : list;
      const answersAsked = JSON.stringify([{ questionId: question.id, operator, ...(none ? {} : { value: asked }) }]);
      const query = { answers: answersAsked, size: 200 };
      const { status, body } = await admin.call(api[record].list as Endpoint, { query } as never);
      expect([question.type, operator, value, status]).toEqual([question.type, operator, value, 200]);
      if (operator !== "is" && operator !== "includes" && operator !== "between") continue;
      if (String(comparable).includes("\n")) continue; // what is asked for is typed on one line
      const found = (body as { rows: { id: string }[] }).rows.map((row) => row.id);
      expect([question.type, operator, value, found.includes(id)]).toEqual([question.type, operator, value, true]);
    }
  }
}, 240_000);

interface Asked {
  id: string;
  type: FieldTypeName;
  config: Record<string, unknown>;
}
