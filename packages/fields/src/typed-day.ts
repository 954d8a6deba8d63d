import { addDays, fromParis, inParis, isDay, parseDay, parseInstant } from "./dates.ts";
import { fold, plainSpaces } from "./words.ts";

/** Today on the clocks of Paris, 'YYYY-MM-DD', wherever the computer stands. */
export const todayInParis = (now = new Date()): string => inParis(now.toISOString()).day;

/** Beyond these years a day made of bare figures is a slip of the keyboard. */
const plausible = (day: string) => (isDay(day) && day >= "1900" && day < "2200" ? day : null);

const twoFigures = (text: string) => text.padStart(2, "0");
/** Bare figures: 02122026, 021226, 0212. */
function figures(text: string, year: string): string | null {
  const [, day, month, typedYear = year] = /^(\d{2})(\d{2})(\d{2}|\d{4})?$/.exec(text) ?? [];
  return day ? plausible(parseDay(`${day}/${month}/${typedYear}`)) : null;
}

/** Without its year: 2/12, 2 décembre, 2 dec: of this year. */
function withoutYear(text: string, year: string): string | null {
  const [, day, month] = /^(\d{1,2}) ?[/.\- ] ?(\d{1,2})$/.exec(text) ?? [];
  const worded = /^\d{1,2}(?:er)? ?[a-z]{3,9}\.?$/.test(text) ? text.replace(/^(\d{1,2})(?:er)? ?/, "$1 ") : null;
  const whole = day ? `${day}/${twoFigures(month ?? "")}/${year}` : worded && `${worded} ${year}`;
  const read = whole && parseDay(whole);
  return read && isDay(read) ? read : null;
}

const weekdays = [
  ["lundi", "monday"],
  ["mardi", "tuesday"],
  ["mercredi", "wednesday"],
  ["jeudi", "thursday"],
  ["vendredi", "friday"],
  ["samedi", "saturday"],
  ["dimanche", "sunday"],
];
/** Monday is 0. */
const weekdayOf = (day: string) => (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;

/** « lundi », « lundi prochain », « next mon »: the one that comes, never today; « lundi dernier », « last monday »: the one that was. */
function weekday(text: string, today: string): string | null {
  const [, before = "", word = "", behind = ""] =
    /^(?:le )?(?:(next|last|this) )?([a-z]{3,9})\.?(?: (prochain|dernier|passe))?$/.exec(text) ?? [];
  const wanted = weekdays.findIndex((names) => names.some((name) => name === word || name.slice(0, 3) === word));
  if (wanted === -1) return null;
  const ahead = (wanted - weekdayOf(today) + 7) % 7;
  const past = before === "last" || behind === "dernier" || behind === "passe";
  return addDays(today, past ? ahead - 7 : ahead || 7);
}

/** As many months later; the last day of a shorter month. */
function addMonths(day: string, months: number): string {
  const [year = 0, month = 0, date = 0] = day.split("-").map(Number);
  const first = new Date(0);
  first.setUTCFullYear(year, month - 1 + months, 1);
  const last = new Date(first);
  last.setUTCMonth(last.getUTCMonth() + 1, 0);
  first.setUTCDate(Math.min(date, last.getUTCDate()));
  return first.toISOString().slice(0, 10);
}
const monthStart = (day: string) => `${day.slice(0, 8)}01`;
const monthEnd = (day: string) => addDays(addMonths(monthStart(day), 1), -1);
const yearEnd = (day: string) => `${day.slice(0, 4)}-12-31`;
const yearStart = (day: string) => `${day.slice(0, 4)}-01-01`;

const fixed: Record<string, (today: string) => string> = {
  "aujourd'hui|aujourdhui|auj|ce jour|today|now|maintenant": (today) => today,
  "demain|tomorrow|dem": (today) => addDays(today, 1),
  "apres-demain|apres demain|day after tomorrow|the day after tomorrow": (today) => addDays(today, 2),
  "hier|yesterday": (today) => addDays(today, -1),
  "avant-hier|avant hier|day before yesterday|the day before yesterday": (today) => addDays(today, -2),
  "semaine prochaine|la semaine prochaine|next week": (today) => addDays(today, 7 - weekdayOf(today)),
  "mois prochain|le mois prochain|next month": (today) => addMonths(today, 1),
  "mois dernier|le mois dernier|last month": (today) => addMonths(today, -1),
  "an prochain|l'an prochain|annee prochaine|l'annee prochaine|next year": (today) => addMonths(today, 12),
  "an dernier|l'an dernier|annee derniere|l'annee derniere|last year": (today) => addMonths(today, -12),
  "fin de mois|fin du mois|fin mois|end of month|end of the month|eom": monthEnd,
  "debut de mois|debut du mois|start of month|start of the month": monthStart,
  "fin du mois prochain|end of next month": (today) => monthEnd(addMonths(monthStart(today), 1)),
  "debut du mois prochain|start of next month": (today) => addMonths(monthStart(today), 1),
  "fin d'annee|fin de l'annee|fin annee|end of year|end of the year|eoy": yearEnd,
  "debut d'annee|debut de l'annee|start of year|start of the year": yearStart,
};
const words = new Map(
  Object.entries(fixed).flatMap(([written, day]) => written.split("|").map((word) => [word, day] as const)),
);

const units: [RegExp, (day: string, count: number) => string][] = [
  [/^(j|jour|jours|d|day|days)$/, addDays],
  [/^(s|sem|semaine|semaines|w|week|weeks)$/, (day, count) => addDays(day, 7 * count)],
  [/^(m|mois|month|months)$/, addMonths],
  [/^(a|an|ans|annee|annees|y|year|years)$/, (day, count) => addMonths(day, 12 * count)],
];

/** +3j, +3, -2 sem, dans 3 jours, dans une semaine, in 3 days, il y a 3 jours, 3 days ago, 3 jours plus tard. */
function distance(text: string, today: string): string | null {
  const number = "(\\d{1,4}|une?|an?|one)";
  const match =
    new RegExp(`^(?<sign>[+-]) ?${number} ?(?<unit>[a-z]*)$`).exec(text) ??
    new RegExp(`^(?<sign>dans|d'ici|in|il y a) ${number} (?<unit>[a-z]+)$`).exec(text) ??
    new RegExp(`^${number} (?<unit>[a-z]+) (?<sign>ago|plus tot|plus tard|later)$`).exec(text);
  if (!match) return null;
  const { sign = "", unit = "" } = match.groups ?? {};
  const typed = match.slice(1).find((part) => part !== sign && part !== unit) ?? match[1] ?? "";
  const count = /^\d/.test(typed) ? Number(typed) : 1;
  const add = unit === "" ? addDays : units.find(([names]) => names.test(unit))?.[1];
  const back = ["-", "il y a", "ago", "plus tot"].includes(sign);
  const day = add?.(today, back ? -count : count);
  return day !== undefined && isDay(day) ? day : null;
}

/**
 * The day ('YYYY-MM-DD') that a person means by what they type in a date field, in French or English: 02/12/2026, 2/12 (of this
 * year), 02122026, 3 déc, demain, lundi (the next one), +3j, dans 3 jours, fin de mois… `today` is the day in Paris. Null when it
 * is not understood, or no day of the calendar. Never throws.
 */
export function readTypedDay(text: string, today: string): string | null {
  const typed = fold(plainSpaces(text)).replace(/−/g, "-");
  if (typed === "") return null;
  const year = today.slice(0, 4);
  const whole = figures(typed, year) ?? withoutYear(typed, year);
  if (whole !== null) return whole;
  const day = parseDay(text);
  if (isDay(day)) return day;
  return words.get(typed)?.(today) ?? weekday(typed, today) ?? distance(typed, today);
}

/**
 * The instant (ISO, UTC) that a person means by what they type in a field of days and hours: a day as `readTypedDay` reads it, and
 * an hour on the clocks of Paris: demain 14h, lundi à 9:30. Null when it is not understood. A day alone is midnight, as in files.
 */
export function readTypedInstant(text: string, today: string): string | null {
  const whole = parseInstant(text);
  if (/^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/.test(whole)) return whole;
  const [, day = text, hour = "0", minute = "00"] =
    /^(.*?\S)\s+(?:à |a |at )?(\d{1,2}) ?[:hH] ?(\d{2})?$/.exec(plainSpaces(text)) ?? [];
  const read = readTypedDay(day, today);
  return read === null ? null : fromParis(read, `${twoFigures(hour)}:${minute}:00`);
}
