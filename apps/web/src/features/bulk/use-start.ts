import type { BulkKind } from "@crm/contract";
import { type BulkBody, isWorking, useCreateBulk } from "./bulk.queries.ts";
import type { BulkDialogProps } from "./bulk-actions.tsx";
import { useTellBulk } from "./bulk-told.ts";

/** Starts a change of the selection; a small one is done when the answer comes, and told at once. */
export function useStart({ record, target, onClose, onStarted }: BulkDialogProps) {
  const create = useCreateBulk();
  const tell = useTellBulk();
  async function start(kind: BulkKind, params: Record<string, unknown> = {}): Promise<void> {
    const view = await create.mutateAsync({ record, kind, params, ...target } as BulkBody);
    onClose();
    onStarted(view.id);
    if (!isWorking(view)) tell(view);
  }
  return { start, pending: create.isPending, error: create.error };
}
