import { isDay, plannedDays } from "@crm/fields";
import { DateInput } from "@crm/fields/react";
import { useLingui } from "@lingui/react/macro";
import { type ReactNode, useRef } from "react";

interface Props {
  label: string;
  /** « 2026-03-02 »; what was typed, while it is no day. */
  value: string | null;
  /** Gives what was typed when it is no day: the contract's `Day` refuses it, `isDay` tells it. */
  onChange: (day: string | null) => void;
  error?: ReactNode;
  /** The label is only said: what stands around the field shows it. */
  labelHidden?: boolean;
  /** Under the label: what it is for. */
  description?: string;
  placeholder?: string;
  onBlur?: () => void;
  /** Something is planned for it: it lies in the years that `PlannedDay` takes. */
  planned?: boolean;
}

/** A day, typed as people do (02/12/2026, 2/12, demain, lundi, +3j, in French or English) or picked in a calendar. */
export function DayField({ value, onChange, error, planned = false, ...look }: Props) {
  const { i18n } = useLingui();
  return (
    <DateInput
      {...look}
      config={planned ? plannedDays : {}}
      value={value}
      onChange={(day) => onChange(day as string | null)}
      error={typeof error === "string" ? error : undefined}
      locale={i18n.locale === "en" ? "en" : "fr"}
    />
  );
}

/**
 * The same for a filter: it is asked once the field is left, on Enter or when a day is picked, for a day is typed by way of others
 * (2/1, 2/12, 2/12/26). What is no day leaves the filter as it is, and says so under the field.
 */
export function DayFilter({ onChange, ...props }: Props) {
  const typed = useRef<string | null | undefined>(undefined);
  function ask() {
    const day = typed.current;
    typed.current = undefined;
    if (day === null || (day !== undefined && isDay(day))) onChange(day);
  }
  return (
    <DayField
      {...props}
      onChange={(day) => {
        typed.current = day;
      }}
      onBlur={ask}
    />
  );
}
