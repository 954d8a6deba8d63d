import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addDays, fromParis, inParis, isDay, isInstant, parseInstant, wallClock } from "./dates.ts";
import { dayBoundsOf } from "./filter.ts";

const date = { type: "date", config: {} } as const;
const moment = { type: "date-time", config: {} } as const;
const [first, last] = ["0001-01-01", "9999-12-31"];
const edges = [
  first,
  "0099-12-31",
  "1582-10-10",
  "1899-12-31",
  "1900-01-01",
  "1911-03-11",
  "2026-03-29",
  "2026-10-25",
  last,
];
const days = fc.oneof(
  fc.constantFrom(...edges),
  fc
    .date({ noInvalidDate: true, min: new Date(first), max: new Date(last) })
    .map((moment) => moment.toISOString().slice(0, 10)),
);

test("the days that are kept are those of the years 0001 to 9999", () => {
  for (const day of edges) expect(isDay(day)).toBe(true);
  for (const day of ["0000-12-31", "10000-01-01", "+010000-01-01", "-000001-01-01", "2026-02-29", "2026-1-1"])
    expect(isDay(day)).toBe(false);
});

test("an instant is kept when the clocks of UTC and of Paris both show it in these years", () => {
  // In Paris it is 00:30 of the year 10000; in UTC, the end of the year 0.
  for (const text of ["9999-12-31T23:30:00Z", "0001-01-01T00:00:00+14:00", "0000-06-01T00:00:00Z", "n’importe quoi"])
    expect(isInstant(text)).toBe(false);
  expect(isInstant("9999-12-31T22:59:59.999Z")).toBe(true);
  expect(fromParis(last, "23:59:59")).toBe("9999-12-31T22:59:59.000Z");
  // Paris was nine minutes and 21 seconds ahead: that midnight is in the year 0 of UTC.
  expect(fromParis(first, "00:00:00")).toBeNull();
  expect(fromParis(first, "00:10:00")).toBe("0001-01-01T00:00:39.000Z");
  expect(parseInstant("31/12/9999 23:59")).toBe("9999-12-31T22:59:00.000Z");
});

describe("of every day that is kept", () => {
  test("the clocks of Paris show an instant that is read back, on it and on no other day", () => {
    fc.assert(
      fc.property(days, fc.integer({ min: 0, max: 86_399 }), (day, second) => {
        const time = new Date(second * 1000).toISOString().slice(11, 19);
        const instant = fromParis(day, time);
        fc.pre(instant !== null);
        expect(inParis(String(instant))).toEqual({ day, time });
        expect(wallClock(String(instant))).toBe(`${day}T${time}`);
        const { from, before } = dayBoundsOf(moment, day);
        expect(from <= String(instant) && String(instant) < before).toBe(true);
      }),
    );
  });

  test("it lies within its own bounds, behind those of the day before, in front of those of the day after", () => {
    fc.assert(
      fc.property(days, (day) => {
        const { from, before } = dayBoundsOf(date, day);
        expect([from, day < before]).toEqual([day, true]);
        expect(before).toBe(day === last ? "infinity" : addDays(day, 1));
        const instants = dayBoundsOf(moment, day);
        expect(instants.from < instants.before).toBe(true);
        if (day !== last) expect(dayBoundsOf(moment, addDays(day, 1)).from).toBe(instants.before);
      }),
    );
  });

  test("days are added within the calendar", () => {
    expect([addDays(last, 1), addDays(first, -1), addDays("0099-12-31", 1)]).toEqual([last, first, "0100-01-01"]);
    expect([addDays("2026-03-28", 2), addDays("2028-03-01", -1)]).toEqual(["2026-03-30", "2028-02-29"]);
  });
});
