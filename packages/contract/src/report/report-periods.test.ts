import { expect, test } from "vitest";
import { daysOfMonth, monthsBefore, periodBefore, quickPeriod, weeksOf, yearBefore } from "./report-periods.ts";

test("quick choices stand around today", () => {
  expect(quickPeriod("month", "2024-02-10")).toEqual({ from: "2024-02-01", to: "2024-02-29" });
  expect(quickPeriod("quarter", "2026-11-24")).toEqual({ from: "2026-10-01", to: "2026-12-31" });
  expect(quickPeriod("year", "2026-11-24")).toEqual({ from: "2026-01-01", to: "2026-12-31" });
  expect(quickPeriod("twelve", "2026-11-24")).toEqual({ from: "2025-11-25", to: "2026-11-24" });
});

test("the last week, month and quarter are over: what is sent on a Monday or on the first is about them", () => {
  expect(quickPeriod("lastWeek", "2026-03-30")).toEqual({ from: "2026-03-23", to: "2026-03-29" }); // clocks changed on the 29th
  expect(quickPeriod("lastWeek", "2026-01-04")).toEqual({ from: "2025-12-22", to: "2025-12-28" }); // a Sunday
  expect(quickPeriod("lastMonth", "2024-03-31")).toEqual({ from: "2024-02-01", to: "2024-02-29" });
  expect(quickPeriod("lastMonth", "2026-01-01")).toEqual({ from: "2025-12-01", to: "2025-12-31" });
  expect(quickPeriod("lastQuarter", "2026-02-10")).toEqual({ from: "2025-10-01", to: "2025-12-31" });
  expect(quickPeriod("lastQuarter", "2026-06-30")).toEqual({ from: "2026-01-01", to: "2026-03-31" });
});

test("the period before is as long: whole months before whole months, else as many days", () => {
  expect(periodBefore({ from: "2026-03-01", to: "2026-03-31" })).toEqual({ from: "2026-02-01", to: "2026-02-28" });
  expect(periodBefore({ from: "2026-01-01", to: "2026-12-31" })).toEqual({ from: "2025-01-01", to: "2025-12-31" });
  expect(periodBefore({ from: "2026-03-10", to: "2026-03-12" })).toEqual({ from: "2026-03-07", to: "2026-03-09" });
  // Across the night in which clocks change.
  expect(periodBefore({ from: "2026-03-29", to: "2026-03-29" })).toEqual({ from: "2026-03-28", to: "2026-03-28" });
});

test("a year before, and months before, keep to days that exist", () => {
  expect(yearBefore({ from: "2024-02-01", to: "2024-02-29" })).toEqual({ from: "2023-02-01", to: "2023-02-28" });
  expect(yearBefore({ from: "2025-02-01", to: "2025-02-28" })).toEqual({ from: "2024-02-01", to: "2024-02-29" });
  expect(yearBefore({ from: "2026-11-24", to: "2026-11-25" })).toEqual({ from: "2025-11-24", to: "2025-11-25" });
  expect(monthsBefore("2026-03-31", 1)).toBe("2026-02-28");
  expect(monthsBefore("2026-01-15", 13)).toBe("2024-12-15");
});

test("weeks begin on Mondays; the days of a month", () => {
  expect(weeksOf({ from: "2026-11-01", to: "2026-11-10" })).toEqual(["2026-10-26", "2026-11-02", "2026-11-09"]);
  expect(weeksOf({ from: "2026-11-02", to: "2026-11-02" })).toEqual(["2026-11-02"]);
  expect(daysOfMonth("2026-12")).toEqual({ from: "2026-12-01", to: "2026-12-31" });
});
