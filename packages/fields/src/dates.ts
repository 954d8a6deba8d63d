import { z } from "zod";
import type { DayBounds } from "./field-type.ts";
import { orderedRange } from "./numbers.ts";
import { fold, plainSpaces } from "./words.ts";

const pad = (value: number, length = 2) => String(value).padStart(length, "0");
const months = "janv fevr mars avr mai juin juil aout sept oct nov dec".split(" ");
const englishMonths = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ");
const monthOf = (word: string) => {
  const folded = fold(word);
  const french = months.findIndex((month) => folded.startsWith(month) || folded === month.slice(0, 3));
  return 1 + (french === -1 ? englishMonths.findIndex((month) => folded.startsWith(month)) : french);
};

/** A year of two figures is one of 1950 to 2049, as Windows and .NET read it: fixed, so that a file always says the same. */
const fullYear = (year: string) => (year.length === 2 ? `${Number(year) < 50 ? "20" : "19"}${year}` : year);

const weekday =
  /^(lun|mar|mer|jeu|ven|sam|dim|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|mon|tue|wed|thu|fri|sat|sun|monday|tuesday|wednesday|thursday|friday|saturday|sunday)[.,]? +(?=.*\d)/i;

/** Whether a text is a day of the calendar, written 'YYYY-MM-DD', of the years 0001 to 9999: what PostgreSQL and Excel share. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || text < "0001") return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

/**
 * 'YYYY-MM-DD' from 02/03/2026, 2-3-26, 2026-03-02, 20260302, (lundi) 2 mars 2026, 02-mars-26 or March 2, 2026; null when
 * unreadable. The day may not exist. The day comes before the month: 03/13/2026 is none.
 */
function readDay(text: string): string | null {
  const iso = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(text) ?? /^((?:19|20|21)\d{2})([01]\d)([0-3]\d)$/.exec(text);
  if (iso) return `${iso[1]}-${pad(Number(iso[2]))}-${pad(Number(iso[3]))}`;
  const french = /^(\d{1,2}) ?[/.\- ] ?(\d{1,2}) ?[/.\- ] ?(\d{4}|\d{2})$/.exec(text);
  if (french) return `${fullYear(french[3] ?? "")}-${pad(Number(french[2]))}-${pad(Number(french[1]))}`;
  const named = text.replace(weekday, "");
  const [, day, word, year] =
    /^(\d{1,2})(?:er)?[ -]([\p{L}\p{M}]{3,9})\.?,?[ -](\d{4}|\d{2})$/u.exec(named) ??
    /^([\p{L}\p{M}]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})$/u.exec(named)?.map(englishOrder) ??
    [];
  const month = word ? monthOf(word) : 0;
  return month > 0 ? `${fullYear(year ?? "")}-${pad(month)}-${pad(Number(day))}` : null;
}

/** The parts of « March 2, 2026 » in the order of « 2 mars 2026 ». */
const englishOrder = (_: string, place: number, parts: string[]) => parts[[0, 2, 1, 3][place] ?? 0] ?? "";

const clock = new Intl.DateTimeFormat("en-GB", {
  timeZone: "Europe/Paris",
  hourCycle: "h23",
  year: "numeric",
  month: "2-digit",
  day: "2-digit",
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
});

const dayMs = 86_400_000;
/** By how much the clocks of Paris are ahead, by the days of UTC on which they are not changed; null: on this day they are. */
const ahead = new Map<number, number | null>();

function aheadOn(day: number): number | null {
  const known = ahead.get(day);
  if (known !== undefined) return known;
  const [first, last] = [day * dayMs, (day + 1) * dayMs].map((at) => {
    const shown = readClock(new Date(at).toISOString());
    return Date.parse(`${shown.day}T${shown.time}Z`) - at;
  });
  const offset = first === last ? (first ?? null) : null;
  if (ahead.size > 10_000) ahead.clear();
  ahead.set(day, offset);
  return offset;
}

/** What the clocks of Paris show at an instant (ISO), as 'YYYY-MM-DD' and 'HH:mm:ss'. */
export function inParis(instant: string): { day: string; time: string } {
  const at = Date.parse(instant);
  // Of days within living memory the difference is known: an export asks it for every cell, and the clock is slow.
  const offset = at > 0 && at < 4e12 ? aheadOn(Math.floor(at / dayMs)) : null;
  if (offset === null) return readClock(instant);
  const shown = new Date(at + offset).toISOString();
  return { day: shown.slice(0, 10), time: shown.slice(11, 19) };
}

function readClock(instant: string): { day: string; time: string } {
  const part = Object.fromEntries(clock.formatToParts(new Date(instant)).map(({ type, value }) => [type, value]));
  return {
    day: `${part.year?.padStart(4, "0")}-${part.month}-${part.day}`,
    time: `${part.hour}:${part.minute}:${part.second}`,
  };
}

/** Whether an instant (ISO) can be kept: the clocks of UTC and of Paris both show it in the years 0001 to 9999. */
export function isInstant(text: string): boolean {
  const instant = new Date(text);
  if (Number.isNaN(instant.getTime())) return false;
  const utc = instant.toISOString();
  return isDay(utc.slice(0, 10)) && isDay(inParis(utc).day);
}

/** Beyond these the calendar of UTC or of Paris leaves the years that are kept. */
const [earliest, latest] = [Date.parse("0001-01-02T00:00:00Z"), Date.parse("9999-12-30T00:00:00Z")];

/**
 * The instant (ISO, UTC) at which the clocks of Paris show it, the first when they show it twice; null when they never do, or
 * when it can't be kept.
 */
export function fromParis(day: string, time: string): string | null {
  const wall = Date.parse(`${day}T${time}Z`);
  if (!isDay(day) || Number.isNaN(wall)) return null;
  for (const beside of [wall - dayMs, wall + dayMs]) {
    const around = Math.min(Math.max(beside, earliest), latest);
    const shown = inParis(new Date(around).toISOString());
    const offset = Date.parse(`${shown.day}T${shown.time}Z`) - Math.floor(around / 1000) * 1000;
    const instant = new Date(wall - offset).toISOString();
    if (!isInstant(instant)) continue;
    const back = inParis(instant);
    if (back.day === day && back.time === time.slice(0, 8)) return instant;
  }
  return null;
}

/** The wall clock that a serial date of Excel shows (46083 is 2 March 2026, its decimals are the hour); null: not five figures. */
function readSerial(text: string): { day: string; time: string } | null {
  const [, days, fraction = ""] = /^([1-9]\d{4})(?:[.,](\d+))?$/.exec(text.trim()) ?? [];
  if (days === undefined) return null;
  // Serial 0 is 30 December 1899; to the second, as Excel shows it.
  const seconds = Math.round(Number(`0.${fraction || 0}`) * 86_400);
  const shown = new Date(Date.UTC(1899, 11, 30 + Number(days), 0, 0, seconds)).toISOString();
  return { day: shown.slice(0, 10), time: shown.slice(11, 19) };
}

/** A day from a cell, in which Excel may have left it as a serial number (1927 to 2173); else as `parseDay`. */
export const parseDayCell = (text: string): string => readSerial(text)?.day ?? parseDay(text);

/** An instant from a cell, in which Excel may have left it as a serial number; else as `parseInstant`. */
export function parseInstantCell(text: string): string {
  const shown = readSerial(text);
  return shown ? (fromParis(shown.day, shown.time) ?? text.trim()) : parseInstant(text);
}

/** What the clocks of Paris show at an instant, 'YYYY-MM-DDTHH:mm:ss', when it tells that instant exactly; else null. */
export function wallClock(instant: string): string | null {
  if (Number.isNaN(Date.parse(instant))) return null;
  const { day, time } = inParis(instant);
  return fromParis(day, time) === instant ? `${day}T${time}` : null;
}

/** ISO of an instant written with its offset (…Z, +02:00), of a date and a time in Paris, or of a day alone (midnight). */
function readInstant(text: string): string | null {
  const written = plainSpaces(text);
  if (/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})$/.test(written)) {
    return isDay(written.slice(0, 10)) && isInstant(written) ? new Date(written).toISOString() : null;
  }
  const timed = /^(.+?)(?:T|,? (?:à |at )?)(\d{1,2}) ?[:hH] ?(\d{2})?(?::(\d{2})(?:\.\d+)?)?$/.exec(written);
  const day = readDay(timed?.[1] ?? written);
  if (day === null) return null;
  return fromParis(day, `${pad(Number(timed?.[2] ?? 0))}:${timed?.[3] ?? "00"}:${timed?.[4] ?? "00"}`);
}

/** A day from a text; a time beside it is left out, an instant gives its day in Paris. Unreadable: the text, trimmed. */
export function parseDay(text: string): string {
  const day = readDay(plainSpaces(text));
  if (day !== null) return isDay(day) ? day : text.trim();
  const instant = readInstant(text);
  return instant === null ? text.trim() : inParis(instant).day;
}

/** An instant (ISO, UTC) from a text; one without an offset is what the clocks of Paris show. Unreadable: the text, trimmed. */
export const parseInstant = (text: string): string => readInstant(text) ?? text.trim();

/** 02/03/2026, in both languages: it is how the application writes days, and it is read back. */
export const formatDay = (day: string): string => day.split("-").reverse().join("/");

/** 02/03/2026 14:30, on the clocks of Paris. */
export function formatInstant(instant: string, seconds = false): string {
  const { day, time } = inParis(instant);
  return `${formatDay(day)} ${seconds ? time : time.slice(0, 5)}`;
}

/** The day that comes so many days later, or earlier below zero; the last or the first one of the calendar when it ends before. */
export function addDays(day: string, days: number): string {
  const at = Date.parse(`${day}T00:00:00Z`) + days * dayMs;
  const kept = Math.min(Math.max(at, Date.parse("0001-01-01")), Date.parse("9999-12-31"));
  return new Date(kept).toISOString().slice(0, 10);
}

/** After the last day of the calendar: sorts behind every day as a text, and is one to PostgreSQL. */
const never = "infinity";
const dayAfter = (day: string) => (day === "9999-12-31" ? never : addDays(day, 1));
const midnight = (day: string) => (day === never ? never : (fromParis(day, "00:00:00") ?? `${day}T00:00:00.000Z`));
export const dayBounds = (day: string): DayBounds => ({ from: day, before: dayAfter(day) });
export const instantBounds = (day: string): DayBounds => ({ from: midnight(day), before: midnight(dayAfter(day)) });

/** A calendar day as it is stored. */
export const Day = z.string().check((ctx) => {
  if (isDay(ctx.value)) return;
  const rule = readDay(plainSpaces(ctx.value)) ? "dayImpossible" : "dayUnreadable";
  ctx.issues.push({ code: "custom", input: ctx.value, params: { rule }, continue: false });
});

/** An instant as it is stored: ISO, UTC. */
export const Instant = z.string().check((ctx) => {
  const instant = readInstant(ctx.value);
  if (instant !== null && /(Z|[+-]\d{2}:?\d{2})$/.test(ctx.value.trim())) {
    ctx.value = instant;
    return;
  }
  const rule = /\d{4}.*\d:\d\d|\d{4}-\d|\/\d{4}/.test(ctx.value) ? "instantImpossible" : "instantUnreadable";
  ctx.issues.push({ code: "custom", input: ctx.value, params: { rule }, continue: false });
});

/** Bounds that an administrator sets on a date: days, both included. */
export const DayRange = z
  .object({ min: Day.optional(), max: Day.optional() })
  .refine(orderedRange.check, orderedRange.error);
export type DayRange = z.output<typeof DayRange>;

/** What is planned (actions, reminders, expected days) lies in these years; what is recorded, in all that `isDay` takes. */
export const plannedDays = { min: "1900-01-01", max: "2199-12-31" } as const satisfies DayRange;

export const withinDays = ({ min, max }: DayRange, day: string): boolean =>
  (min === undefined || day >= min) && (max === undefined || day <= max);

export const dayParameters = [
  { name: "min", kind: "date", label: { fr: "Date la plus ancienne", en: "Earliest date" } },
  { name: "max", kind: "date", label: { fr: "Date la plus tardive", en: "Latest date" } },
] as const;
