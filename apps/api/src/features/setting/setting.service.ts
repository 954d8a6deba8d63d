import { type SettingChanges, Settings } from "@crm/contract";
import type { z } from "zod";
import { type Ctx, inTransaction } from "../../platform/context.ts";
import { Refusal } from "../../platform/error.ts";

/** What is set for everybody; a key that nobody set, or that holds what is no longer allowed, has its default. */
export async function readSettings(ctx: Ctx): Promise<Settings> {
  const rows = await ctx.db.setting.findMany();
  const shapes: Record<string, z.ZodType> = Settings.shape;
  const kept = rows.filter(({ key, value }) => shapes[key]?.safeParse(value).success);
  return Settings.parse(Object.fromEntries(kept.map(({ key, value }) => [key, value])));
}

/** Sets the keys that are given. Refuses with EDIT_CONFLICT when one of them says something else than `from` by now. */
export function updateSettings(ctx: Ctx, { from, ...changes }: z.output<typeof SettingChanges>): Promise<Settings> {
  return inTransaction(ctx, async (ctx) => {
    await ctx.db.$executeRaw`LOCK TABLE settings IN SHARE ROW EXCLUSIVE MODE`;
    const current = await readSettings(ctx);
    const changed = (Object.keys(changes) as (keyof Settings)[]).filter((key) => changes[key] !== undefined);
    if (changed.some((key) => current[key] !== from[key])) throw new Refusal("EDIT_CONFLICT", { current });
    for (const [key, value] of Object.entries(changes))
      if (value !== undefined)
        await ctx.db.setting.upsert({ where: { key }, create: { key, value }, update: { value } });
    return readSettings(ctx);
  });
}
