import { formatDay, inParis, parseInstant } from "../../dates.ts";
import { dayInput } from "../../inputs/day-input.tsx";
import { words } from "../../inputs/screen-words.ts";
import { dateTime } from "./date-time.ts";

/** A day picked in the calendar keeps the time that was typed; without one, the working day starts at nine. */
export const DateTimeInput = dayInput(dateTime, {
  hint: words.instantHint,
  dayOf: (instant) => inParis(instant).day,
  withDay: (day, instant) => parseInstant(`${formatDay(day)} ${instant === null ? "09:00" : inParis(instant).time}`),
});
