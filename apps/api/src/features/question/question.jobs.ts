import type { PrismaClient } from "@crm/db";
import { records } from "@crm/fields";
import { z } from "zod";
import { defineJob } from "../../platform/job.ts";
import { buildIndex, dropIndex, existingIndexes, onlyIndexer, wantedIndexes } from "./question-index.queries.ts";

/**
 * Makes the indexes on the answers about a record what its questions ask for: one for each question « Afficher dans la
 * recherche » whose answers compare, none for the others. Built beside the writes of others; what a crash left unfinished is
 * dropped and built again, what is right is left alone.
 */
export const questionIndexes = defineJob({
  name: "question.index",
  payload: z.object({ record: z.enum(records) }),
  attempts: 10,
  run: (ctx, { record }, signal) =>
    onlyIndexer(ctx.db as PrismaClient, record, async () => {
      const wanted = await wantedIndexes(ctx, record);
      const right = new Set<string>();
      for (const index of await existingIndexes(ctx, record)) {
        if (index.valid && wanted.get(index.name) === index.expression) right.add(index.name);
        else await dropIndex(ctx, index.name);
      }
      for (const [name, expression] of wanted) {
        signal.throwIfAborted();
        if (!right.has(name)) await buildIndex(ctx, record, name, expression);
      }
    }),
});
