import { isDay } from "@crm/fields";
import { useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { ApiError } from "../../lib/api.ts";
import { formatDate, today } from "../../lib/format.ts";
import { DayField } from "../../ui/day-field.tsx";
import { FormError } from "../../ui/form-error.tsx";
import classes from "./progress-bar.module.css";
import type { Segment } from "./stages.ts";

interface Props {
  /** Left out: the bar is at its end. */
  next: Segment | undefined;
  previous: Segment | undefined;
  canValidate: boolean;
  onValidate: (next: Segment, day: string) => Promise<void>;
  onClose: () => void;
}

/** The next stage to validate, on the day it really happened: today unless told otherwise. */
export function StagePanel({ next, previous, canValidate, onValidate, onClose }: Props) {
  const { t } = useLingui();
  const [day, setDay] = useState<string | null>(today());
  const [pending, setPending] = useState(false);
  const [refusal, setRefusal] = useState<unknown>(null);
  if (!next) return <p className={classes["panel"]}>{t`Toutes les étapes sont validées.`}</p>;

  // Somebody else was first: the bar already shows it.
  const taken = refusal instanceof ApiError && refusal.body.code === "STAGE_ALREADY_REACHED";
  const fault = faultOf(day);
  function faultOf(chosen: string | null): string | null {
    const since = previous?.reachedOn;
    if (!chosen) return t`Indiquez une date.`;
    // The field says it.
    if (!isDay(chosen)) return null;
    if (chosen > today()) return t`Cette date est dans le futur. Choisissez aujourd’hui ou une date passée.`;
    if (since && chosen < since)
      return t`L’étape « ${previous.stage.label} » a été validée le ${formatDate(since)} : choisissez cette date ou une date postérieure.`;
    return null;
  }

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (!next || !day || !isDay(day) || fault) return;
    setPending(true);
    setRefusal(null);
    try {
      await onValidate(next, day);
    } catch (error) {
      setRefusal(error);
      setPending(false);
    }
  }

  return (
    <form
      className={classes["panel"]}
      aria-label={t`Étape suivante`}
      onSubmit={(event) => void submit(event)}
      onKeyDown={({ key, defaultPrevented }) => key === "Escape" && !defaultPrevented && onClose()}
    >
      <p className={classes["next"]}>
        <span className={classes["caption"]}>{taken ? t`Étape validée` : t`Prochaine étape à valider`}</span>
        <strong>{next.stage.label}</strong>
      </p>
      {canValidate && !taken && (
        <>
          <DayField label={t`Date`} value={day} onChange={setDay} error={fault} />
          <Button type="submit" loading={pending} disabled={fault !== null}>{t`Valider`}</Button>
        </>
      )}
      <FormError error={refusal} />
    </form>
  );
}
