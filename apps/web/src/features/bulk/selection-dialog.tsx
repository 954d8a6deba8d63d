import { fold } from "@crm/fields";
import { useLingui } from "@lingui/react/macro";
import { Autocomplete, Button, Group, Modal } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { selectionList } from "../../lib/shared.queries.ts";
import { bulkCount } from "../../ui/bulk-words.ts";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import { FormError } from "../../ui/form-error.tsx";
import { useCreateSelection } from "./bulk.queries.ts";
import type { BulkDialogProps } from "./bulk-actions.tsx";
import { useStart } from "./use-start.ts";

/** Puts the contacts into a selection: one that is there, or a new one of the name typed. */
export function SelectDialog(props: BulkDialogProps) {
  const { record, count, onClose } = props;
  const { t } = useLingui();
  const { data: selections = [], error } = useQuery(selectionList);
  const create = useCreateSelection();
  const [name, setName] = useState("");
  const [tried, setTried] = useState(false);
  const { start, pending, error: refusal } = useStart(props);
  const wanted = name.trim();
  const known = selections.find((selection) => fold(selection.name) === fold(wanted));
  async function add() {
    setTried(true);
    if (wanted === "") return;
    const { id } = known ?? (await create.mutateAsync(wanted));
    await start("select", { selectionId: id });
  }
  return (
    <Modal
      opened
      onClose={onClose}
      title={t`Ajouter ${count === null ? "…" : bulkCount(record, count)} à une liste de sélection`}
      size={460}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          add().catch(() => undefined); // the refusal is shown below
        }}
      >
        <Autocomplete
          label={t`Liste de sélection`}
          description={t`Choisissez une liste, ou tapez le nom d’une nouvelle.`}
          data={[...new Set(selections.map((selection) => selection.name))]}
          value={name}
          onChange={setName}
          maxLength={80}
          error={tried && wanted === "" && t`Indiquez le nom d’une liste.`}
          data-autofocus
        />
        <FormError error={refusal ?? create.error ?? error} />
        <Group justify="flex-end" gap="xs" mt="lg">
          <Button data-cancel variant="default" onClick={onClose}>{t`Annuler`}</Button>
          <Button type="submit" loading={pending || create.isPending} disabled={count === null}>
            {known || wanted === "" ? t`Ajouter` : t`Créer et ajouter`}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}

/** Takes the contacts out of the selection that the list shows. */
export function DeselectDialog(props: BulkDialogProps) {
  const { record, count, selectionId, onClose } = props;
  const { t } = useLingui();
  const { data: selections = [] } = useQuery(selectionList);
  const { start } = useStart(props);
  const counted = count === null ? "…" : bulkCount(record, count);
  const name = selections.find(({ id }) => id === selectionId)?.name ?? "";
  return (
    <ConfirmDialog
      opened
      title={t`Retirer ${counted} de « ${name} » ?`}
      confirmLabel={t`Retirer`}
      onConfirm={() => start("deselect", { selectionId })}
      onClose={onClose}
    >
      {t`Les contacts restent dans la base : ils ne sont plus dans cette liste. Vous pourrez annuler.`}
    </ConfirmDialog>
  );
}
