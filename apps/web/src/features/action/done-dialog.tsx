import type { ActionView } from "@crm/contract";
import { useLingui } from "@lingui/react/macro";
import { Button, Group, Modal, Text, Textarea } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useDraft } from "../../lib/draft.ts";
import { FormError } from "../../ui/form-error.tsx";
import { useFinishAction } from "./action.queries.ts";

interface Props {
  action: ActionView;
  onClose: () => void;
  onDone: (action: ActionView) => void;
}

/** The green tick (guide 3.2): « un petit compte-rendu synthétique », then it is done. */
export function DoneDialog({ action, onClose, onDone }: Props) {
  const { t } = useLingui();
  const [typed, setTyped] = useState<string | null>(null);
  const { stored, clear } = useDraft(`action-report:${action.id}`, typed ?? undefined);
  const report = typed ?? stored ?? "";
  const finish = useFinishAction();
  const tooLong = report.length > 2000;
  function submit(event: FormEvent) {
    event.preventDefault();
    if (tooLong) return;
    finish.mutateAsync({ id: action.id, report }).then(
      (done) => {
        clear();
        onDone(done);
      },
      // The refusal is shown below.
      () => undefined,
    );
  }
  return (
    <Modal opened onClose={onClose} title={t`Valider l'action`} size={480}>
      <form onSubmit={submit} noValidate>
        <Text mb="sm">{[action.type.label, action.contact?.name, action.text].filter(Boolean).join(" · ")}</Text>
        <Textarea
          label={t`Compte rendu`}
          description={t`Facultatif`}
          autosize
          minRows={3}
          maxRows={8}
          data-autofocus
          value={report}
          error={tooLong ? t`Ce texte est trop long : 2 000 caractères au plus.` : null}
          onChange={({ currentTarget }) => setTyped(currentTarget.value)}
        />
        <FormError error={finish.error} />
        <Group justify="flex-end" gap="xs" mt="lg">
          <Button data-cancel variant="default" onClick={onClose}>{t`Annuler`}</Button>
          <Button type="submit" loading={finish.isPending}>{t`Valider`}</Button>
        </Group>
      </form>
    </Modal>
  );
}
