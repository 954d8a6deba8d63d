import {
  DayRange,
  dayParameters,
  formatInstant,
  Instant,
  inParis,
  instantBounds,
  parseInstant,
  parseInstantCell,
  withinDays,
} from "../../dates.ts";
import { defineFieldType } from "../../field-type.ts";
import { unlessBlank } from "../../words.ts";

/** An instant, kept in UTC (ISO), typed and read on the clocks of Paris. */
export const dateTime = defineFieldType({
  label: { fr: "Date et heure", en: "Date and time" },
  description: { fr: "Un jour et une heure (heure de Paris)", en: "A day and a time (Paris time)" },
  storage: "date",
  config: DayRange,
  parameters: dayParameters,
  value: (config) =>
    Instant.refine((instant) => withinDays(config, inParis(instant).day), { params: { rule: "dayRange", ...config } }),
  parse: unlessBlank((cell) => parseInstantCell(cell)),
  // Read on the clocks of Paris; in UTC for what they can't tell (the hour they show twice, fractions of a second).
  toCell: (answer) =>
    [formatInstant(answer), formatInstant(answer, true)].find((cell) => parseInstant(cell) === answer) ?? answer,
  toText: (answer) => formatInstant(answer),
  dayBounds: instantBounds,
});
