import type { ActionGroup } from "@crm/contract";
import { addDays, dayBoundsOf, fromParis, inParis } from "@crm/fields";

/** Midnight in Paris at the end of a day. */
const endOf = (day: string) => dayBoundsOf({ type: "date-time", config: {} }, day).before;

/** The moment an action is due: its hour on the clocks of Paris, or the last one of its day. Null: that hour does not come. */
export function momentOf(day: string, time: string | null): Date | null {
  if (time === null) return new Date(Date.parse(endOf(day)) - 1);
  const instant = fromParis(day, `${time}:00`);
  return instant === null ? null : new Date(instant);
}

/** The day and hour it was planned for. */
export function plannedFor(dueAt: Date, allDay: boolean): { day: string; time: string | null } {
  const { day, time } = inParis(dueAt.toISOString());
  return { day, time: allDay ? null : time.slice(0, 5) };
}

/** The borders between today, this week (Monday to Sunday) and later, on the clocks of Paris. */
export function bordersOf(now: Date): { tomorrow: Date; nextWeek: Date } {
  const { day } = inParis(now.toISOString());
  const weekday = (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;
  return {
    tomorrow: new Date(endOf(day)),
    nextWeek: new Date(endOf(addDays(day, 6 - weekday))),
  };
}

/** When an action is due, seen from now. */
export function groupOf(dueAt: Date, now: Date): ActionGroup {
  const { tomorrow, nextWeek } = bordersOf(now);
  if (dueAt < now) return "late";
  if (dueAt < tomorrow) return "today";
  return dueAt < nextWeek ? "week" : "later";
}

/** When the person is reminded: at the hour; of an action without one, at eight in the morning. */
export function reminderOf(dueAt: Date, allDay: boolean): Date {
  if (!allDay) return dueAt;
  return new Date(fromParis(plannedFor(dueAt, true).day, "08:00:00") ?? dueAt);
}
