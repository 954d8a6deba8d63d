import { addDays } from "@crm/fields";
import { today } from "../../lib/format.ts";

/** The days to which an action is put off with one click, from today in Paris. */
export const tomorrow = (day = today()) => addDays(day, 1);
export const inAWeek = (day = today()) => addDays(day, 7);
/** The Monday that comes: in a week when today is one. */
export const nextMonday = (day = today()) => addDays(day, 7 - ((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7));
