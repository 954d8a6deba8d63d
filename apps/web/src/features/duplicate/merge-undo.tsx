import type { AuditView } from "@crm/contract";
import { useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { IconArrowBackUp } from "@tabler/icons-react";
import { useState } from "react";
import { ApiError } from "../../lib/api.ts";
import { errorSentence } from "../../lib/error-sentence.ts";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import { notify } from "../../ui/notify.ts";
import { useUndoMerge } from "./duplicate.queries.ts";

const undoMs = 30 * 86_400_000;

/**
 * Undoes a merge, and says so. `ask`: somebody is there to be asked when the kept contact was changed since (`changed`);
 * the notice of a merge is not.
 */
export function useUndo({ ask }: { ask: boolean }) {
  const { t } = useLingui();
  const undo = useUndoMerge();
  const [changed, setChanged] = useState<string | null>(null);
  const done = () => notify({ message: t`Fusion annulée : les deux fiches sont de nouveau là.` });

  async function start(id: string) {
    try {
      await undo.mutateAsync({ id });
      await done();
    } catch (error) {
      const { code = "", details = {} } = error instanceof ApiError ? error.body : {};
      if (ask && code === "MERGE_CHANGED_SINCE" && !details["gone"]) setChanged(id);
      else await notify({ kind: "error", message: errorSentence(error) });
    }
  }
  return {
    pending: undo.isPending,
    changed,
    start: (id: string) => void start(id),
    /** Leaves the kept contact as it is, and brings the other one back. */
    keepChanges: async (id: string) => {
      await undo.mutateAsync({ id, keepChanges: true });
      setChanged(null);
      await done();
    },
    giveUp: () => setChanged(null),
  };
}

/** « Annuler la fusion », on the timeline's line of a merge; for 30 days, and as long as it is not undone. */
export function UndoMerge({ event, events }: { event: AuditView; events: readonly AuditView[] }) {
  const { t } = useLingui();
  const undo = useUndo({ ask: true });
  const id = event.data["mergeId"];
  const undone = events.some(({ kind, data }) => kind === "contact.unmerged" && data["mergeId"] === id);
  if (event.kind !== "contact.merged" || typeof id !== "string" || undone) return null;
  if (Date.now() - new Date(event.at).getTime() > undoMs) return null;
  return (
    <>
      <Button
        variant="subtle"
        size="compact-sm"
        leftSection={<IconArrowBackUp size={14} aria-hidden />}
        loading={undo.pending && undo.changed === null}
        onClick={() => undo.start(id)}
      >{t`Annuler la fusion`}</Button>
      <ConfirmDialog
        opened={undo.changed !== null}
        title={t`Cette fiche a changé depuis la fusion`}
        confirmLabel={t`Rétablir l’autre fiche`}
        onClose={undo.giveUp}
        onConfirm={() => undo.keepChanges(id)}
      >
        {t`Elle reste comme elle est. L’autre fiche revient avec ses opportunités, son historique et ses consentements.`}
      </ConfirmDialog>
    </>
  );
}
