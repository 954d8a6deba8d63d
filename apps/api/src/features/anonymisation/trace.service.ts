import type { CsvText } from "@crm/contract";
import { type Ctx, inTransaction } from "../../platform/context.ts";
import { addCounts } from "./erasure.queries.ts";
import { type Matcher, mapStrings, matcherOf, type Person } from "./person.ts";
import { recogniserOf } from "./recogniser.ts";
import {
  eachText,
  eventTable,
  finishedJobs,
  forgetJobs,
  ownEvents,
  replaceText,
  type TextRow,
  type TextTable,
  textTables,
} from "./trace.queries.ts";

/** Whose rows are other people's: there only an e-mail or a number tells for sure who is meant, a name may be a namesake's. */
const othersRecords = [
  ...["contacts", "opportunities", "interactions", "submissions", "contact_merges", "bulk_items", "import_items"],
];

type Recogniser = ReturnType<typeof recogniserOf>;
type Column = TextTable["columns"][number];
interface Change {
  key: string[];
  column: Column;
  from: string;
  to: string;
  /** Whose words were taken out. */
  of: Person[];
}

/**
 * Takes these people out of everything that the database says of them elsewhere: notifications, timelines of others, refused
 * rows, saved searches, bulk changes, merges… Each text is changed in one transaction with its count. Safe to run again.
 */
export async function redactTraces(ctx: Ctx, people: Person[], signal: AbortSignal): Promise<void> {
  const full = recogniserOf(people.map(matcherOf));
  const unnamed = { firstNames: [], lastNames: [], companies: [] };
  const strict = recogniserOf(people.map((person) => ({ ...matcherOf({ ...person, ...unnamed, ids: [] }), person })));
  for (const table of await textTables(ctx)) {
    const recognise = othersRecords.includes(table.table) ? strict : full;
    await eachText(ctx, table, async (rows) => {
      signal.throwIfAborted();
      await redactRows(ctx, table, rows, recognise);
    });
  }
}

/** The same for what is left of a person's own timeline, in the transaction that erases it. */
export async function redactEvents(
  ctx: Ctx,
  person: Person,
  contactIds: string[],
  opportunityIds: string[],
): Promise<void> {
  const rows = await ownEvents(ctx, contactIds, opportunityIds);
  await redactRows(ctx, eventTable, rows, recogniserOf([matcherOf(person)]));
}

async function redactRows(ctx: Ctx, table: TextTable, rows: TextRow[], recognise: Recogniser): Promise<void> {
  const changes = rows.flatMap((row) =>
    table.columns.flatMap((column, i) => changeOf(table, row, column, row.texts[i] ?? "", recognise)),
  );
  if (changes.length === 0) return;
  await inTransaction(ctx, async (ctx) => {
    for (const change of changes)
      if (await replaceText(ctx, table, change.column, change))
        for (const { contactId } of change.of) await addCounts(ctx, contactId, { mentions: 1 });
  });
}

/** A JSON text as `isAbout` reads it: what an escape stands for is no letter of a word. */
const readable = (text: string, json: boolean) => (json ? text.replace(/\\./gs, " ") : text);

function changeOf(
  { table }: TextTable,
  { key, subjects }: TextRow,
  column: Column,
  from: string,
  recognise: Recogniser,
): Change[] {
  let to = from;
  const of: Person[] = [];
  for (const matcher of recognise(readable(from, column.json))) {
    if (subjects.some((id) => id !== null && matcher.person.ids.includes(id))) continue;
    const after = redacted(table, column, to, matcher);
    if (after !== to) of.push(matcher.person);
    to = after;
  }
  return of.length === 0 ? [] : [{ key, column, from, to, of }];
}

/**
 * The cells of a row of a file are all the person's, the address too, and so may be those shown beside a column; of anything
 * else, only what names the person goes.
 */
function redacted(table: string, { name, json }: Column, text: string, matcher: Matcher): string {
  if (!json) return matcher.redact(text);
  const value: unknown = JSON.parse(text);
  const before = JSON.stringify(value);
  if (table === "imports" && name === "columns")
    return JSON.stringify((value as object[]).map((shown) => ({ ...shown, sample: [] })));
  // Words of the file in encodings that are not its own: no name is recognised in them.
  const read = table === "imports" && name === "details" ? (value as { text?: CsvText }).text : undefined;
  if (read) read.samples = {};
  const cells = table === "refused_rows" && name === "cells";
  const after = mapStrings(value, cells ? () => "" : matcher.redact);
  return JSON.stringify(after) === before ? text : JSON.stringify(after);
}

/** Forgets the finished jobs whose payload, or what an error message quoted, tells of these people. */
export async function redactJobs(ctx: Ctx, people: Person[]): Promise<void> {
  const jobs = await finishedJobs(ctx);
  if (!jobs) return;
  const unnamed = { firstNames: [], lastNames: [], ids: [] };
  const recognise = recogniserOf(people.map((person) => matcherOf({ ...person, ...unnamed })));
  await eachText(ctx, jobs, async (rows) => {
    const about = rows.filter(({ texts }) => recognise(readable(texts.join("\n"), true)).length > 0);
    if (about.length > 0)
      await forgetJobs(
        ctx,
        about.map(({ key }) => key[0] ?? ""),
      );
  });
}
