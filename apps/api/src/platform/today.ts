import { inParis } from "@crm/fields";
import type { Ctx } from "./context.ts";
import { Refusal } from "./error.ts";

/** Today in Paris, as 'YYYY-MM-DD'. */
export const today = (ctx: Ctx): string => inParis(ctx.now().toISOString()).day;

/** Refuses with DATE_IN_FUTURE a day ('YYYY-MM-DD') that has not come in Paris. */
export function refuseFuture(ctx: Ctx, day: string): void {
  if (day > today(ctx)) throw new Refusal("DATE_IN_FUTURE", { date: day, today: today(ctx) });
}
