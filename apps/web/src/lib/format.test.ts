import { beforeAll, expect, test } from "vitest";
import { formatRelative } from "./format.ts";
import { chooseLocale } from "./i18n.ts";

beforeAll(() => chooseLocale("fr"));

/** Paris is an hour ahead of UTC in winter, two in summer. */
test.each([
  ["2026-03-02T09:00:00Z", "2026-03-02T09:00:30Z", "maintenant"],
  ["2026-03-02T09:00:00Z", "2026-03-02T09:01:00Z", "il y a 1 minute"],
  ["2026-03-02T09:00:00Z", "2026-03-02T09:59:59Z", "il y a 59 minutes"],
  ["2026-03-02T09:00:00Z", "2026-03-02T10:00:00Z", "il y a 1 heure"],
  ["2026-03-02T09:00:00Z", "2026-03-02T10:59:59Z", "il y a 1 heure"],
  // From midnight to midnight of Paris it is today, however long ago.
  ["2026-03-01T23:00:00Z", "2026-03-02T22:59:00Z", "il y a 23 heures"],
  // 23:30, seen at 00:45 and at 00:10 of the next day.
  ["2026-03-01T22:30:00Z", "2026-03-01T23:45:00Z", "hier"],
  ["2026-03-01T22:30:00Z", "2026-03-01T23:10:00Z", "il y a 40 minutes"],
  ["2026-03-01T00:00:00Z", "2026-03-02T22:00:00Z", "hier"],
  ["2026-03-01T22:59:00Z", "2026-03-02T23:01:00Z", "avant-hier"],
  ["2026-02-24T11:00:00Z", "2026-03-02T11:00:00Z", "il y a 6 jours"],
  ["2026-02-23T22:59:00Z", "2026-03-02T11:00:00Z", "23/02/2026"],
  // The night when the clocks go forward is 23 hours long, the one when they go back 25.
  ["2026-03-28T22:30:00Z", "2026-03-29T21:30:00Z", "hier"],
  ["2026-10-24T22:30:00Z", "2026-10-25T22:30:00Z", "il y a 24 heures"],
  ["2026-10-24T21:30:00Z", "2026-10-25T22:30:00Z", "hier"],
  ["2026-03-03T09:00:00Z", "2026-03-02T09:00:00Z", "demain"],
])("%s seen from %s: %s", (then, now, said) => {
  expect(formatRelative(then, new Date(now))).toBe(said);
});
