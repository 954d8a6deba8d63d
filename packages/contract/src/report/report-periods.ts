import { addDays } from "@crm/fields";

/** Days of creation, both included: « 2026-01-01 ». */
export interface Period {
  from: string;
  to: string;
}

const dayMs = 86_400_000;
// Days, not moments: they are reckoned as if each began at midnight in UTC, where no day is longer than another.
const at = (day: string) => Date.parse(`${day}T00:00:00Z`);
const dayOf = (moment: number) => addDays("1970-01-01", Math.floor(moment / dayMs));
const parts = (day: string) => day.split("-").map(Number) as [number, number, number];
// Not Date.UTC, which takes the year 26 for 1926.
const day = (year: number, month: number, date: number) => dayOf(new Date(0).setUTCFullYear(year, month - 1, date));

/** As many months before; the last day of a shorter month. */
export function monthsBefore(from: string, months: number): string {
  const [year, month, date] = parts(from);
  const last = parts(day(year, month - months + 1, 0));
  return day(last[0], last[1], Math.min(date, last[2]));
}

/** Periods that move with today: what a saved report keeps, and what one that is sent every week is about. */
export const quickPeriods = ["lastWeek", "month", "lastMonth", "quarter", "lastQuarter", "year", "twelve"] as const;
export type QuickPeriod = (typeof quickPeriods)[number];

/** The month, quarter or year around a day, the twelve months up to it, or the week, month or quarter before its own. */
export function quickPeriod(name: QuickPeriod, today: string): Period {
  const [year, month] = parts(today);
  const quarter = month - ((month - 1) % 3);
  const monday = addDays(today, -((new Date(at(today)).getUTCDay() + 6) % 7));
  return {
    month: () => ({ from: day(year, month, 1), to: day(year, month + 1, 0) }),
    quarter: () => ({ from: day(year, quarter, 1), to: day(year, quarter + 3, 0) }),
    year: () => ({ from: day(year, 1, 1), to: day(year, 12, 31) }),
    twelve: () => ({ from: addDays(monthsBefore(today, 12), 1), to: today }),
    lastWeek: () => ({ from: addDays(monday, -7), to: addDays(monday, -1) }),
    lastMonth: () => ({ from: day(year, month - 1, 1), to: day(year, month, 0) }),
    lastQuarter: () => ({ from: day(year, quarter - 3, 1), to: day(year, quarter, 0) }),
  }[name]();
}

/** As long, just before: whole months before whole months, else as many days. */
export function periodBefore({ from, to }: Period): Period {
  const [year, month, first] = parts(from);
  const [lastYear, lastMonth] = parts(to);
  if (first === 1 && to === day(lastYear, lastMonth + 1, 0)) {
    const months = (lastYear - year) * 12 + lastMonth - month + 1;
    return { from: monthsBefore(from, months), to: addDays(from, -1) };
  }
  return { from: dayOf(2 * at(from) - at(to) - dayMs), to: addDays(from, -1) };
}

/** The same days a year earlier; whole months stay whole. */
export function yearBefore({ from, to }: Period): Period {
  const [year, month] = parts(to);
  const whole = to === day(year, month + 1, 0);
  return { from: monthsBefore(from, 12), to: whole ? day(year - 1, month + 1, 0) : monthsBefore(to, 12) };
}

/** The Mondays of the weeks that a period touches. */
export function weeksOf({ from, to }: Period): string[] {
  const first = at(from) - ((new Date(at(from)).getUTCDay() + 6) % 7) * dayMs;
  const count = Math.floor((at(to) - first) / (7 * dayMs)) + 1;
  return Array.from({ length: Math.max(0, count) }, (_, week) => dayOf(first + week * 7 * dayMs));
}

/** The first and the last day of a month (« 2026-12 »). */
export function daysOfMonth(name: string): Period {
  const [year, month] = parts(`${name}-01`);
  return { from: day(year, month, 1), to: day(year, month + 1, 0) };
}
