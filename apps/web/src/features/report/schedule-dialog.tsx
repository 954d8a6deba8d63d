import { lastDayOfMonth, type ReportFormat, type SavedReport, type ScheduleInput } from "@crm/contract";
import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { Button, Group, Modal, MultiSelect, SegmentedControl, Select, Stack, Switch } from "@mantine/core";
import { IconSend } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { formatDateTime, formatLongDate, formatTime } from "../../lib/format.ts";
import { userDirectory } from "../../lib/shared.queries.ts";
import { FormError } from "../../ui/form-error.tsx";
import { notify } from "../../ui/notify.ts";
import { useSchedule, useSend } from "./saved-report.queries.ts";
import classes from "./saved-reports.module.css";

type Cadence = ScheduleInput["cadence"];

/** « Envoyer par e-mail »: when a saved report goes out, to whom, as what; and now, once. */
export function ScheduleDialog({ saved, onClose }: { saved: SavedReport; onClose: () => void }) {
  const { t } = useLingui();
  const { schedule, last, name } = saved;
  const { data: users = [] } = useQuery(userDirectory);
  const plan = useSchedule(saved.report);
  const send = useSend(saved.report);
  const [cadence, setCadence] = useState<Cadence>(schedule?.cadence ?? "weekly");
  const [day, setDay] = useState(schedule?.day ?? 1);
  const [hour, setHour] = useState(schedule?.hour ?? 7);
  const [format, setFormat] = useState<ReportFormat>(schedule?.format ?? "pdf");
  const [paused, setPaused] = useState(schedule?.paused ?? false);
  // Only its maker plans a report: they are its first reader.
  const [recipientIds, setRecipients] = useState(schedule?.recipients.map(({ id }) => id) ?? [saved.owner.id]);
  const [error, setError] = useState<unknown>(null);
  const [tried, setTried] = useState(false);
  const nobody = tried && recipientIds.length === 0 ? t`Choisissez au moins une personne.` : null;
  const busy = plan.isPending || send.isPending;
  const at = schedule?.nextAt ?? null;
  const facts = [
    ...(at ? [{ label: t`Prochain envoi`, value: t`${formatLongDate(at)} à ${formatTime(at)}` }] : []),
    ...(last ? [{ label: t`Dernier envoi`, value: lastSaid(last) }] : []),
  ];

  function lastSaid({ at, sent, waiting, failed }: NonNullable<SavedReport["last"]>) {
    const parts = [
      t`${plural(sent, { one: "# envoyé", other: "# envoyés" })}`,
      waiting > 0 && t`${waiting} en attente`,
      failed > 0 && t`${failed} en échec`,
    ];
    return `${formatDateTime(at)} : ${parts.filter(Boolean).join(", ")}`;
  }

  /** Nothing is sent to nobody; what the server refuses is said here. */
  async function attempt(work: () => Promise<unknown>, message: string, close: boolean) {
    setTried(true);
    if (recipientIds.length === 0) return;
    setError(null);
    try {
      await work();
      if (close) onClose();
      await notify({ message });
    } catch (refusal) {
      setError(refusal);
    }
  }
  const times = { cadence, day, hour, format, paused, recipientIds } as ScheduleInput;
  const save = () =>
    attempt(
      () => plan.mutateAsync({ of: saved, schedule: times }),
      paused ? t`Les envois de « ${name} » sont en pause.` : t`« ${name} » sera envoyé par e-mail.`,
      true,
    );
  const sendNow = () =>
    attempt(
      () => send.mutateAsync({ id: saved.id, format, recipientIds }),
      t`« ${name} » part maintenant par e-mail.`,
      false,
    );
  async function stop() {
    setError(null);
    try {
      await plan.mutateAsync({ of: saved, schedule: null });
      onClose();
      await notify({ message: t`« ${name} » ne sera plus envoyé par e-mail.` });
    } catch (refusal) {
      setError(refusal);
    }
  }

  const weekdays = [t`lundi`, t`mardi`, t`mercredi`, t`jeudi`, t`vendredi`, t`samedi`, t`dimanche`];
  const days =
    cadence === "weekly"
      ? weekdays.map((label, at) => ({ value: String(at + 1), label }))
      : [
          ...Array.from({ length: 28 }, (_, at) => ({
            value: String(at + 1),
            label: at === 0 ? t`1er` : String(at + 1),
          })),
          { value: String(lastDayOfMonth), label: t`Dernier jour du mois` },
        ];
  const hours = Array.from({ length: 24 }, (_, at) => ({ value: String(at), label: t`${at} h` }));
  const kept = new Map((schedule?.recipients ?? []).map((user) => [user.id, user.name]));
  for (const { id, name, active } of users) if (active) kept.set(id, name);
  if (!kept.has(saved.owner.id)) kept.set(saved.owner.id, saved.owner.name);

  return (
    <Modal opened onClose={onClose} title={t`Envoyer « ${name} » par e-mail`} size={520}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
        noValidate
      >
        <Stack gap="sm">
          {facts.length > 0 && (
            <dl className={classes["facts"]}>
              {facts.map(({ label, value }) => [
                <dt key={`${label} dt`}>{label}</dt>,
                <dd key={`${label} dd`}>{value}</dd>,
              ])}
            </dl>
          )}
          <div className={classes["when"]}>
            <Select
              label={t`Fréquence`}
              allowDeselect={false}
              value={cadence}
              data={[
                { value: "weekly", label: t`Chaque semaine` },
                { value: "monthly", label: t`Chaque mois` },
              ]}
              onChange={(value) => {
                setCadence(value as Cadence);
                setDay(1);
              }}
            />
            <Select
              label={t`Jour`}
              allowDeselect={false}
              value={String(day)}
              data={days}
              onChange={(value) => setDay(Number(value))}
            />
            <Select
              label={t`Heure`}
              allowDeselect={false}
              value={String(hour)}
              data={hours}
              onChange={(value) => setHour(Number(value))}
            />
          </div>
          <SegmentedControl
            aria-label={t`Format`}
            value={format}
            data={[
              { value: "pdf", label: t`PDF` },
              { value: "xlsx", label: t`Excel` },
            ]}
            onChange={(value) => setFormat(value as ReportFormat)}
          />
          <MultiSelect
            label={t`Destinataires`}
            searchable
            value={recipientIds}
            data={[...kept].map(([value, label]) => ({ value, label }))}
            onChange={setRecipients}
            error={nobody}
            maxValues={50}
            nothingFoundMessage={t`Aucun utilisateur`}
          />
          <p className={classes["note"]}>
            {t`Chacun reçoit les chiffres de ce qu’il voit dans l’application, jamais plus. L’heure est celle de Paris.`}
          </p>
          <Switch
            label={t`En pause`}
            checked={paused}
            onChange={({ currentTarget: { checked } }) => setPaused(checked)}
          />
        </Stack>
        <FormError error={error} />
        <Group justify="space-between" gap="xs" mt="md">
          <Button
            variant="default"
            leftSection={<IconSend size={16} aria-hidden />}
            loading={send.isPending}
            disabled={busy}
            onClick={() => void sendNow()}
          >{t`Envoyer maintenant`}</Button>
          <Group gap="xs">
            {schedule && (
              <Button
                variant="subtle"
                color="red"
                disabled={busy}
                onClick={() => void stop()}
              >{t`Ne plus envoyer`}</Button>
            )}
            <Button data-cancel variant="default" onClick={onClose}>{t`Annuler`}</Button>
            <Button type="submit" loading={plan.isPending} disabled={busy}>{t`Programmer`}</Button>
          </Group>
        </Group>
      </form>
    </Modal>
  );
}
