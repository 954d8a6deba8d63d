import { lastDayOfMonth } from "@crm/contract";
import { fromParis, inParis } from "@crm/fields";

interface Times {
  cadence: string;
  day: number;
  hour: number;
}

const dayMs = 86_400_000;

/**
 * The first moment after another at which a report goes out: on that day of the week or of the month, when the clocks of
 * Paris show the hour. An hour that the clocks leave out (29 March 2026, 2:00) is the next one; one that they show twice is
 * the first.
 */
export function nextRun({ cadence, day, hour }: Times, after: Date): Date {
  const today = Date.parse(`${inParis(after.toISOString()).day}T00:00:00Z`);
  for (let ahead = 0; ; ahead++) {
    const date = new Date(today + ahead * dayMs);
    if (!isDay(date, cadence, day)) continue;
    const at = onClocks(date.toISOString().slice(0, 10), hour);
    if (at > after) return at;
  }
}

function isDay(date: Date, cadence: string, day: number): boolean {
  if (cadence === "weekly") return (date.getUTCDay() || 7) === day;
  const lasts = new Date(date.getTime() + dayMs).getUTCDate() === 1;
  return day === lastDayOfMonth ? lasts : date.getUTCDate() === day;
}

const onClocks = (day: string, hour: number): Date => {
  const at = (hour: number) => fromParis(day, `${String(hour).padStart(2, "0")}:00:00`);
  return new Date(at(hour) ?? at(hour + 1) ?? `${day}T00:00:00Z`);
};
