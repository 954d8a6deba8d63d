import type { FieldInput } from "../../field-input.ts";
import { DayInput } from "../../inputs/day-input.tsx";
import { words } from "../../inputs/screen-words.ts";
import { date } from "./date.ts";

const itself = (day: string) => day;

export const DateInput: FieldInput = (props) => (
  <DayInput {...props} type={date} hint={words.dayHint} dayOf={itself} withDay={itself} />
);
