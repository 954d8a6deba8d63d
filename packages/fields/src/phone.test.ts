import { expect, it } from "vitest";
import { formatPhone, isFrenchMobile, normalisePhone, readPhone, spacedPhone } from "./phone.ts";

it.each([
  ["06 12 34 56 78", "+33612345678"],
  ["06.12.34.56.78", "+33612345678"],
  ["0033 6 12 34 56 78", "+33612345678"],
  ["+33 6-12-34-56-78", "+33612345678"],
  ["+33 (0)1 42 68 53 00", "+33142685300"],
  ["(0033) 142685300", "+33142685300"],
  ["06\u00a012\u202f34 56 78", "+33612345678"],
  ["+44 20 7946 0958", "+442079460958"],
  ["0044 20 7946 0958", "+442079460958"],
  ["3949", null],
  ["+33 6 12", null],
  ["06 12 34 56 78 (Paul)", null],
  ["", null],
])("%j → %j", (text, phone) => expect(normalisePhone(text)).toBe(phone));

it("is read two figures at a time", () => {
  expect(formatPhone("+33612345678")).toBe("06 12 34 56 78");
  expect(formatPhone("+442079460958")).toBe("+442079460958");
});

it("can be reached by SMS when it starts with 06 or 07", () => {
  expect(["+33612345678", "0712345678", "07 00 00 00 00"].every(isFrenchMobile)).toBe(true);
  expect(["+33142685300", "+32475123456", "061234567", ""].some(isFrenchMobile)).toBe(false);
});

it.each([
  ["+33612345678", "+33 6 12 34 56 78"],
  ["+32470123456", "+32 4 70 12 34 56"],
  ["+352621123456", "+352 6 21 12 34 56"],
  ["+12133734253", "+1 21 33 73 42 53"],
  ["3949", "3949"],
])("%s is written %s where it must stay a text, and read back", (phone, spaced) => {
  expect(spacedPhone(phone)).toBe(spaced);
  expect(readPhone(spaced)).toBe(phone);
});
