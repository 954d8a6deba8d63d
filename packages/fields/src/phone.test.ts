import { expect, it } from "vitest";
import { formatPhone, isFrenchMobile, isRounded, normalisePhone, phoneForms, readPhone, spacedPhone } from "./phone.ts";

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
  ["612345678", "+33612345678"],
  ["6.12345678E+08", "+33612345678"],
  ["6,12345678E+8", "+33612345678"],
  ["3.3612345678E+10", "+33612345678"],
  ["6.1234567E+08", "+33612345670"],
  ["6.12E+08", null],
  ["0690 12 34 56", "+590690123456"],
  ["+33 691 12 34 56", "+590691123456"],
  ["590123456", "+590590123456"],
  ["+590 (0)690 12 34 56", "+590690123456"],
  ["590690123456", "+590690123456"],
  ["00590 590 12 34 56", "+590590123456"],
  ["0694123456", "+594694123456"],
  ["0594123456", "+594594123456"],
  ["0696123456", "+596696123456"],
  ["0697123456", "+596697123456"],
  ["0596123456", "+596596123456"],
  ["0692123456", "+262692123456"],
  ["0693123456", "+262693123456"],
  ["0262123456", "+262262123456"],
  ["0263123456", "+262263123456"],
  ["0269123456", "+262269123456"],
  ["0639123456", "+262639123456"],
  // Metropolitan mobiles, however near their figures.
  ["0708123456", "+33708123456"],
  ["0695123456", "+33695123456"],
  // Of another country: no French number has these figures there.
  ["+590 612 34 56 78", "+590612345678"],
])("%j → %j", (text, phone) => expect(normalisePhone(text)).toBe(phone));

it("is read two figures at a time", () => {
  expect(formatPhone("+33612345678")).toBe("06 12 34 56 78");
  expect(formatPhone("+590690123456")).toBe("06 90 12 34 56");
  expect(formatPhone("+262262123456")).toBe("02 62 12 34 56");
  expect(formatPhone("+442079460958")).toBe("+442079460958");
  // Read back, this would be another number.
  expect(formatPhone("+590612345678")).toBe("+590612345678");
});

it("can be reached by SMS when its French form starts with 06 or 07", () => {
  const mobiles = ["+33612345678", "0712345678", "07 00 00 00 00", "+590690123456", "0639 12 34 56", "+33690123456"];
  expect(mobiles.filter((phone) => !isFrenchMobile(phone))).toEqual([]);
  const others = ["+33142685300", "+590590123456", "+32475123456", "061234567", "+590612345678", ""];
  expect(others.filter(isFrenchMobile)).toEqual([]);
});

it("is known in the form that was kept before", () => {
  expect(phoneForms("+590690123456")).toEqual(["+590690123456", "+33690123456"]);
  expect(phoneForms("+33612345678")).toEqual(["+33612345678"]);
  expect(phoneForms("+442079460958")).toEqual(["+442079460958"]);
});

it("is lost when a spreadsheet rounded it", () => {
  expect(["6.12E+08", "6,12345E+08", "3.36E+10", "1E+5"].filter((text) => !isRounded(text))).toEqual([]);
  expect(["6.12345678E+08", "612345678", "3949", "", "E+08"].filter(isRounded)).toEqual([]);
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
