import type { Actor } from "../../platform/context.ts";
import { Refusal } from "../../platform/error.ts";
import type { Options } from "./import-kind.ts";
import { kindOf } from "./import-kinds.ts";

/**
 * Refuses with NOT_ALLOWED who may not import, may not write the record, or may not add choices to questions where the
 * options ask for that.
 */
export function assertMayImport(actor: Actor, { record, options }: { record: string; options: unknown }): void {
  const adds = (options as Options).unknownChoices === "add";
  const needed = ["import:run", kindOf(record).access, ...(adds ? (["configuration:write"] as const) : [])] as const;
  for (const access of needed) if (!actor.permissions.has(access)) throw new Refusal("NOT_ALLOWED", { access });
}
