import {
  type OpportunityStatus,
  type OpportunityView,
  opportunityStatuses,
  PlannedDay,
  StatusChange,
  statusDetails,
  statusOf,
  usualReasons,
} from "@crm/contract";
import { isDay } from "@crm/fields";
import { useLingui } from "@lingui/react/macro";
import { Autocomplete, Button, Group, Modal, Radio, Stack } from "@mantine/core";
import { IconChevronDown } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { formatDate, today } from "../../lib/format.ts";
import { DayField } from "../../ui/day-field.tsx";
import { FormError } from "../../ui/form-error.tsx";
import { StatusBadge, statusLabels } from "../../ui/status-badge.tsx";
import { useConflict } from "../../ui/use-conflict.tsx";
import classes from "./opportunity.module.css";
import { showSaved, useChangeStatus } from "./opportunity.queries.ts";

/**
 * The status of the opportunity, why and until when; clicking it opens the window of guide 3.2.1: the new status, since which
 * day, and what that status can say more.
 */
export function StatusButton({ opportunity }: { opportunity: OpportunityView }) {
  const { t, i18n } = useLingui();
  const [opened, setOpened] = useState(false);
  const { status, statusOn, statusReason, remindOn, can } = opportunity;
  const said = [statusReason, remindOn && t`Rappel le ${formatDate(remindOn)}`].filter(Boolean).join(" · ");
  return (
    <div className={classes["statusPlace"]}>
      {can.update ? (
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
      ) : (
        <StatusBadge status={status} />
      )}
      {said && (
        <p className={classes["reason"]} title={said}>
          {said}
        </p>
      )}
      <Modal opened={opened} onClose={() => setOpened(false)} title={t`Statut de l’opportunité`} size={400}>
        <StatusForm opportunity={opportunity} onClose={() => setOpened(false)} />
      </Modal>
    </div>
  );
}

/** `initial`: the state that was chosen already; else the one it is in. */
export function StatusForm({
  opportunity,
  initial = opportunity.status,
  onClose,
}: {
  opportunity: OpportunityView;
  initial?: OpportunityStatus;
  onClose: () => void;
}) {
  const { t, i18n } = useLingui();
  const [status, setStatus] = useState<OpportunityStatus>(initial);
  const [chosen, setChosen] = useState<string | null | undefined>(undefined);
  const [reason, setReason] = useState(opportunity.statusReason);
  const [remindOn, setRemindOn] = useState(opportunity.remindOn);
  const says = statusDetails[status];
  const [before] = useState(opportunity);
  const client = useQueryClient();
  const change = useChangeStatus(opportunity.id);
  // Today, unless only what the status says is corrected.
  const same = status === opportunity.status && says.reason;
  const on = chosen === undefined ? (same ? opportunity.statusOn : today()) : chosen;
  const conflict = useConflict<OpportunityView>({
    compare: differences,
    save,
    onTakeTheirs: (theirs) => {
      showSaved(client, theirs);
      onClose();
    },
  });
  const faults = { on: dayFault(), reason: reasonFault(), remindOn: reminderFault() };

  function dayFault(): string | null {
    if (!on) return t`Indiquez une date.`;
    return isDay(on) && on > today()
      ? t`Cette date est dans le futur. Choisissez aujourd’hui ou une date passée.`
      : null;
  }
  function reasonFault(): string | null {
    if (!says.reason || StatusChange.shape.reason.safeParse(reason).success) return null;
    return t`Ce motif est trop long : 500 caractères au plus.`;
  }
  function reminderFault(): string | null {
    if (!says.reminder || !remindOn || !isDay(remindOn) || remindOn === opportunity.remindOn || remindOn >= today())
      return null;
    return t`Cette date de rappel est passée. Choisissez aujourd’hui ou une date à venir.`;
  }

  function submit(event: FormEvent) {
    event.preventDefault();
    // The fields say it.
    const reminds = says.reminder && remindOn !== null;
    if (!on || !isDay(on) || (reminds && !PlannedDay.safeParse(remindOn).success)) return;
    if (!Object.values(faults).some(Boolean)) void save(before);
  }

  /** What the form says beside the status and its day. */
  function asked() {
    return { reason: says.reason ? reason : "", remindOn: says.reminder ? remindOn : null };
  }

  async function save(over: OpportunityView) {
    if (!on) return;
    // Another refusal is shown below.
    await change.mutateAsync({ from: statusOf(over), status, on, ...asked() }).then(onClose, conflict.caught);
  }

  function differences(theirs: OpportunityView) {
    const mine = asked();
    const day = (date: string | null) => date !== null && formatDate(date);
    return [
      { label: t`Nouvel état`, mine: i18n._(statusLabels[status]), theirs: i18n._(statusLabels[theirs.status]) },
      { label: t`Date`, mine: day(on), theirs: day(theirs.statusOn) },
      { label: t`Motif`, mine: mine.reason, theirs: theirs.statusReason },
      { label: t`Date de rappel`, mine: day(mine.remindOn), theirs: day(theirs.remindOn) },
    ].filter((row) => row.mine !== row.theirs);
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
      <Stack gap="sm">
        <DayField label={t`Date`} value={on} onChange={setChosen} error={faults.on} />
        {says.reason && (
          <Autocomplete
            label={t`Motif`}
            description={t`Choisissez un motif ou écrivez le vôtre.`}
            data={[...usualReasons[status === "lost" ? "lost" : "postponed"]]}
            value={reason}
            error={faults.reason}
            autoComplete="off"
            onChange={setReason}
          />
        )}
        {says.reminder && (
          <DayField
            planned
            label={t`Date de rappel`}
            description={t`Ce jour-là, une notification rappelle l’opportunité à qui la suit.`}
            value={remindOn}
            onChange={setRemindOn}
            error={faults.remindOn}
          />
        )}
      </Stack>
      <FormError error={conflict.shown(change.error)} />
      <Group justify="flex-end" gap="xs" mt="lg">
        <Button data-cancel variant="default" onClick={onClose}>{t`Annuler`}</Button>
        <Button type="submit" loading={change.isPending}>{t`Valider`}</Button>
      </Group>
      {conflict.dialog}
    </form>
  );
}
