import { definePeriodicJob } from "../../platform/job.ts";
import { keepWords } from "./search-word.queries.ts";

/** Once an hour: the words that a typing error is put right by. */
export const searchWords = definePeriodicJob({
  name: "search.words",
  everySeconds: 3600,
  async run(ctx) {
    await keepWords(ctx);
  },
});
