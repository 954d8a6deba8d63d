import { Day, DayRange, dayBounds, dayParameters, formatDay, parseDayCell, withinDays } from "../../dates.ts";
import { defineFieldType } from "../../field-type.ts";
import { unlessBlank } from "../../words.ts";

/** A day of the calendar, without a time or a time zone: 'YYYY-MM-DD'. */
export const date = defineFieldType({
  label: { fr: "Date", en: "Date" },
  description: { fr: "Un jour : jj/mm/aaaa", en: "A day: dd/mm/yyyy" },
  storage: "date",
  config: DayRange,
  parameters: dayParameters,
  value: (config) => Day.refine((day) => withinDays(config, day), { params: { rule: "dayRange", ...config } }),
  parse: unlessBlank((cell) => parseDayCell(cell)),
  toCell: formatDay,
  toText: formatDay,
  dayBounds,
});
