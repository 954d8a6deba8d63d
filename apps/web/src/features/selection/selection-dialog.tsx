import type { SelectionView } from "@crm/contract";
import { useLingui } from "@lingui/react/macro";
import { Button, Checkbox, Group, Modal, Stack, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { FormError } from "../../ui/form-error.tsx";
import { useSaveSelection } from "./selection.queries.ts";

/** A new selection, or the name of one and whether it is shared. */
export function SelectionDialog({ selection, onClose }: { selection: SelectionView | null; onClose: () => void }) {
  const { t } = useLingui();
  const [name, setName] = useState(selection?.name ?? "");
  const [shared, setShared] = useState(selection?.shared ?? false);
  const [tried, setTried] = useState(false);
  const save = useSaveSelection(selection);
  function submit(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    if (name.trim() !== "") save.mutate({ name, shared }, { onSuccess: onClose });
  }
  return (
    <Modal
      opened
      onClose={onClose}
      title={selection ? t`Modifier la liste` : t`Nouvelle liste de sélection`}
      size={440}
    >
      <form onSubmit={submit}>
        <Stack gap="sm">
          <TextInput
            label={t`Nom`}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            maxLength={80}
            error={tried && name.trim() === "" && t`Indiquez un nom.`}
            data-autofocus
          />
          <Checkbox
            label={t`Partagée avec mon organisation`}
            description={t`Chacun n’y voit que les contacts auxquels il a accès.`}
            checked={shared}
            onChange={(event) => setShared(event.currentTarget.checked)}
          />
        </Stack>
        <FormError error={save.error} />
        <Group justify="flex-end" gap="xs" mt="lg">
          <Button data-cancel variant="default" onClick={onClose}>{t`Annuler`}</Button>
          <Button type="submit" loading={save.isPending}>{t`Valider`}</Button>
        </Group>
      </form>
    </Modal>
  );
}
