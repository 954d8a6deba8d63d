import { formatDay, inParis, parseInstant } from "../../dates.ts";
import type { FieldInput } from "../../field-input.ts";
import { DayInput } from "../../inputs/day-input.tsx";
import { words } from "../../inputs/screen-words.ts";
import { readTypedInstant } from "../../typed-day.ts";
import { dateTime } from "./date-time.ts";

/** A day picked in the calendar keeps the time that was typed; without one, the working day starts at nine. */
const withDay = (day: string, instant: string | null) =>
  parseInstant(`${formatDay(day)} ${instant === null ? "09:00" : inParis(instant).time}`);

export const DateTimeInput: FieldInput = (props) => (
  <DayInput
    {...props}
    type={dateTime}
    hint={words.instantHint}
    read={readTypedInstant}
    dayOf={(instant) => inParis(instant).day}
    withDay={withDay}
  />
);
