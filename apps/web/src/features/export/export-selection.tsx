import { useLingui } from "@lingui/react/macro";
import { Button, Group, Modal } from "@mantine/core";
import { IconFileSpreadsheet } from "@tabler/icons-react";
import { useState } from "react";
import { useNavigate } from "react-router";
import { FormError } from "../../ui/form-error.tsx";
import { notify } from "../../ui/notify.ts";
import classes from "./export.module.css";
import type { ExportRecord } from "./export.queries.ts";
import { ExportChoice, usualChoice } from "./export-choice.tsx";
import { exportsAddress, rowCount } from "./export-words.ts";
import { type Target, useStartExport } from "./use-start-export.ts";

interface Props {
  record: ExportRecord;
  /** How many records; null while they are being counted. */
  count: number | null;
  target: Target;
}

/** « Exporter vers Excel » in the bar of a selection: asks for template and format, then goes on in the background. */
export function ExportSelection({ record, count, target }: Props) {
  const { t } = useLingui();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button
        size="compact-sm"
        variant="default"
        leftSection={<IconFileSpreadsheet size={15} aria-hidden />}
        disabled={count === 0}
        onClick={() => setOpen(true)}
      >
        {t`Exporter vers Excel`}
      </Button>
      {open && <ExportDialog record={record} count={count} target={target} onClose={() => setOpen(false)} />}
    </>
  );
}

function ExportDialog({ record, count, target, onClose }: Props & { onClose: () => void }) {
  const { t } = useLingui();
  const navigate = useNavigate();
  const [choice, setChoice] = useState(usualChoice);
  const { start, pending, error } = useStartExport(record);
  const counted = count === null ? "…" : rowCount(record, count);
  async function go() {
    await start(choice, target);
    onClose();
    await notify({
      kind: "info",
      message: t`Export demandé : ${counted}. Vous le recevrez par e-mail.`,
      action: { label: t`Mes exports`, run: () => void navigate(exportsAddress) },
    });
  }
  return (
    <Modal opened onClose={onClose} title={t`Exporter ${counted} vers Excel`} size={520}>
      <div className={classes["told"]}>
        <ExportChoice record={record} value={choice} onChange={setChoice} />
        <p className={classes["hint"]}>{t`Vous recevrez l’export par e-mail.`}</p>
        <FormError error={error} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>{t`Annuler`}</Button>
          <Button loading={pending} onClick={() => void go().catch(() => {})} data-autofocus>
            {t`Exporter vers Excel`}
          </Button>
        </Group>
      </div>
    </Modal>
  );
}
