import { definePeriodicJob } from "../../platform/job.ts";
import { searchDuplicates } from "./duplicate.service.ts";
import { forgetOldMerges } from "./merge.service.ts";

/** Looks for pairs among the contacts that are new or changed. */
export const duplicateSearch = definePeriodicJob({
  name: "duplicate.search",
  everySeconds: 20,
  async run(ctx, signal) {
    await searchDuplicates(ctx, signal);
  },
});

/** Once a day: what merges kept for their undo is forgotten when they can't be undone any more. */
export const mergeForgetting = definePeriodicJob({
  name: "duplicate.forget-merges",
  everySeconds: 86_400,
  async run(ctx) {
    await forgetOldMerges(ctx);
  },
});
