import type { Ctx } from "../../platform/context.ts";

/** Whether the database answers within two seconds. */
export const databaseAnswers = (ctx: Ctx): Promise<boolean> =>
  Promise.race([
    ctx.db.$queryRaw`SELECT 1`.then(() => true),
    new Promise<boolean>((resolve) => setTimeout(resolve, 2000, false).unref()),
  ]).catch(() => false);
