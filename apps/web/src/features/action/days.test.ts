import { expect, test } from "vitest";
import { inAWeek, nextMonday, tomorrow } from "./days.ts";

test("demain, lundi, dans une semaine, over the ends of months and the days on which clocks change", () => {
  expect(tomorrow("2026-03-28")).toBe("2026-03-29");
  expect(tomorrow("2026-10-25")).toBe("2026-10-26");
  expect(tomorrow("2028-02-28")).toBe("2028-02-29");
  expect(inAWeek("2026-12-28")).toBe("2027-01-04");
  expect(nextMonday("2026-03-02")).toBe("2026-03-09"); // a Monday
  expect(nextMonday("2026-03-08")).toBe("2026-03-09"); // a Sunday
  expect(nextMonday("2026-03-03")).toBe("2026-03-09");
});
