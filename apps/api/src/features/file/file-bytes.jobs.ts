import { z } from "zod";
import { defineJob } from "../../platform/job.ts";

/** Removes the bytes under a key that no file has any more. */
export const bytesRemoval = defineJob({
  name: "file.bytes",
  payload: z.object({ key: z.string() }),
  attempts: 10,
  async run(ctx, { key }) {
    if ((await ctx.db.file.count({ where: { key } })) === 0) await ctx.files.remove(key);
  },
});
