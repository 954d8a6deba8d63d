import type { FormView } from "@crm/contract";
import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { Text } from "@mantine/core";
import { useRef } from "react";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import { notify } from "../../ui/notify.ts";
import { useRemoveForm, useRestoreForm } from "./form.queries.ts";

interface Props {
  form: FormView | null;
  onClose: () => void;
  onRemoved?: () => void;
}

/** Says how many submissions a form has before it goes: with some it is archived and they stay, without any it is deleted. */
export function RemoveForm({ form: asked, onClose, onRemoved }: Props) {
  const { t } = useLingui();
  // While the dialog leaves, it still says what it was about.
  const kept = useRef(asked);
  kept.current = asked ?? kept.current;
  const form = kept.current;
  const remove = useRemoveForm();
  const restore = useRestoreForm();
  if (!form) return null;
  const { id, name, submissions } = form;
  const archives = submissions > 0;

  async function confirm() {
    const { outcome } = await remove.mutateAsync(id);
    await notify(
      outcome === "archived"
        ? {
            message: t`« ${name} » est archivé.`,
            action: { label: t({ message: "Annuler", context: "undo" }), run: () => restore.mutate(id) },
          }
        : { message: t`« ${name} » est supprimé.` },
    );
    onRemoved?.();
  }
  return (
    <ConfirmDialog
      opened={asked !== null}
      onClose={onClose}
      title={archives ? t`Archiver « ${name} » ?` : t`Supprimer « ${name} » ?`}
      confirmLabel={archives ? t`Archiver` : t`Supprimer`}
      danger={!archives}
      onConfirm={confirm}
    >
      <Text>
        {archives
          ? plural(submissions, {
              one: "Son enregistrement est gardé. Son adresse n’acceptera plus de réponses ; vous pourrez le restaurer.",
              other:
                "Ses # enregistrements sont gardés. Son adresse n’acceptera plus de réponses ; vous pourrez le restaurer.",
            })
          : t`Il n’a aucun enregistrement : il disparaît pour de bon, et son adresse avec lui.`}
      </Text>
    </ConfirmDialog>
  );
}
