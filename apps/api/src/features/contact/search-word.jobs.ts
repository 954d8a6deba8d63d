import { z } from "zod";
import { defineJob, enqueue } from "../../platform/job.ts";
import { keepWords } from "./search-word.queries.ts";

const hourMs = 3_600_000;

/** Once an hour: the words that a typing error is put right by. Each run asks for the next one; so does every start. */
export const searchWords = defineJob({
  name: "search.words",
  payload: z.object({}),
  attempts: 5,
  async run(ctx, payload) {
    await enqueue(ctx, searchWords, payload, { key: "hourly", runAt: new Date(ctx.now().getTime() + hourMs) });
    await keepWords(ctx);
  },
});
