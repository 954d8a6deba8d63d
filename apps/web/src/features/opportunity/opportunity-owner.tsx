import type { OpportunityView } from "@crm/contract";
import { useLingui } from "@lingui/react/macro";
import { Button, Group, Modal } from "@mantine/core";
import { IconUserShare } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { userDirectory } from "../../lib/shared.queries.ts";
import { FormError } from "../../ui/form-error.tsx";
import { IconButton } from "../../ui/icon-button.tsx";
import { notify } from "../../ui/notify.ts";
import { useConflict } from "../../ui/use-conflict.tsx";
import { UserAvatar } from "../../ui/user-avatar.tsx";
import { UserSelect } from "../../ui/user-select.tsx";
import classes from "./opportunity.module.css";
import { showSaved, useAssignOpportunity } from "./opportunity.queries.ts";

/** Who follows the opportunity, and the icon that gives it to somebody else: a user, then « Choisir ». */
export function OpportunityOwner({ opportunity }: { opportunity: OpportunityView }) {
  const { t } = useLingui();
  const [opened, setOpened] = useState(false);
  const { owner } = opportunity;
  return (
    <div className={classes["follow"]}>
      <span className={classes["owner"]}>
        {owner && <UserAvatar name={owner.name} photoId={owner.photoId} size={24} />}
        <span className={classes["who"]}>
          <span className={classes["caption"]}>{t`Suivi par`}</span>
          <span className={classes["clip"]}>{owner?.name ?? t`Personne`}</span>
        </span>
      </span>
      {opportunity.can.update && (
        <IconButton label={t`Affecter`} onClick={() => setOpened(true)}>
          <IconUserShare size={16} aria-hidden />
        </IconButton>
      )}
      <Modal opened={opened} onClose={() => setOpened(false)} title={t`Affecter l’opportunité`} size={440}>
        <AssignForm opportunity={opportunity} onClose={() => setOpened(false)} />
      </Modal>
    </div>
  );
}

function AssignForm({ opportunity, onClose }: { opportunity: OpportunityView; onClose: () => void }) {
  const { t } = useLingui();
  const client = useQueryClient();
  const { data: users = [], error } = useQuery(userDirectory);
  const [before] = useState(opportunity.owner?.id ?? null);
  const [userId, setUserId] = useState(before);
  const assign = useAssignOpportunity(opportunity.id);
  const conflict = useConflict<OpportunityView>({
    compare: ({ owner }) => [
      {
        label: t`Suivi par`,
        mine: users.find(({ id }) => id === userId)?.name ?? t`Personne`,
        theirs: owner?.name ?? t`Personne`,
      },
    ],
    save: ({ owner }) => choose(owner?.id ?? null),
    onTakeTheirs: (theirs) => {
      showSaved(client, theirs);
      onClose();
    },
  });

  async function choose(from = before) {
    const view = await assign.mutateAsync({ from, ownerId: userId }).catch((error: unknown) => {
      conflict.caught(error); // any other refusal is shown below
      return null;
    });
    if (!view) return;
    onClose();
    const name = view.owner?.name;
    await notify({
      message: !view.can.update
        ? t`Opportunité affectée. Vous ne la suivez plus : vous ne pourrez plus l’ouvrir.`
        : name
          ? t`Opportunité affectée à ${name}`
          : t`Plus personne ne suit cette opportunité`,
    });
  }

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void choose();
      }}
    >
      <UserSelect label={t`Utilisateur`} users={users} value={userId} onChange={setUserId} placeholder={t`Personne`} />
      <FormError error={conflict.shown(assign.error) ?? error} />
      <Group justify="flex-end" gap="xs" mt="lg">
        <Button data-cancel variant="default" onClick={onClose}>{t`Annuler`}</Button>
        <Button type="submit" loading={assign.isPending}>{t`Choisir`}</Button>
      </Group>
      {conflict.dialog}
    </form>
  );
}
