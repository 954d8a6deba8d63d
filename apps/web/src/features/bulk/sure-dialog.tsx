import { useLingui } from "@lingui/react/macro";
import { bulkCount } from "../../ui/bulk-words.ts";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import type { BulkDialogProps } from "./bulk-actions.tsx";
import { useStart } from "./use-start.ts";

/** Puts the selection into the recycle bin, once that is confirmed. */
export function DeleteDialog(props: BulkDialogProps) {
  const { record, count, onClose } = props;
  const { t } = useLingui();
  const { start } = useStart(props);
  const counted = count === null ? "…" : bulkCount(record, count);
  return (
    <ConfirmDialog
      opened
      danger
      title={t`Supprimer ${counted} ?`}
      confirmLabel={t`Supprimer`}
      onConfirm={() => start("delete")}
      onClose={onClose}
    >
      {record === "contact"
        ? t`Ils vont dans la corbeille avec leurs opportunités. Vous pourrez annuler, ou les rétablir depuis la corbeille tant qu’ils y sont.`
        : t`Elles vont dans la corbeille. Vous pourrez annuler, ou les rétablir depuis la corbeille tant qu’elles y sont.`}
    </ConfirmDialog>
  );
}

/** Marks the selection to be anonymised, once that is confirmed. */
export function AnonymiseDialog(props: BulkDialogProps) {
  const { record, count, onClose } = props;
  const { t } = useLingui();
  const { start } = useStart(props);
  const counted = count === null ? "…" : bulkCount(record, count);
  return (
    <ConfirmDialog
      opened
      danger
      title={t`Anonymiser ${counted} ?`}
      confirmLabel={t`Anonymiser`}
      onConfirm={() => start("anonymise")}
      onClose={onClose}
    >
      {t`L’anonymisation définitive sera effectuée ultérieurement : d’ici là, vous pourrez l’annuler.`}
    </ConfirmDialog>
  );
}
