import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addDays, formatDay, isDay, isInstant } from "./dates.ts";
import { readTypedDay, readTypedInstant, todayInParis } from "./typed-day.ts";

/** A Monday. */
const today = "2026-03-02";

test.each([
  ["02/12/2026", "2026-12-02"],
  ["2/12", "2026-12-02"],
  ["2.12", "2026-12-02"],
  ["2-12", "2026-12-02"],
  ["2 12", "2026-12-02"],
  ["02122026", "2026-12-02"],
  ["20122026", "2026-12-20"],
  ["021226", "2026-12-02"],
  ["0212", "2026-12-02"],
  ["03/12/26", "2026-12-03"],
  ["03/12/62", "1962-12-03"],
  ["2026-12-02", "2026-12-02"],
  ["20260302", "2026-03-02"],
  ["2 mars 2027", "2027-03-02"],
  ["1er avril", "2026-04-01"],
  ["2 déc.", "2026-12-02"],
  ["3déc", "2026-12-03"],
  ["aujourd’hui", today],
  ["Today", today],
  ["demain", "2026-03-03"],
  ["  DEMAIN ", "2026-03-03"],
  ["tomorrow", "2026-03-03"],
  ["après-demain", "2026-03-04"],
  ["hier", "2026-03-01"],
  ["yesterday", "2026-03-01"],
  ["avant-hier", "2026-02-28"],
  ["lundi", "2026-03-09"],
  ["mardi", "2026-03-03"],
  ["mar.", "2026-03-03"],
  ["dimanche prochain", "2026-03-08"],
  ["lundi dernier", "2026-02-23"],
  ["last sunday", "2026-03-01"],
  ["next friday", "2026-03-06"],
  ["+3j", "2026-03-05"],
  ["+3", "2026-03-05"],
  ["+ 3 jours", "2026-03-05"],
  ["-2j", "2026-02-28"],
  ["−2j", "2026-02-28"],
  ["+2 sem", "2026-03-16"],
  ["+1m", "2026-04-02"],
  ["+1 an", "2027-03-02"],
  ["+3d", "2026-03-05"],
  ["+1w", "2026-03-09"],
  ["+1y", "2027-03-02"],
  ["dans 3 jours", "2026-03-05"],
  ["dans une semaine", "2026-03-09"],
  ["d’ici un mois", "2026-04-02"],
  ["in 3 days", "2026-03-05"],
  ["in a week", "2026-03-09"],
  ["il y a 3 jours", "2026-02-27"],
  ["3 days ago", "2026-02-27"],
  ["fin de mois", "2026-03-31"],
  ["fin du mois prochain", "2026-04-30"],
  ["début du mois prochain", "2026-04-01"],
  ["end of month", "2026-03-31"],
  ["fin d’année", "2026-12-31"],
  ["semaine prochaine", "2026-03-09"],
  ["le mois prochain", "2026-04-02"],
])("« %s » is %s", (text, day) => {
  expect(readTypedDay(text, today)).toBe(day);
});

test.each([
  ...[
    "",
    " ",
    "31/02/2026",
    "31/2",
    "00/00",
    "32/12/2026",
    "demin",
    "lun di",
    "+",
    "+j",
    "+3x",
    "12",
    "2",
    "0",
    "02/",
    "2//12",
  ],
  ...["45/12", "99999999", "123456789", "+99999j", "dans trop de jours", "-9999a", "n’importe quoi", "12h30", "1e3"],
])("« %s » is not understood", (text) => {
  expect(readTypedDay(text, today)).toBeNull();
});

test("a month that ends earlier ends it: « +1m » of 31 January", () => {
  expect([readTypedDay("+1m", "2026-01-31"), readTypedDay("+1m", "2028-01-31")]).toEqual(["2026-02-28", "2028-02-29"]);
  expect(readTypedDay("29/2", "2026-03-02")).toBeNull();
  expect(readTypedDay("29/2", "2028-03-02")).toBe("2028-02-29");
});

describe("whatever is typed", () => {
  const days = fc
    .date({ noInvalidDate: true, min: new Date("1950-01-01"), max: new Date("2199-12-31") })
    .map((moment) => moment.toISOString().slice(0, 10));
  const pieces = fc.constantFrom(
    "+",
    "-",
    "3",
    "j",
    " ",
    "/",
    "12",
    "lundi",
    "dans",
    "mois",
    "fin",
    "de",
    "2026",
    "demain",
    "à",
  );
  const typed = fc.oneof(
    fc.string({ unit: "grapheme" }),
    fc.array(pieces, { maxLength: 6 }).map((all) => all.join("")),
  );

  test("it is a day of the calendar or nothing; an hour with it, an instant or nothing", () => {
    fc.assert(
      fc.property(typed, days, (text, now) => {
        const day = readTypedDay(text, now);
        expect(day === null || isDay(day)).toBe(true);
        const instant = readTypedInstant(text, now);
        expect(instant === null || isInstant(instant)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  test("a day is read however it is written, whatever today is", () => {
    fc.assert(
      fc.property(days, days, (day, now) => {
        const [year = "", month = "", date = ""] = day.split("-");
        const of = (text: string) => expect([text, readTypedDay(text, now)]).toEqual([text, day]);
        for (const text of [day, formatDay(day), `${date}${month}${year}`, `${Number(date)}/${Number(month)}/${year}`])
          of(text);
        if (year === now.slice(0, 4))
          for (const text of [`${date}/${month}`, `${date}${month}`, `${Number(date)}.${Number(month)}`]) of(text);
        if (day < "2050")
          for (const text of [`${date}/${month}/${year.slice(2)}`, `${date}${month}${year.slice(2)}`]) of(text);
      }),
    );
  });

  test("a distance is what it says, a weekday lies in the seven days that come", () => {
    fc.assert(
      fc.property(days, fc.integer({ min: 0, max: 9999 }), (now, count) => {
        expect(readTypedDay(`+${count}j`, now)).toBe(addDays(now, count));
        expect(readTypedDay(`il y a ${count} jours`, now)).toBe(addDays(now, -count));
        const monday = readTypedDay("lundi", now) ?? "";
        expect(new Date(monday).getUTCDay()).toBe(1);
        expect(monday > now && monday <= addDays(now, 7)).toBe(true);
      }),
    );
  });
});

test("with an hour, on the clocks of Paris", () => {
  expect(readTypedInstant("demain 14h30", today)).toBe("2026-03-03T13:30:00.000Z");
  expect(readTypedInstant("lundi à 9:05", today)).toBe("2026-03-09T08:05:00.000Z");
  expect(readTypedInstant("2/7 8h", today)).toBe("2026-07-02T06:00:00.000Z");
  expect(readTypedInstant("02/12/2026 10:00", today)).toBe("2026-12-02T09:00:00.000Z");
  expect(readTypedInstant("demain", today)).toBe("2026-03-02T23:00:00.000Z");
  // In the night when the clocks go forward that hour does not come.
  expect(readTypedInstant("29/3 2h30", today)).toBeNull();
  expect(readTypedInstant("demain 25h", today)).toBeNull();
});

test("today is the day of Paris, wherever the computer stands", () => {
  expect(todayInParis(new Date("2026-03-02T22:59:59Z"))).toBe("2026-03-02");
  expect(todayInParis(new Date("2026-03-02T23:00:00Z"))).toBe("2026-03-03");
});
