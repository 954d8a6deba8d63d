import fc from "fast-check";
import { expect, test } from "vitest";
import { guardCell, unguardCell } from "./cell.guard.ts";

test.each([
  "=cmd|' /C calc'!A0",
  "+33612345678",
  "+Plus Conseil",
  "- rappeler",
  "+1 234",
  "-1,5",
  "-1+1",
  "@SUM(A1)",
  "\t=1",
  "\r=1",
  " =1",
  "＝1+1",
  "'=1",
])("%j can't run any more, and comes back as it was", (text) => {
  expect(guardCell(text)).toBe(`'${text}`);
  expect(unguardCell(guardCell(text))).toBe(text);
});

test.each([
  "",
  "-",
  "--",
  "-12",
  "+33 6 12 34 56 78",
  "+33 (0)6 12 34 56 78",
  "+32 4 70 12 34 56",
  "007",
  "l'été",
  "'tis",
  "a=b",
  "12345678901234567890",
])("%j is left alone", (text) => {
  expect(guardCell(text)).toBe(text);
  expect(unguardCell(text)).toBe(text);
});

test("any text comes back as it was", () => {
  const nasty = fc.array(fc.constantFrom("'", "=", "+", " ", "\t", "\n", "a", "＝"), { maxLength: 8 });
  const both = fc.oneof(
    fc.string({ unit: "binary" }),
    nasty.map((parts) => parts.join("")),
  );
  fc.assert(fc.property(both, (text) => unguardCell(guardCell(text)) === text));
});
