import { expect, test } from "vitest";
import { nextRun } from "./next-run.ts";

const after = (moment: string, cadence: string, day: number, hour = 7) =>
  nextRun({ cadence, day, hour }, new Date(moment)).toISOString();

test("every week, on its day at its hour in Paris; at the very moment, the next one", () => {
  // Monday 2 March 2026, 10:00 in Paris.
  expect(after("2026-03-02T09:00:00Z", "weekly", 1)).toBe("2026-03-09T06:00:00.000Z");
  expect(after("2026-03-02T05:59:59Z", "weekly", 1)).toBe("2026-03-02T06:00:00.000Z");
  expect(after("2026-03-02T06:00:00Z", "weekly", 1)).toBe("2026-03-09T06:00:00.000Z");
  expect(after("2026-03-02T09:00:00Z", "weekly", 7)).toBe("2026-03-08T06:00:00.000Z");
  // Already Tuesday in Paris, still Monday for UTC.
  expect(after("2026-03-02T23:30:00Z", "weekly", 2)).toBe("2026-03-03T06:00:00.000Z");
});

test("the hour is that of the clocks, before and after they change", () => {
  expect(after("2026-03-23T12:00:00Z", "weekly", 7)).toBe("2026-03-29T05:00:00.000Z"); // 7:00, summer time since 3:00
  expect(after("2026-03-28T12:00:00Z", "weekly", 1)).toBe("2026-03-30T05:00:00.000Z");
  expect(after("2026-10-24T12:00:00Z", "weekly", 7)).toBe("2026-10-25T06:00:00.000Z"); // 7:00, winter time since 3:00
});

test("an hour that the clocks leave out is the next one; one that they show twice is the first, and once", () => {
  expect(after("2026-03-28T12:00:00Z", "weekly", 7, 2)).toBe("2026-03-29T01:00:00.000Z"); // 3:00
  const first = after("2026-10-24T12:00:00Z", "weekly", 7, 2);
  expect(first).toBe("2026-10-25T00:00:00.000Z"); // 2:00, summer time still
  expect(after(first, "weekly", 7, 2)).toBe("2026-11-01T01:00:00.000Z");
});

test("every month, on its day, or on the last, however long the month", () => {
  expect(after("2026-01-31T12:00:00Z", "monthly", 28)).toBe("2026-02-28T06:00:00.000Z");
  expect(after("2026-01-31T12:00:00Z", "monthly", 31)).toBe("2026-02-28T06:00:00.000Z");
  expect(after("2028-02-01T12:00:00Z", "monthly", 31)).toBe("2028-02-29T06:00:00.000Z");
  expect(after("2026-03-31T12:00:00Z", "monthly", 31)).toBe("2026-04-30T05:00:00.000Z");
  expect(after("2026-12-15T12:00:00Z", "monthly", 1)).toBe("2027-01-01T06:00:00.000Z");
  // 1 January, 0:00 in Paris, is still December for UTC.
  expect(after("2026-12-15T12:00:00Z", "monthly", 1, 0)).toBe("2026-12-31T23:00:00.000Z");
});
