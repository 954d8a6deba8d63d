import type { ContactView } from "@crm/contract";
import { useLingui } from "@lingui/react/macro";
import { Button, Group, Modal } from "@mantine/core";
import { IconUserShare } from "@tabler/icons-react";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { userDirectory } from "../lib/shared.queries.ts";
import { FormError } from "./form-error.tsx";
import { IconButton } from "./icon-button.tsx";
import { notify } from "./notify.ts";
import classes from "./record-owner.module.css";
import { useConflict } from "./use-conflict.tsx";
import { UserAvatar } from "./user-avatar.tsx";
import { UserSelect } from "./user-select.tsx";

type Owned = Pick<ContactView, "owner" | "can">;

interface Props<Record extends Owned> {
  record: Record;
  /** Of the window. */
  title: string;
  /** Gives it to a user, or to nobody, starting from who is known to follow it. */
  assign: (change: { from: string | null; ownerId: string | null }) => Promise<Record>;
  /** What is said once it is given. */
  said: (record: Record) => string;
  /** Shows it as somebody else saved it meanwhile. */
  show: (theirs: Record) => void;
}

/** Who follows a record, and the icon that gives it to somebody else: a user, then « Choisir » (guide 2.2). */
export function RecordOwner<Record extends Owned>(props: Props<Record>) {
  const { t } = useLingui();
  const [opened, setOpened] = useState(false);
  const { owner, can } = props.record;
  return (
    <div className={classes["follow"]}>
      <span className={classes["owner"]}>
        {owner && <UserAvatar name={owner.name} photoId={owner.photoId} size={24} />}
        <span className={classes["who"]}>
          <span className={classes["caption"]}>{t`Suivi par`}</span>
          <span className={classes["name"]}>{owner?.name ?? t`Personne`}</span>
        </span>
      </span>
      {can.update && (
        <IconButton label={t`Affecter`} onClick={() => setOpened(true)}>
          <IconUserShare size={16} aria-hidden />
        </IconButton>
      )}
      <Modal opened={opened} onClose={() => setOpened(false)} title={props.title} size={440}>
        <AssignForm {...props} onClose={() => setOpened(false)} />
      </Modal>
    </div>
  );
}

function AssignForm<Record extends Owned>({
  record,
  assign,
  said,
  show,
  onClose,
}: Props<Record> & { onClose: () => void }) {
  const { t } = useLingui();
  const { data: users = [], error } = useQuery(userDirectory);
  const [before] = useState(record.owner?.id ?? null);
  const [userId, setUserId] = useState(before);
  const assigning = useMutation({ mutationFn: assign });
  const conflict = useConflict<Record>({
    compare: ({ owner }) => [
      {
        label: t`Suivi par`,
        mine: users.find(({ id }) => id === userId)?.name ?? t`Personne`,
        theirs: owner?.name ?? t`Personne`,
      },
    ],
    save: ({ owner }) => choose(owner?.id ?? null),
    onTakeTheirs: (theirs) => {
      show(theirs);
      onClose();
    },
  });

  async function choose(from = before) {
    const view = await assigning.mutateAsync({ from, ownerId: userId }).catch((refusal: unknown) => {
      conflict.caught(refusal); // any other is shown below
      return null;
    });
    if (!view) return;
    onClose();
    await notify({ message: said(view) });
  }

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void choose();
      }}
    >
      <UserSelect label={t`Utilisateur`} users={users} value={userId} onChange={setUserId} placeholder={t`Personne`} />
      <FormError error={conflict.shown(assigning.error) ?? error} />
      <Group justify="flex-end" gap="xs" mt="lg">
        <Button data-cancel variant="default" onClick={onClose}>{t`Annuler`}</Button>
        <Button type="submit" loading={assigning.isPending}>{t`Choisir`}</Button>
      </Group>
      {conflict.dialog}
    </form>
  );
}
