import { v7 as uuid } from "uuid";
import type { Ctx } from "../../platform/context.ts";
import { UnreadableSpreadsheet } from "../../ports/spreadsheet.ts";
import { withdrawExports } from "../export/export-sweep.service.ts";
import { storedSheets, tellSize } from "./erasure.queries.ts";
import { erased, type Matcher, matcherOf, type Person } from "./person.ts";

const sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/**
 * Takes these people's rows out of every stored spreadsheet: uploaded imports and their reports. A file that holds none of them
 * keeps its bytes; another is written anew, row for row. Calls `told` with each person and row. Safe to run again.
 */
export async function redactFiles(
  ctx: Ctx,
  people: Person[],
  told: (person: Person, kind: "importRows" | "files") => void,
  signal: AbortSignal,
): Promise<void> {
  const matchers = people.map(matcherOf);
  for (const file of await storedSheets(ctx)) {
    signal.throwIfAborted();
    const found = (await rowsAbout(ctx, file.key, matchers)) ?? new Map<Matcher, number>();
    for (const [matcher, rows] of found) {
      told(matcher.person, "files");
      for (let i = 0; i < rows; i++) told(matcher.person, "importRows");
    }
    if (found.size > 0) await writeWithout(ctx, file, matchers);
  }
}

/** Removes the saved exports that may hold one of these people, of those written since a moment: their users ask for new ones. */
export async function removeExports(
  ctx: Ctx,
  people: Person[],
  since: Date,
  told: (person: Person, kind: "files") => void,
  signal: AbortSignal,
): Promise<void> {
  const matchers = people.map(matcherOf);
  const mayHold = async (key: string) => {
    const found = await rowsAbout(ctx, key, matchers);
    for (const { person } of found?.keys() ?? []) told(person, "files");
    return found === null || found.size > 0;
  };
  await withdrawExports(ctx, since, mayHold, signal);
}

/** How many rows of a file are about whom; null when it can't be read as a spreadsheet, or is too large to be read whole. */
async function rowsAbout(ctx: Ctx, key: string, matchers: Matcher[]): Promise<Map<Matcher, number> | null> {
  const found = new Map<Matcher, number>();
  try {
    for await (const { cells } of ctx.spreadsheets.rows(() => ctx.files.read(key))) {
      const text = cells.join("\n");
      for (const matcher of matchers) if (matcher.isAbout(text)) found.set(matcher, (found.get(matcher) ?? 0) + 1);
    }
  } catch (error) {
    if (!(error instanceof UnreadableSpreadsheet)) throw error;
    return null;
  }
  return found;
}

/** The same rows, those about a person blank but for a word. Under the same key: nothing else refers to the old bytes. */
async function writeWithout(ctx: Ctx, { id, key }: { id: string; key: string }, matchers: Matcher[]): Promise<void> {
  async function* rows() {
    for await (const { cells } of ctx.spreadsheets.rows(() => ctx.files.read(key)))
      yield matchers.some((matcher) => matcher.isAbout(cells.join("\n")))
        ? cells.map((_cell, i) => (i === 0 ? erased : ""))
        : cells;
  }
  const made = uuid();
  try {
    await ctx.files.put(made, ctx.spreadsheets.write(rows()));
    await ctx.files.put(key, await ctx.files.read(made));
    await tellSize(ctx, id, await sizeOf(ctx, key), sheet);
  } finally {
    await ctx.files.remove(made).catch(() => {}); // it holds nobody
  }
}

async function sizeOf(ctx: Ctx, key: string): Promise<number> {
  let size = 0;
  for await (const chunk of await ctx.files.read(key)) size += (chunk as Buffer).length;
  return size;
}
