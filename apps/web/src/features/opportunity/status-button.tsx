import { type OpportunityStatus, type OpportunityView, opportunityStatuses } from "@crm/contract";
import { useLingui } from "@lingui/react/macro";
import { Button, Group, Modal, Radio, Stack } from "@mantine/core";
import { IconChevronDown } from "@tabler/icons-react";
import { type FormEvent, useState } from "react";
import { formatDate, today } from "../../lib/format.ts";
import { DayField } from "../../ui/day-field.tsx";
import { FormError } from "../../ui/form-error.tsx";
import { StatusBadge, statusLabels } from "../../ui/status-badge.tsx";
import classes from "./opportunity.module.css";
import { useChangeStatus } from "./opportunity.queries.ts";

/** The status of the opportunity; clicking it opens the window of guide 3.2.1: the new status, and since which day. */
export function StatusButton({ opportunity }: { opportunity: OpportunityView }) {
  const { t, i18n } = useLingui();
  const [opened, setOpened] = useState(false);
  const { status, statusOn, can } = opportunity;
  if (!can.update) return <StatusBadge status={status} />;
  return (
    <>
      <button
        type="button"
        className={classes["status"]}
        aria-label={i18n._(statusLabels[status])}
        aria-haspopup="dialog"
        title={t`Depuis le ${formatDate(statusOn)}`}
        onClick={() => setOpened(true)}
      >
        <StatusBadge status={status} />
        <IconChevronDown size={14} aria-hidden />
      </button>
      <Modal opened={opened} onClose={() => setOpened(false)} title={t`Statut de l’opportunité`} size={400}>
        <StatusForm opportunity={opportunity} onClose={() => setOpened(false)} />
      </Modal>
    </>
  );
}

function StatusForm({ opportunity, onClose }: { opportunity: OpportunityView; onClose: () => void }) {
  const { t, i18n } = useLingui();
  const [status, setStatus] = useState<OpportunityStatus>(opportunity.status);
  const [on, setOn] = useState<string | null>(today());
  const change = useChangeStatus(opportunity.id);
  const fault = !on
    ? t`Indiquez une date.`
    : on > today()
      ? t`Cette date est dans le futur. Choisissez aujourd’hui ou une date passée.`
      : null;

  function submit(event: FormEvent) {
    event.preventDefault();
    if (!on || fault) return;
    // The refusal is shown below.
    change.mutateAsync({ status, on }).then(onClose, () => undefined);
  }

  return (
    <form onSubmit={submit} noValidate>
      <Radio.Group label={t`Nouvel état`} value={status} onChange={(value) => setStatus(value as OpportunityStatus)}>
        <Stack gap={10} mt={8} mb="md">
          {opportunityStatuses.map((value) => (
            <Radio
              key={value}
              value={value}
              label={i18n._(statusLabels[value])}
              data-autofocus={value === status || undefined}
            />
          ))}
        </Stack>
      </Radio.Group>
      <DayField label={t`Date`} value={on} onChange={setOn} error={fault} />
      <FormError error={change.error} />
      <Group justify="flex-end" gap="xs" mt="lg">
        <Button variant="default" onClick={onClose}>{t`Annuler`}</Button>
        <Button type="submit" loading={change.isPending}>{t`Valider`}</Button>
      </Group>
    </form>
  );
}
