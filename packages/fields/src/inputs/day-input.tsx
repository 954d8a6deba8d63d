import { ActionIcon, Popover, TextInput } from "@mantine/core";
import { DatePicker } from "@mantine/dates";
import { useState } from "react";
import "dayjs/locale/fr";
import type { FieldInputProps } from "../field-input.ts";
import type { Bilingual, FieldType } from "../field-type.ts";
import { words } from "./screen-words.ts";
import { wrapperProps } from "./typed-input.tsx";
import { useTyped } from "./use-typed.ts";

interface DayInputProps extends FieldInputProps {
  type: FieldType;
  hint: Bilingual;
  /** The day of an answer, 'YYYY-MM-DD'. */
  dayOf(answer: string): string;
  /** The answer when this day is picked; `answer` is the one it replaces, if any. */
  withDay(day: string, answer: string | null): string;
}

const CalendarIcon = () => (
  <svg
    width="16"
    height="16"
    viewBox="0 0 16 16"
    fill="none"
    stroke="currentColor"
    strokeWidth="1.25"
    aria-hidden="true"
  >
    <path d="M2.5 4.5a1 1 0 0 1 1-1h9a1 1 0 0 1 1 1v8a1 1 0 0 1-1 1h-9a1 1 0 0 1-1-1zM2.5 7h11M5.5 2v3M10.5 2v3" />
  </svg>
);

/**
 * A date that is typed, with a calendar behind a button. Not Mantine's DateInput: it drops a text that is no date when the
 * form comes back from a draft, and its calendar covers the next fields as soon as the keyboard enters it.
 */
export function DayInput({ type, hint, dayOf, withDay, ...props }: DayInputProps) {
  const typed = useTyped(type, props);
  const [opened, setOpened] = useState(false);
  const { locale, disabled, label } = props;
  const valid = type.value(typed.config).safeParse(props.value);
  const answer = valid.success ? (valid.data as string) : null;
  const name = `${words.openCalendar[locale]} (${label})`;
  return (
    <TextInput
      {...wrapperProps(props)}
      value={typed.text}
      placeholder={hint[locale]}
      autoComplete="off"
      onChange={(event) => typed.type(event.currentTarget.value)}
      onBlur={typed.leave}
      rightSectionPointerEvents="all"
      rightSection={
        <Popover opened={opened} onChange={setOpened} position="bottom-end" trapFocus returnFocus withinPortal>
          <Popover.Target>
            <ActionIcon
              variant="subtle"
              color="gray"
              size={28}
              aria-label={name}
              disabled={disabled ?? false}
              onClick={() => setOpened(!opened)}
            >
              <CalendarIcon />
            </ActionIcon>
          </Popover.Target>
          <Popover.Dropdown aria-label={name}>
            <DatePicker
              locale={locale}
              firstDayOfWeek={1}
              value={answer === null ? null : dayOf(answer)}
              {...(answer === null ? {} : { defaultDate: dayOf(answer) })}
              {...(typed.config.min === undefined ? {} : { minDate: typed.config.min })}
              {...(typed.config.max === undefined ? {} : { maxDate: typed.config.max })}
              onChange={(day) => {
                if (day !== null) typed.put(withDay(day, answer));
                setOpened(false);
              }}
            />
          </Popover.Dropdown>
        </Popover>
      }
    />
  );
}
