import type { Ctx } from "../../platform/context.ts";

const only = { id: 1 } as const;

export const hasUsers = async (ctx: Ctx): Promise<boolean> =>
  (await ctx.db.user.findFirst({ select: { id: true } })) !== null;

export const installationRow = (ctx: Ctx) => ctx.db.installation.findUniqueOrThrow({ where: only });

/** What the code is made of from now on; null: none opens any more. */
export const setCodeNonce = (ctx: Ctx, codeNonce: string | null) =>
  ctx.db.installation.update({ where: only, data: { codeNonce, codeAt: ctx.now() } });

/** The oldest organisation: the company's own, as a rule. */
export const firstOrganisation = (ctx: Ctx) =>
  ctx.db.organisation.findFirst({ orderBy: [{ createdAt: "asc" }, { id: "asc" }] });

export const organisationNamed = async (ctx: Ctx, name: string) =>
  (await ctx.db.$queryRaw<{ id: string }[]>`SELECT id FROM organisations WHERE fold(name) = fold(${name})`)[0] ?? null;

/** Whether the demo left something here, and whether somebody can sign in to an account of it. */
export async function demoState(ctx: Ctx): Promise<{ present: boolean; accounts: boolean }> {
  const [row] = await ctx.db.$queryRaw<{ present: boolean; accounts: boolean }[]>`
    SELECT EXISTS (SELECT FROM demo_records) AS present,
           EXISTS (SELECT FROM users u JOIN demo_records d ON d.id = u.id WHERE u.active AND u.password_hash <> '') AS accounts`;
  return row ?? { present: false, accounts: false };
}
