import type { BulkView } from "@crm/contract";
import { t } from "@lingui/core/macro";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { codeSentence, errorSentence } from "../../lib/error-sentence.ts";
import { bulkOutcome, bulkRestored, bulkSkipped } from "../../ui/bulk-words.ts";
import { notify } from "../../ui/notify.ts";
import { isWorking, refreshRecords, useUndoBulk } from "./bulk.queries.ts";

/** What a change did, or what undoing it brought back. */
export function bulkTold({ record, kind, status, changed, skipped }: BulkView): string {
  const undone = status === "undone";
  const told = [
    undone ? bulkRestored(record, changed) : bulkOutcome(record, kind, changed),
    bulkSkipped(undone, skipped),
  ];
  const sentence = told.filter(Boolean).join(", ");
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

/** Why a change stopped, and how far it came. */
export const bulkFailure = (view: BulkView): string =>
  [view.failure && codeSentence(view.failure, view.details), view.changed > 0 && `${bulkTold(view)}.`]
    .filter(Boolean)
    .join(" ");

/** Tells what has become of a change that has ended, with « Annuler » where that can be undone. */
export function useTellBulk(): (view: BulkView) => void {
  const undo = useUndoBulk();
  return (view) => {
    const undoIt = () =>
      undo.mutateAsync(view.id).then(
        (back) => (isWorking(back) ? undefined : notify({ message: bulkTold(back) })),
        (error: unknown) => notify({ kind: "error", message: errorSentence(error) }),
      );
    void notify({
      ...(view.status === "failed" ? { kind: "error", message: bulkFailure(view) } : { message: bulkTold(view) }),
      ...(view.can.undo
        ? { action: { label: t({ context: "undo", message: "Annuler" }), run: () => void undoIt() } }
        : {}),
    });
  };
}

/** Once a change that was watched at work has ended: `onEnd`, and its records are read again. */
export function useBulkEnd(view: BulkView | undefined, onEnd?: (view: BulkView) => void): void {
  const client = useQueryClient();
  const watched = useRef<string | null>(null);
  const end = useRef(onEnd);
  end.current = onEnd;
  useEffect(() => {
    if (!view) return;
    if (isWorking(view)) watched.current = view.id;
    else if (watched.current === view.id) {
      watched.current = null;
      refreshRecords(client);
      end.current?.(view);
    }
  }, [view, client]);
}
