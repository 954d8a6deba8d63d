import { useLingui } from "@lingui/react/macro";
import { Button, Group, Modal } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { userDirectory } from "../../lib/shared.queries.ts";
import { bulkCount } from "../../ui/bulk-words.ts";
import { FormError } from "../../ui/form-error.tsx";
import { UserSelect } from "../../ui/user-select.tsx";
import type { BulkDialogProps } from "./bulk-actions.tsx";
import { useStart } from "./use-start.ts";

/** Gives the selection to a user, or to nobody. */
export function AssignDialog(props: BulkDialogProps) {
  const { record, count, onClose } = props;
  const { t } = useLingui();
  const { data: users = [], error } = useQuery(userDirectory);
  const [ownerId, setOwnerId] = useState<string | null>(null);
  const { start, pending, error: refusal } = useStart(props);
  return (
    <Modal opened onClose={onClose} title={t`Affecter ${count === null ? "…" : bulkCount(record, count)}`} size={440}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          start("assign", { ownerId }).catch(() => undefined); // the refusal is shown below
        }}
      >
        <UserSelect
          label={t`Utilisateur`}
          users={users}
          value={ownerId}
          onChange={setOwnerId}
          placeholder={t`Personne`}
        />
        <FormError error={refusal ?? error} />
        <Group justify="flex-end" gap="xs" mt="lg">
          <Button data-cancel variant="default" onClick={onClose}>{t`Annuler`}</Button>
          <Button type="submit" loading={pending} disabled={count === null}>{t`Affecter`}</Button>
        </Group>
      </form>
    </Modal>
  );
}
