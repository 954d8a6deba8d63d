import { today } from "../../lib/format.ts";

const after = (day: string, days: number) =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

/** The days to which an action is put off with one click, from today in Paris. */
export const tomorrow = (day = today()) => after(day, 1);
export const inAWeek = (day = today()) => after(day, 7);
/** The Monday that comes: in a week when today is one. */
export const nextMonday = (day = today()) => after(day, 7 - ((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7));
