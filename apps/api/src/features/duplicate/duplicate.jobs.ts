import { z } from "zod";
import { defineJob, enqueue } from "../../platform/job.ts";
import { searchDuplicates } from "./duplicate.service.ts";
import { forgetOldMerges } from "./merge.service.ts";

const secondMs = 1000;
const dayMs = 86_400_000;

/** Looks for pairs among the contacts that are new or changed. Each run asks for the next one; so does every start, if none waits. */
export const duplicateSearch = defineJob({
  name: "duplicate.search",
  payload: z.object({}),
  attempts: 5,
  async run(ctx, payload, signal) {
    await enqueue(ctx, duplicateSearch, payload, { key: "tick", runAt: new Date(ctx.now().getTime() + 20 * secondMs) });
    await searchDuplicates(ctx, signal);
  },
});

/** Once a day: what merges kept for their undo is forgotten when they can't be undone any more. */
export const mergeForgetting = defineJob({
  name: "duplicate.forget-merges",
  payload: z.object({}),
  attempts: 5,
  async run(ctx, payload) {
    await enqueue(ctx, mergeForgetting, payload, { key: "daily", runAt: new Date(ctx.now().getTime() + dayMs) });
    await forgetOldMerges(ctx);
  },
});
