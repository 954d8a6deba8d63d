import fc from "fast-check";
import { expect, test } from "vitest";
import { matcherOf } from "./person.ts";
import { recogniserOf } from "./recogniser.ts";

const id = "0190f3a2-7c1e-7b3d-9f00-1a2b3c4d5e6f";
const people = (
  [
    { ids: [id] },
    { firstNames: ["Zoé"], lastNames: ["Straße"] },
    { firstNames: ["Audrey"], lastNames: ["Le Denmat"], emails: ["audrey.le-denmat@net-helium.test"] },
    { firstNames: ["Ōta"], lastNames: ["Οδυσσεύς"], phones: ["+33612345678"] },
    { firstNames: ["𐐨va"], lastNames: ["𐐀bc𐐁"], phones: ["+590690001234"] },
    { firstNames: ["İ"], lastNames: ["!"], emails: ["a@é.test"] },
  ] as const
).map((known, i) =>
  matcherOf({
    ...{ contactId: String(i), ids: [], emails: [], phones: [], firstNames: [], lastNames: [], companies: [] },
    ...structuredClone(known as object),
  }),
);

const said = [
  ...[id, id.toUpperCase(), `x${id}`, "Zoé", "ZOÉ", "Straße", "STRASSE", "STRAẞE", "ſtraße", "Audrey", "le  DENMAT"],
  ...["Le", "Denmat", "Audrey.Le-Denmat@net-helium.test", "audrey.le-denmat%40net-helium.test", "Ōta", "ΟΔΥΣΣΕΎΣ"],
  ...[
    "οδυσσεύς",
    "+33 (0)6 12 34 56 78",
    "06.12.34.56.78",
    "0033612345678",
    "0612345678",
    "06/12/34/56/7",
    "0690001234",
  ],
  ...["0690 00 12 34", "𐐀va", "𐐨BC𐐩", "İ", "i", "!", "a@é.test", "A@É.test", "a@xn--9ca.test"],
];
const between = ["", " ", "\n", "\n", ";", "-", "_", "é", "x", "7", "😀", "\ud800", "\u0301", "\u00a0", "’"];

test("is asked of everybody of whom a text says something, however it is written", () => {
  const recognise = recogniserOf(people);
  let about = 0;
  const part = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...said) },
    { weight: 4, arbitrary: fc.constantFrom(...between) },
    { weight: 1, arbitrary: fc.string({ unit: "binary" }) },
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 9 }), (parts) => {
      const text = parts.join("");
      const meant = people.filter((matcher) => matcher.isAbout(text));
      about += meant.length;
      expect(new Set(recognise(text))).toEqual(new Set(meant));
    }),
    { numRuns: 5000 },
  );
  expect(about).toBeGreaterThan(500);
});
