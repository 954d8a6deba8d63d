import { type SettingChanges, Settings } from "@crm/contract";
import type { z } from "zod";
import { type Ctx, inTransaction } from "../../platform/context.ts";

/** What is set for everybody; a key that nobody set, or that holds what is no longer allowed, has its default. */
export async function readSettings(ctx: Ctx): Promise<Settings> {
  const rows = await ctx.db.setting.findMany();
  const shapes: Record<string, z.ZodType> = Settings.shape;
  const kept = rows.filter(({ key, value }) => shapes[key]?.safeParse(value).success);
  return Settings.parse(Object.fromEntries(kept.map(({ key, value }) => [key, value])));
}

/** Sets the keys that are given. */
export function updateSettings(ctx: Ctx, changes: z.output<typeof SettingChanges>): Promise<Settings> {
  return inTransaction(ctx, async (ctx) => {
    for (const [key, value] of Object.entries(changes))
      if (value !== undefined)
        await ctx.db.setting.upsert({ where: { key }, create: { key, value }, update: { value } });
    return readSettings(ctx);
  });
}
