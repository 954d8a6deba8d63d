import { z } from "zod";
import { defineFieldType } from "../../field-type.ts";
import { singleLine, unlessBlank } from "../../words.ts";

/** The parts of an address, in the order in which it is kept. */
const addressNames = ["street", "postalCode", "city", "country"] as const;
export type Address = Record<(typeof addressNames)[number], string>;
const longest: Record<keyof Address, number> = { street: 200, postalCode: 20, city: 100, country: 100 };

const partsOf = (text: string) => text.split(";").map((part) => part.trim());

/** Kept as one text, « 12 rue de la Paix; 75002; Paris; France »: each part has its place, even when one before it is blank. */
function canonical(text: string): string {
  const parts = partsOf(text);
  while (parts.at(-1) === "") parts.pop();
  const [street = "", ...others] = parts;
  if (others.length > 0) return parts.join("; ");
  // A lone semicolon tells a street from an address in free text.
  return street === "" ? "" : `${street};`;
}

/** The parts of an address, from how it is kept. */
export function addressParts(answer: string): Address {
  const [street = "", postalCode = "", city = "", country = ""] = partsOf(answer);
  return { street, postalCode, city, country };
}

/** An address as it is kept, from its parts; null when all are blank. */
export const addressOf = (parts: Address): string | null =>
  canonical(addressNames.map((name) => parts[name].replaceAll(";", ",")).join(";")) || null;

/** « 75002 Paris », or a street before it. */
const locality = /^(?:(\S.*?)\s+)?((?:[A-Z]{1,2}-)?\d{4,5}|\d{2} \d{3})\s+(\p{L}.*)$/u;

/** An address that a person wrote, on one line or several: what stands before the postal code is the street, then comes the country. */
function readAddress(text: string): string {
  if (text.includes(";")) return canonical(text);
  const pieces = text
    .split(/[,\r\n]+/)
    .map((piece) => piece.trim())
    .filter(Boolean);
  const at = pieces.findLastIndex((piece) => locality.test(piece));
  const [, street = "", postalCode = "", city = ""] = locality.exec(pieces[at] ?? "") ?? [];
  if (at < 0) return canonical(pieces.join(", "));
  return canonical(
    [
      [...pieces.slice(0, at), street].filter(Boolean).join(", "),
      postalCode,
      city,
      pieces.slice(at + 1).join(", "),
    ].join(";"),
  );
}

/** A postal address: street, postal code, city, country. One cell in files. */
export const address = defineFieldType({
  label: { fr: "Adresse", en: "Address" },
  description: { fr: "Rue, code postal, ville et pays", en: "Street, postal code, city and country" },
  storage: "text",
  operators: ["contains", "notContains", "empty", "filled"],
  config: z.object({}),
  parameters: [],
  value: () =>
    singleLine()
      .overwrite(canonical)
      .min(1)
      .refine(
        (text) => {
          const parts = partsOf(text);
          return (
            parts.length <= 4 && parts.every((part, place) => part.length <= longest[addressNames[place] ?? "city"])
          );
        },
        { params: { rule: "address" } },
      ),
  parse: unlessBlank(readAddress),
  toCell: (answer) => answer,
  toText: (answer) => {
    const { street, postalCode, city, country } = addressParts(answer);
    return [street, `${postalCode} ${city}`.trim(), country].filter(Boolean).join(", ");
  },
});
