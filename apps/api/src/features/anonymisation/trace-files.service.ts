import { Readable } from "node:stream";
import { v7 as uuid } from "uuid";
import { type Ctx, inTransaction } from "../../platform/context.ts";
import { Refusal } from "../../platform/error.ts";
import { UnreadableSpreadsheet } from "../../ports/spreadsheet.ts";
import { withdrawExports } from "../export/export-sweep.service.ts";
import { bytesUnder, swapBytes } from "../file/file.service.ts";
import { addCounts, storedSheets } from "./erasure.queries.ts";
import { erased, type Matcher, matcherOf, type Person } from "./person.ts";
import { recogniserOf } from "./recogniser.ts";

const sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
/** So many are kept in memory while a file is looked through. */
const fewRows = 5000;

/** Whom the rows of a file are about. */
type Recogniser = (cells: string[]) => Matcher[];

/** Letters and their accents may come apart in a file (NFD, as macOS writes them). */
function rowRecogniser(people: Person[]): Recogniser {
  const recognise = recogniserOf(people.map(matcherOf));
  return (cells) => {
    const text = cells.join("\n");
    return recognise(/[\u0300-\uffff]/.test(text) ? text.normalize("NFC") : text);
  };
}

/**
 * Takes these people's rows out of every stored spreadsheet: uploaded imports and their reports. A file that holds none of them
 * keeps its bytes; another is written anew, row for row, and counted in the transaction that puts it in the old one's place.
 * Safe to run again.
 */
export async function redactFiles(ctx: Ctx, people: Person[], signal: AbortSignal): Promise<void> {
  const recognise = rowRecogniser(people);
  for (const file of await storedSheets(ctx)) {
    signal.throwIfAborted();
    const about = await read(ctx, file.key, recognise);
    // What is left of a file that was cut can't be looked through, and may hold anybody.
    if (about === "lost") await ctx.files.remove(file.key);
    else if (about && about.found.size > 0) await writeWithout(ctx, file, recognise, about);
  }
}

/** Removes the saved exports that may hold one of these people, of those written since a moment: their users ask for new ones. */
export async function removeExports(ctx: Ctx, people: Person[], since: Date, signal: AbortSignal): Promise<void> {
  const recognise = rowRecogniser(people);
  const mayHold = async (key: string) => {
    const looked = await read(ctx, key, recognise);
    const about = looked === "lost" ? null : looked;
    if (about?.found.size === 0) return null;
    return async (ctx: Ctx) => {
      for (const { person } of about?.found.keys() ?? []) await addCounts(ctx, person.contactId, { files: 1 });
    };
  };
  await withdrawExports(ctx, since, mayHold, signal);
}

interface Read {
  /** How many rows are about whom. */
  found: Map<Matcher, number>;
  /** All of the file, when it is short: to be written anew without reading it again. */
  rows: string[][] | null;
}

/** Looks through a file; null when it can't be read as a spreadsheet, or is too large to be read whole; « lost », of which administrators are told. */
async function read(ctx: Ctx, key: string, recognise: Recogniser): Promise<Read | "lost" | null> {
  const found: Read["found"] = new Map();
  let rows: Read["rows"] = [];
  try {
    for await (const { cells } of ctx.spreadsheets.rows(() => bytesUnder(ctx, key))) {
      for (const matcher of recognise(cells)) found.set(matcher, (found.get(matcher) ?? 0) + 1);
      if (rows && rows.push(cells) > fewRows) rows = null;
    }
  } catch (error) {
    if (error instanceof Refusal && error.code === "FILE_LOST") return "lost";
    if (!(error instanceof UnreadableSpreadsheet)) throw error;
    return null;
  }
  return { found, rows };
}

/** The same rows, those about a person blank but for a word, under a key of their own until they are whole. */
async function writeWithout(
  ctx: Ctx,
  file: { id: string; key: string },
  recognise: Recogniser,
  { found, rows }: Read,
): Promise<void> {
  async function* without() {
    const all = rows?.map((cells) => ({ cells })) ?? ctx.spreadsheets.rows(() => ctx.files.read(file.key));
    for await (const { cells } of all)
      yield recognise(cells).length > 0 ? cells.map((_cell, i) => (i === 0 ? erased : "")) : cells;
  }
  let size = 0;
  async function* counted() {
    for await (const chunk of ctx.spreadsheets.write(without())) {
      size += (chunk as Buffer).length;
      yield chunk as Buffer;
    }
  }
  const key = uuid();
  try {
    await ctx.files.put(key, Readable.from(counted(), { objectMode: false }));
    await inTransaction(ctx, async (ctx) => {
      if (!(await swapBytes(ctx, file, { key, size, mediaType: sheet }))) return;
      for (const [{ person }, importRows] of found) await addCounts(ctx, person.contactId, { files: 1, importRows });
    });
  } catch (error) {
    await ctx.files.remove(key).catch(() => {}); // it holds nobody
    throw error;
  }
}
