import { Prisma } from "@crm/db";
import type { Ctx } from "../../platform/context.ts";

export const actionTypeRows = (ctx: Ctx) =>
  ctx.db.actionType.findMany({ orderBy: [{ position: "asc" }, { id: "asc" }] });

export const actionTypeRow = (ctx: Ctx, id: string) => ctx.db.actionType.findUnique({ where: { id } });

/** Keeps a type as it is until the transaction ends: `FOR SHARE` for an action of it, `FOR UPDATE` to change it. */
export const lockActionType = (ctx: Ctx, id: string, mode: "FOR SHARE" | "FOR UPDATE") =>
  ctx.db.$queryRaw`SELECT id FROM action_types WHERE id = ${id}::uuid ${Prisma.raw(mode)}`;

/** One at a time changes which types there are and their order. */
export const lockActionTypeOrder = (ctx: Ctx) =>
  ctx.db.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('action type order'))`;
