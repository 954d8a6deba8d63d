import type { ExportRecord, Permission, Scope } from "@crm/contract";
import type { Export } from "@crm/db";
import type { Actor } from "../../platform/context.ts";
import { Refusal } from "../../platform/error.ts";

/** How far the maker of a file saw when it was made. */
interface Reach {
  scope: Scope;
  organisationId: string;
}

/** What the application itself keeps of an export, in its details. */
export interface Kept {
  /** Where its bytes are, or will be. */
  key?: string;
  reach?: Reach;
  /** Cells that Excel could not hold whole. */
  cut?: number;
}
export const keptOf = ({ details }: Pick<Export, "details">): Kept => details as Kept;

/** Refuses with NOT_ALLOWED whoever may not export these records. */
export function assertMayExport(actor: Actor, record: string): void {
  for (const access of ["export:run", readOf(record)] as const)
    if (!actor.permissions.has(access)) throw new Refusal("NOT_ALLOWED", { access });
}

// Who sees a contact sees what it answered to forms.
const reads: Record<ExportRecord, Permission> = {
  ...{ contact: "contact:read", opportunity: "opportunity:read", submission: "contact:read" },
};
const readOf = (record: string) => reads[record as ExportRecord];
const widths: Record<Scope, number> = { own: 0, organisation: 1, all: 2 };

/** Whether a person may still read a file that he asked for: he may export these records, and sees as far as he did then. */
export function mayStillRead(actor: Actor, row: Pick<Export, "record" | "details">): boolean {
  if (!actor.permissions.has("export:run") || !actor.permissions.has(readOf(row.record))) return false;
  const { reach } = keptOf(row);
  if (!reach || widths[actor.scope] > widths[reach.scope]) return true;
  const same = actor.scope !== "organisation" || actor.organisationId === reach.organisationId;
  return actor.scope === reach.scope && same;
}
