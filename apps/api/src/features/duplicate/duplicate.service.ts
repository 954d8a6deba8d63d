import type { Distinction, DuplicateQuery, SimilarContact, SimilarQuery } from "@crm/contract";
import type { z } from "zod";
import { type Ctx, inTransaction } from "../../platform/context.ts";
import { Refusal } from "../../platform/error.ts";
import { viewContact } from "../contact/contact.service.ts";
import { duplicatePage, importUnderWay, takeChecks } from "./duplicate.queries.ts";
import { findPairs, similarTo } from "./similarity.queries.ts";

export { countSimilar } from "./similarity.queries.ts";

/** Contacts whose pairs are looked for in one transaction: two or three seconds at a million, after which others have their turn. */
const batch = 50;

/** Contacts that the actor sees and that look like the one being typed, the likest first. */
export const similarContacts = (ctx: Ctx, typed: z.output<typeof SimilarQuery>): Promise<SimilarContact[]> =>
  similarTo(ctx, typed);

/** A page of pairs that may be one person, strongest first. */
export async function listDuplicates(ctx: Ctx, query: z.output<typeof DuplicateQuery>) {
  const { rows, next } = await duplicatePage(ctx, query);
  return {
    rows: rows.map(({ first, second, ...row }) => ({ first: dated(first), second: dated(second), ...row })),
    next,
  };
}

// The date comes out of JSON as PostgreSQL writes it.
const dated = <Side extends { createdAt: string }>(side: Side): Side => ({
  ...side,
  createdAt: new Date(side.createdAt).toISOString(),
});

/** « Ce ne sont pas des doublons »: the pair is not proposed again, until this is taken back. Refuses with NOT_FOUND. */
export function setDistinct(ctx: Ctx, { firstId, secondId, distinct }: z.output<typeof Distinction>): Promise<void> {
  return inTransaction(ctx, async (ctx) => {
    if (firstId === secondId) throw new Refusal("VALIDATION_FAILED", { field: "secondId" });
    for (const id of [firstId, secondId]) await viewContact(ctx, id);
    const [first, second] = firstId < secondId ? [firstId, secondId] : [secondId, firstId];
    const pair = { firstId: first, secondId: second };
    if (!distinct) {
      await ctx.db.distinctPair.deleteMany({ where: pair });
      await findPairs(ctx, [firstId]);
    } else {
      const data = { ...pair, actorId: ctx.actor.id, createdAt: ctx.now() };
      await ctx.db.distinctPair.createMany({ data: [data], skipDuplicates: true });
    }
  });
}

/**
 * Works off the queue of new and changed contacts, some at a time; stops at `signal`, and goes on where it was at the next run.
 * While an import is under way they wait: somebody watches it, nobody this.
 */
export async function searchDuplicates(ctx: Ctx, signal: AbortSignal): Promise<void> {
  let taken: number;
  do {
    signal.throwIfAborted();
    if (await importUnderWay(ctx)) return;
    taken = await inTransaction(ctx, async (ctx) => {
      const checks = await takeChecks(ctx, batch);
      await findPairs(ctx, [...new Set(checks.map(({ contactId }) => contactId))]);
      await ctx.db.duplicateCheck.deleteMany({ where: { id: { in: checks.map(({ id }) => id) } } });
      return checks.length;
    });
  } while (taken === batch);
}
