import { describe, expect, it } from "vitest";
import { type FieldTypeName, fieldTypeNames, fieldTypeOf, isFieldTypeName, storageOf } from "./registry.ts";
import { choices, samples } from "./test/samples.ts";

describe.each(fieldTypeNames)("%s", (name) => {
  const type = fieldTypeOf({ type: name });
  const { answer, refused, typed, read, ...sample } = samples[name];
  const config = type.config.parse(sample.config);

  it("gives back from an Excel cell the answer it wrote there", () => {
    expect(type.value(config).parse(type.parse(String(type.toCell(answer, config)), config))).toEqual(answer);
  });
  it("reads what a person types, and writes it properly", () => {
    expect(type.value(config).parse(type.parse(typed, config))).toEqual(answer);
    expect(type.toText(answer, config)).toBe(read);
  });
  it("refuses what its question does not allow", () => {
    expect(type.value(config).safeParse(refused).success).toBe(false);
    expect(type.value(config).safeParse(null).success).toBe(false);
  });
  it("takes a blank cell for no answer", () => {
    expect(type.parse(" \u00a0\n", config)).toBeNull();
  });
  it("is named and described in each language", () => {
    for (const text of [type.label, type.description, ...type.parameters.map(({ label }) => label)]) {
      expect(text.fr).toBeTruthy();
      expect(text.en).toBeTruthy();
    }
  });
  it("lists every setting of its configuration", () => {
    const shape = Object.keys((type.config as { shape: object }).shape);
    expect(type.parameters.map((parameter) => parameter.name)).toEqual(shape);
  });
});

const read = (name: FieldTypeName, cell: string, setting = {}) => {
  const type = fieldTypeOf({ type: name });
  const config = type.config.parse({ ...samples[name].config, ...setting });
  const answer = type.value(config).safeParse(type.parse(cell, config));
  return answer.success ? answer.data : "REFUSED";
};

describe("cells as French files have them", () => {
  it.each<[FieldTypeName, string, unknown]>([
    ["amount", "13\u202f314,11 €", 13314.11],
    ["amount", "13\u00a0314,11\u00a0€", 13314.11],
    ["amount", "13 314,11 EUR", 13314.11],
    ["amount", "13.314,11", 13314.11],
    ["amount", "€ 1,234.56", 1234.56],
    ["amount", "1.234.567", 1234567],
    ["amount", "−12,5", -12.5],
    ["amount", "0.30000000000000004", 0.3],
    ["amount", "12,345", "REFUSED"],
    ["amount", "12 34", "REFUSED"],
    ["amount", "à voir", "REFUSED"],
    ["amount", "1e400", "REFUSED"],
    ["number", "12,5", "REFUSED"],
    ["number", "-0", 0],
    ["number", "0x1F", "REFUSED"],
    ["number", "1.2.3", "REFUSED"],
    ["number", "Infinity", "REFUSED"],
    ["date", "31/02/2024", "REFUSED"],
    ["date", "29/02/2024", "2024-02-29"],
    ["date", "1/3/24", "REFUSED"],
    ["date", "01-03-2024", "2024-03-01"],
    ["date", "1er mars 2024", "2024-03-01"],
    ["date", "12 févr. 2024", "2024-02-12"],
    ["date", "14 juillet 2024", "2024-07-14"],
    ["date", "2024-03-01T00:00:00.000Z", "2024-03-01"],
    ["date", "2024-03-01 00:00:00", "2024-03-01"],
    ["date", "45352", "REFUSED"],
    ["date", "demain", "REFUSED"],
    ["date-time", "2026-07-01T12:00:00+02:00", "2026-07-01T10:00:00.000Z"],
    ["date-time", "01/07/2026 à 12:00", "2026-07-01T10:00:00.000Z"],
    ["date-time", "01/07/2026 9h", "2026-07-01T07:00:00.000Z"],
    ["date-time", "01/07/2026", "2026-06-30T22:00:00.000Z"],
    ["date-time", "29/03/2026 02:30", "REFUSED"],
    ["date-time", "25/10/2026 02:30", "2026-10-25T00:30:00.000Z"],
    ["date-time", "01/07/2026 25:00", "REFUSED"],
    ["boolean", "Vrai", true],
    ["boolean", "NON", false],
    ["boolean", "0", false],
    ["boolean", "x", true],
    ["boolean", "FAUX", false],
    ["boolean", "peut-être", "REFUSED"],
    ["single-choice", "Appel entrant", "APL"],
    ["single-choice", "apl ", "APL"],
    ["single-choice", "RÉSEAU", "RESEAU"],
    ["single-choice", "autre", "REFUSED"],
    ["multiple-choice", "salon, foire", ["Salon 2.0"]],
    ["multiple-choice", "Réseau, appel entrant", ["APL", "RESEAU"]],
    ["multiple-choice", "APL\nSalon, foire\n", ["APL", "Salon 2.0"]],
    ["multiple-choice", "APL;APL", ["APL"]],
    ["multiple-choice", "APL;autre", "REFUSED"],
    ["email", "mailto:Audrey@helium.fr", "audrey@helium.fr"],
    ["phone", "0033 6 12 34 56 78", "+33612345678"],
    ["phone", "+33 (0)6 12 34 56 78", "+33612345678"],
    ["phone", "33612345678", "+33612345678"],
    ["phone", "612345678", "+33612345678"],
    ["phone", "+32 475 12 34 56", "+32475123456"],
    ["phone", "3949", "3949"],
    ["phone", "06 12 34 56 78 / 07 12 34 56 78", "REFUSED"],
    ["url", "http://helium.fr/page", "http://helium.fr/page"],
    ["url", "helium.fr:8080/a b", "https://helium.fr:8080/a%20b"],
    ["url", "néant", "REFUSED"],
    ["text", "a\0b", "REFUSED"],
    ["text", "a\ud800b", "REFUSED"],
    ["text", "deux\nlignes", "deux lignes"],
    ["address", "12 rue de la Paix, 75002 Paris", "12 rue de la Paix; 75002; Paris"],
    ["address", "12 rue de la Paix 75002 Paris, France", "12 rue de la Paix; 75002; Paris; France"],
    [
      "address",
      "Bât. B\n3 place d’Armes\nL-1136 Luxembourg\nLuxembourg",
      "Bât. B, 3 place d’Armes; L-1136; Luxembourg; Luxembourg",
    ],
    ["address", "Mairie", "Mairie;"],
    ["address", "; 35400; Saint-Malo", "; 35400; Saint-Malo"],
    ["address", "🏠 شارع; ; تونس", "🏠 شارع; ; تونس"],
    ["address", "a;b;c;d;e", "REFUSED"],
    ["scale", "3", 3],
    ["scale", "3/5", "REFUSED"],
    ["scale", "0", "REFUSED"],
    ["file", "devis.pdf", "REFUSED"],
    [
      "file",
      "../a\u202efdp.exe [0198c0de-0000-7000-8000-000000000001]",
      [{ id: "0198c0de-0000-7000-8000-000000000001", name: ".._afdp.exe" }],
    ],
  ])("%s: %j", (name, cell, expected) => {
    expect(read(name, cell)).toEqual(expected);
  });

  it("knows choices by their value before their label", () => {
    const crossed = {
      choices: [
        { label: "B", value: "A" },
        { label: "A", value: "B" },
      ],
    };
    expect(read("single-choice", "a", crossed)).toBe("A");
    expect(read("single-choice", "prospect ", { choices: [{ label: "Prospect", value: "PROSPECT" }] })).toBe(
      "PROSPECT",
    );
    const sites = { choices: ["DEP", "INT", "EXT"].map((value) => ({ label: value, value })) };
    expect(read("multiple-choice", "DEP;INT;EXT", sites)).toEqual(["DEP", "INT", "EXT"]);
  });
});

describe("configurations", () => {
  const refuses = (name: FieldTypeName, config: object) =>
    fieldTypeOf({ type: name }).config.safeParse(config).success === false;
  it("refuses bounds that cross, choices alike, values that files can't carry", () => {
    expect(refuses("number", { min: 2, max: 1 })).toBe(true);
    expect(refuses("date", { min: "2026-01-02", max: "2026-01-01" })).toBe(true);
    expect(refuses("date", { min: "2026-02-30" })).toBe(true);
    expect(refuses("text", { maxLength: 256 })).toBe(true);
    expect(refuses("single-choice", {})).toBe(true);
    expect(refuses("single-choice", { choices: [] })).toBe(true);
    expect(refuses("single-choice", { choices: [choices[0], { label: "appel ENTRANT", value: "X" }] })).toBe(true);
    expect(refuses("single-choice", { choices: [choices[0], { label: "X", value: "apl" }] })).toBe(true);
    for (const value of ["A;B", "A,B", "", "-A", "x".repeat(65), "A\0"])
      expect(refuses("radio-choice", { choices: [{ label: "X", value }] })).toBe(true);
    expect(
      refuses("multiple-choice", {
        choices: Array.from({ length: 1001 }, (_, n) => ({ label: `${n}`, value: `${n}` })),
      }),
    ).toBe(true);
  });
  it("says how answers are kept", () => {
    expect(storageOf({ type: "date-time" })).toBe("date");
    expect(isFieldTypeName("toString")).toBe(false);
  });
});
