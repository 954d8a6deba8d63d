import { useLingui } from "@lingui/react/macro";
import { Button, Group, Modal } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { FormError } from "./form-error.tsx";

interface Props {
  opened: boolean;
  title: string;
  /** What goes, and whether it can be brought back. */
  children?: ReactNode;
  /** The verb: « Supprimer ». */
  confirmLabel: string;
  /** Where « Annuler » could be taken for the act itself. */
  cancelLabel?: string;
  danger?: boolean;
  /** May be slow: the dialog waits for it, closes when it succeeds, shows its refusal otherwise. */
  onConfirm: () => unknown;
  onClose: () => void;
}

/** Asks once, naming what will happen; the safe answer has the focus when the act is destructive. */
export function ConfirmDialog({
  opened,
  title,
  children,
  confirmLabel,
  cancelLabel,
  danger,
  onConfirm,
  onClose,
}: Props) {
  const { t } = useLingui();
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<unknown>(null);

  async function confirm() {
    setPending(true);
    setError(null);
    try {
      await onConfirm();
      onClose();
    } catch (refusal) {
      setError(refusal);
    } finally {
      setPending(false);
    }
  }

  return (
    <Modal opened={opened} onClose={onClose} title={title} size={440}>
      {children}
      <FormError error={error} />
      <Group justify="flex-end" gap="xs" mt="lg">
        <Button variant="default" onClick={onClose} data-autofocus={danger || undefined}>
          {cancelLabel ?? t`Annuler`}
        </Button>
        <Button
          color={danger ? "red" : "indigo"}
          loading={pending}
          onClick={() => void confirm()}
          data-autofocus={!danger || undefined}
        >
          {confirmLabel}
        </Button>
      </Group>
    </Modal>
  );
}
