import type { OrganisationView } from "@crm/contract";
import { v7 as uuid } from "uuid";
import type { Ctx } from "../../platform/context.ts";
import { found, Refusal, refuseTaken, takenIssue } from "../../platform/error.ts";

const at = { path: "body/name", message: "Une organisation porte déjà ce nom." };

/** The organisations of the company, by name. */
export const listOrganisations = async (ctx: Ctx): Promise<OrganisationView[]> =>
  ctx.reader.$queryRaw<OrganisationView[]>`SELECT id, name FROM organisations ORDER BY fold(name), id`;

/** Adds an organisation; NAME_TAKEN when one has the name, in any case and with or without its accents. */
export async function createOrganisation(ctx: Ctx, { name }: { name: string }): Promise<OrganisationView> {
  const same = await ctx.db.$queryRaw<unknown[]>`SELECT 1 FROM organisations WHERE fold(name) = fold(${name})`;
  if (same.length > 0) throw new Refusal("NAME_TAKEN", { name }, { issues: [takenIssue(at)] });
  const data = { id: uuid(), name, createdAt: ctx.now() };
  const organisation = await ctx.db.organisation.create({ data }).catch(refuseTaken("NAME_TAKEN", { name }, at));
  return { id: organisation.id, name: organisation.name };
}

/** Refuses with NOT_FOUND when there is no such organisation. */
export async function assertOrganisation(ctx: Ctx, id: string): Promise<void> {
  found(await ctx.db.organisation.findUnique({ where: { id } }), "organisation", id);
}
