import type { RecordName } from "@crm/fields";
import type { Ctx } from "../../platform/context.ts";

/** The questions of a record in their order, archived ones included. */
export const questionRows = (ctx: Ctx, record: RecordName) => ctx.db.question.findMany({ where: { record }, orderBy: [{ position: "asc" }, { id: "asc" }] });

export const questionRow = (ctx: Ctx, id: string) => ctx.db.question.findUnique({ where: { id } });
