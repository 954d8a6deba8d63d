import { useLingui } from "@lingui/react/macro";
import { Button, Group, Modal, Text } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./conflict-dialog.module.css";

export interface ConflictField {
  label: string;
  mine: ReactNode;
  theirs: ReactNode;
}

interface Props {
  opened: boolean;
  /** The fields that differ. */
  fields: readonly ConflictField[];
  /** Who changed it and when, if known. */
  by?: string;
  onKeepMine: () => void;
  onTakeTheirs: () => void;
  /** Closed without choosing: back to the form, nothing lost. */
  onClose: () => void;
  pending?: boolean;
}

/** Someone else saved this record first: both versions, field by field; nothing is overwritten unseen. */
export function ConflictDialog({ opened, fields, by, onKeepMine, onTakeTheirs, onClose, pending }: Props) {
  const { t } = useLingui();
  return (
    <Modal opened={opened} onClose={onClose} title={t`Cette fiche a été modifiée entre-temps`} size={640}>
      <Text c="dimmed" mb="md">
        {by
          ? t`Modifiée par ${by} pendant votre saisie. Choisissez la version à conserver.`
          : t`Quelqu’un d’autre l’a enregistrée pendant votre saisie. Choisissez la version à conserver.`}
      </Text>
      <div className={classes["scroll"]}>
        <table className={classes["table"]}>
          <thead>
            <tr>
              <th scope="col">{t`Champ`}</th>
              <th scope="col">{t`Ma version`}</th>
              <th scope="col">{t`Leur version`}</th>
            </tr>
          </thead>
          <tbody>
            {fields.map(({ label, mine, theirs }) => (
              <tr key={label}>
                <th scope="row">{label}</th>
                <td>{mine || "—"}</td>
                <td>{theirs || "—"}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Group justify="flex-end" gap="xs" mt="lg">
        <Button variant="default" onClick={onTakeTheirs} disabled={pending ?? false}>{t`Prendre la leur`}</Button>
        <Button onClick={onKeepMine} loading={pending ?? false} data-autofocus>{t`Garder la mienne`}</Button>
      </Group>
    </Modal>
  );
}
