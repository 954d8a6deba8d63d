import { dayInput } from "../../inputs/day-input.tsx";
import { words } from "../../inputs/screen-words.ts";
import { date } from "./date.ts";

export const DateInput = dayInput(date, { hint: words.dayHint, dayOf: (day) => day, withDay: (day) => day });
