import type { FieldInputProps } from "../../field-input.ts";
import { type DayFieldLook, DayInput } from "../../inputs/day-input.tsx";
import { words } from "../../inputs/screen-words.ts";
import { readTypedDay } from "../../typed-day.ts";
import { date } from "./date.ts";

const itself = (day: string) => day;

export const DateInput = (props: FieldInputProps & DayFieldLook) => (
  <DayInput {...props} type={date} hint={words.dayHint} read={readTypedDay} dayOf={itself} withDay={itself} />
);
