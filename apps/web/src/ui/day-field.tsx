import "@mantine/dates/styles.layer.css";
import { isDay, parseDay } from "@crm/fields";
import { useLingui } from "@lingui/react/macro";
import { DateInput } from "@mantine/dates";
import "dayjs/locale/fr.js";
import { type ReactNode, useState } from "react";

interface Props {
  label: string;
  /** « 2026-03-02 ». */
  value: string | null;
  onChange: (day: string | null) => void;
  error?: ReactNode;
  /** Takes the focus when its window opens. */
  autoFocus?: boolean;
  /** The label is only said: what stands around the field shows it. */
  labelHidden?: boolean;
  /** Under the label: what it is for. */
  description?: string;
  placeholder?: string;
}

/** A day, typed as people write it (02/03/2026, 2-3-2026, 2 mars 2026) or picked in a calendar. */
export function DayField({ label, value, onChange, error, autoFocus, labelHidden, description, placeholder }: Props) {
  const { t, i18n } = useLingui();
  // What was chosen is shown at once: what comes back of it, by way of the address, must not undo what is typed meanwhile.
  const [day, setDay] = useState({ given: value, shown: value });
  if (day.given !== value) setDay({ given: value, shown: value });
  return (
    <DateInput
      {...(labelHidden ? { "aria-label": label } : { label })}
      {...(description ? { description } : {})}
      value={day.shown}
      onChange={(shown) => {
        setDay({ given: value, shown });
        onChange(shown);
      }}
      valueFormat="DD/MM/YYYY"
      placeholder={placeholder ?? t`jj/mm/aaaa`}
      locale={i18n.locale}
      firstDayOfWeek={1}
      // Red means « sans suite » here, nothing else.
      weekendDays={[]}
      hideOutsideDates
      dateParser={(text) => {
        const day = parseDay(text);
        return isDay(day) ? day : null;
      }}
      error={error}
      data-autofocus={autoFocus || undefined}
      autoComplete="off"
      previousLabel={t`Mois précédent`}
      nextLabel={t`Mois suivant`}
    />
  );
}
