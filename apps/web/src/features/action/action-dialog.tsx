import { ActionInput, type ActionTypeView, type ActionView, PlannedDay } from "@crm/contract";
import { fromParis, isDay } from "@crm/fields";
import { useLingui } from "@lingui/react/macro";
import { Button, Group, Modal, Select, Stack, Textarea, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useDraft } from "../../lib/draft.ts";
import { today } from "../../lib/format.ts";
import { userDirectory } from "../../lib/shared.queries.ts";
import { DayField } from "../../ui/day-field.tsx";
import { FormError } from "../../ui/form-error.tsx";
import { UserSelect } from "../../ui/user-select.tsx";
import classes from "./action.module.css";
import { actionTypeList } from "./action.queries.ts";
import { inAWeek, nextMonday, tomorrow } from "./days.ts";

/** What the form holds. */
export interface ActionFields {
  typeId: string;
  day: string;
  time: string | null;
  text: string;
  ownerId: string;
}

interface Props {
  title: string;
  /** What it starts from; a new action: today, by me. */
  start: Partial<ActionFields> & { ownerId: string | undefined };
  /** The action that is changed: it can be put off with one click. */
  of?: ActionView;
  /** Under which unsaved text is kept. */
  draftKey: string;
  cancelLabel?: string;
  save: (fields: ActionFields) => Promise<unknown>;
  /** Puts it off to a day, at its hour. */
  postpone?: (day: string) => Promise<unknown>;
  onClose: () => void;
}

/** The window of « Planifier une action » (guide 3.2): type, date, hour, text, user. */
export function ActionDialog(props: Props) {
  return (
    <Modal opened onClose={props.onClose} title={props.title} size={480}>
      <ActionForm {...props} />
    </Modal>
  );
}

function ActionForm({ start, of, draftKey, cancelLabel, save, postpone, onClose }: Props) {
  const { t } = useLingui();
  const { data: types, error: unread } = useQuery(actionTypeList);
  const { data: users = [] } = useQuery(userDirectory);
  const offered = types?.filter(({ id, archived }) => !archived || id === start.typeId) ?? [];
  const [chosen, setChosen] = useState(start.typeId);
  const typeId = chosen ?? offered[0]?.id ?? null;
  const [day, setDay] = useState<string | null>(start.day ?? today());
  const [time, setTime] = useState(start.time ?? "");
  const [ownerId, setOwnerId] = useState<string | null>(start.ownerId ?? null);
  const [typed, setTyped] = useState<string | null>(null);
  const { stored, clear } = useDraft(`action:${draftKey}`, typed ?? undefined);
  const text = typed ?? stored ?? start.text ?? "";
  const [tried, setTried] = useState(false);
  const [pending, setPending] = useState(false);
  const [refusal, setRefusal] = useState<unknown>(null);

  const faults = {
    day: day ? null : t`Indiquez une date.`,
    time:
      day && isDay(day) && time && fromParis(day, `${time}:00`) === null
        ? t`Cette heure n’existe pas ce jour-là : les horloges changent. Choisissez-en une autre.`
        : null,
    text: ActionInput.shape.text.safeParse(text).success ? null : t`Ce texte est trop long : 2 000 caractères au plus.`,
    ownerId: ownerId ? undefined : t`Choisissez un utilisateur.`,
  };

  async function run(work: () => Promise<unknown>) {
    setPending(true);
    setRefusal(null);
    try {
      await work();
      clear();
      onClose();
    } catch (error) {
      setRefusal(error);
      setPending(false);
    }
  }
  function submit(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    if (!typeId || !day || !PlannedDay.safeParse(day).success || !ownerId || Object.values(faults).some(Boolean))
      return;
    void run(() => save({ typeId, day, time: time || null, text, ownerId }));
  }

  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        {postpone && of && of.doneAt === null && (
          <fieldset className={classes["postpone"]}>
            <legend>{t`Reporter`}</legend>
            {[
              [t`Demain`, tomorrow()],
              [t`Lundi`, nextMonday()],
              [t`Dans une semaine`, inAWeek()],
            ].map(([label = "", to = ""]) => (
              <Button key={label} variant="default" size="compact-sm" onClick={() => void run(() => postpone(to))}>
                {label}
              </Button>
            ))}
          </fieldset>
        )}
        <TypeSelect types={offered} value={typeId} onChange={setChosen} empty={types !== undefined} />
        <div className={classes["when"]}>
          <DayField planned label={t`Date`} value={day} onChange={setDay} error={faults.day} />
          <TextInput
            type="time"
            label={t`Heure`}
            value={time}
            error={faults.time}
            onChange={({ currentTarget }) => setTime(currentTarget.value)}
          />
        </div>
        <Textarea
          label={t`Texte`}
          autosize
          minRows={3}
          maxRows={8}
          value={text}
          error={faults.text}
          onChange={({ currentTarget }) => setTyped(currentTarget.value)}
        />
        <UserSelect
          label={t`Utilisateur`}
          users={users}
          value={ownerId}
          onChange={setOwnerId}
          placeholder={t`Choisissez un utilisateur`}
          clearable={false}
          error={tried ? faults.ownerId : undefined}
        />
      </Stack>
      <FormError error={refusal ?? unread} />
      <Group justify="flex-end" gap="xs" mt="lg">
        <Button variant="default" onClick={onClose}>
          {cancelLabel ?? t`Annuler`}
        </Button>
        <Button type="submit" loading={pending} disabled={typeId === null}>{t`Valider`}</Button>
      </Group>
    </form>
  );
}

interface TypeProps {
  types: readonly ActionTypeView[];
  value: string | null;
  onChange: (id: string) => void;
  /** They are read, and may turn out to be none. */
  empty: boolean;
}

function TypeSelect({ types, value, onChange, empty }: TypeProps) {
  const { t } = useLingui();
  return (
    <Select
      label={t`Type d'action`}
      data={types.map(({ id, label }) => ({ value: id, label }))}
      value={value}
      onChange={(id) => id && onChange(id)}
      allowDeselect={false}
      data-autofocus
      error={
        empty && types.length === 0
          ? t`Aucun type n’est en service. Demandez à un gestionnaire d’en ajouter un dans Configuration.`
          : null
      }
    />
  );
}
