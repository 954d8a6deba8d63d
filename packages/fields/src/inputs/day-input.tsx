import { ActionIcon, Popover, TextInput } from "@mantine/core";
import { DatePicker } from "@mantine/dates";
import { useState } from "react";
import "dayjs/locale/fr";
import type { FieldInputProps } from "../field-input.ts";
import type { Bilingual, FieldType } from "../field-type.ts";
import { todayInParis } from "../typed-day.ts";
import { words } from "./screen-words.ts";
import { wrapperProps } from "./typed-input.tsx";
import { useTyped } from "./use-typed.ts";

/** How a date field may look besides. */
export interface DayFieldLook {
  /** The label is only said: what stands around the field shows it. */
  labelHidden?: boolean | undefined;
  placeholder?: string | undefined;
}

interface DayInputProps extends FieldInputProps, DayFieldLook {
  type: FieldType;
  hint: Bilingual;
  /** An answer from what people type beyond what files hold, given today in Paris; null: not understood. */
  read(text: string, today: string): string | null;
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
 * A date that is typed as people do (2/12, demain, +3j), with a calendar behind a button. What is not understood stays as it was
 * typed, with a sentence under it once the field is left, and is no answer. Not Mantine's DateInput: it drops a text that is no date when the
 * form comes back from a draft, and its calendar covers the next fields as soon as the keyboard enters it.
 */
export function DayInput({ type, hint, read, dayOf, withDay, labelHidden, placeholder, ...props }: DayInputProps) {
  const today = todayInParis();
  const typed = useTyped(type, props, type.toText, (text) => read(text, today));
  // Nobody is told off in the middle of a word.
  const [typing, setTyping] = useState(false);
  const [opened, setOpened] = useState(false);
  const { locale, disabled, label } = props;
  const valid = type.value(typed.config).safeParse(props.value);
  const answer = valid.success ? (valid.data as string) : null;
  function leave() {
    setTyping(false);
    typed.leave();
  }
  const name = `${words.openCalendar[locale]} (${label})`;
  return (
    <TextInput
      {...wrapperProps(props)}
      {...(labelHidden ? { label: undefined, "aria-label": label } : {})}
      error={typed.fault === null ? props.error : typing ? undefined : (props.error ?? typed.fault)}
      value={typed.text}
      placeholder={placeholder ?? hint[locale]}
      autoComplete="off"
      onChange={(event) => {
        setTyping(true);
        typed.type(event.currentTarget.value);
      }}
      // Enter sends the form that the field stands in.
      onKeyDown={({ key }) => key === "Enter" && leave()}
      onBlur={leave}
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
          <Popover.Dropdown
            aria-label={name}
            // Escape closes the calendar, not the window or the panel that the field stands in: Mantine's asks what has the focus.
            onFocusCapture={({ target }) => target.setAttribute("data-mantine-stop-propagation", "true")}
            onKeyDown={(event) => event.key === "Escape" && event.stopPropagation()}
          >
            <DatePicker
              locale={locale}
              firstDayOfWeek={1}
              // Red means « sans suite » here, nothing else.
              weekendDays={[]}
              hideOutsideDates
              previousLabel={words.previousMonth[locale]}
              nextLabel={words.nextMonth[locale]}
              value={answer === null ? null : dayOf(answer)}
              defaultDate={answer === null ? today : dayOf(answer)}
              // Not the browser’s: somebody in Montréal works with the days of Paris. (Mantine drops what is undefined.)
              getDayProps={(day) => ({ "data-today": day === today ? true : null }) as { "data-today": boolean }}
              highlightToday
              {...(typed.config.min === undefined ? {} : { minDate: typed.config.min })}
              {...(typed.config.max === undefined ? {} : { maxDate: typed.config.max })}
              onChange={(day) => {
                if (day !== null) typed.put(withDay(day, answer));
                setOpened(false);
                props.onBlur?.();
              }}
            />
          </Popover.Dropdown>
        </Popover>
      }
    />
  );
}
