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
    ["date", "1/3/24", "2024-03-01"],
    ["date", "02/03/26", "2026-03-02"],
    ["date", "02/03/49", "2049-03-02"],
    ["date", "02/03/50", "1950-03-02"],
    ["date", "02-mars-26", "2026-03-02"],
    ["date", "2-mars-2026", "2026-03-02"],
    ["date", "lundi 2 mars 2026", "2026-03-02"],
    ["date", "mar. 3 mars 2026", "2026-03-03"],
    ["date", "2 Mars, 2026", "2026-03-02"],
    ["date", "March 2, 2026", "2026-03-02"],
    ["date", "02 Mar 2026", "2026-03-02"],
    ["date", "7 Aug 2026", "2026-08-07"],
    ["date", "2 AOUT 2026", "2026-08-02"],
    ["date", "20260302", "2026-03-02"],
    ["date", "\u200e02/03/2026", "2026-03-02"],
    ["date", "02 /03/2026", "2026-03-02"],
    ["date", "02/03/2026 à 14h30", "2026-03-02"],
    ["date", "02/03/26 14:30", "2026-03-02"],
    ["date", "mars 2026", "REFUSED"],
    ["date", "03/2026", "REFUSED"],
    ["date", "03/13/2026", "REFUSED"],
    ["date", "20261302", "REFUSED"],
    ["date", "00/00/0000", "REFUSED"],
    ["date", "2 zorg 2026", "REFUSED"],
    ["date", "2026", "REFUSED"],
    ["date", "01-03-2024", "2024-03-01"],
    ["date", "1er mars 2024", "2024-03-01"],
    ["date", "12 févr. 2024", "2024-02-12"],
    ["date", "14 juillet 2024", "2024-07-14"],
    ["date", "2024-03-01T00:00:00.000Z", "2024-03-01"],
    ["date", "2024-03-01 00:00:00", "2024-03-01"],
    ["date", "45352", "2024-03-01"],
    ["date", "46083", "2026-03-02"],
    ["date", "46083,604166666666664", "2026-03-02"],
    ["date", "4608", "REFUSED"],
    ["date", "460830", "REFUSED"],
    ["date", "demain", "REFUSED"],
    ["date-time", "2026-07-01T12:00:00+02:00", "2026-07-01T10:00:00.000Z"],
    ["date-time", "01/07/2026 à 12:00", "2026-07-01T10:00:00.000Z"],
    ["date-time", "01/07/2026 9h", "2026-07-01T07:00:00.000Z"],
    ["date-time", "01/07/2026", "2026-06-30T22:00:00.000Z"],
    ["date-time", "29/03/2026 02:30", "REFUSED"],
    ["date-time", "25/10/2026 02:30", "2026-10-25T00:30:00.000Z"],
    ["date-time", "01/07/2026 25:00", "REFUSED"],
    ["date-time", "02-mars-26 14:30", "2026-03-02T13:30:00.000Z"],
    ["date-time", "46083.604166666666664", "2026-03-02T13:30:00.000Z"],
    ["date-time", "46083", "2026-03-01T23:00:00.000Z"],
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
    ["phone", "6.12E+08", "REFUSED"],
    ["phone", "6,12345678E+08", "+33612345678"],
    ["phone", "0690 12 34 56", "+590690123456"],
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

  it.each([
    ["A, C, B", ["B", "AC"]],
    ["A, C", ["AC"]],
    ["C, A, C", ["C", "AC"]],
    ["a, c;B", ["B", "AC"]],
    ["a,c;B", ["A", "B", "C"]],
    ["AC, B", ["B", "AC"]],
    ["B, A; B", ["A", "B"]],
    ["1,5, A", ["A", "N15"]],
    ["x; y, 1,5", ["N15", "XY"]],
    ["A / B", ["AB"]],
    ["A, D", "REFUSED"],
    ["A, , B;", ["A", "B"]],
  ])("tells choices by the longest name that fits: %j", (cell, expected) => {
    const named = { A: "A", B: "B", C: "C", AC: "A, C", N15: "1,5", XY: "X; Y", AB: "A / B" };
    const choices = Object.entries(named).map(([value, label]) => ({ value, label }));
    expect(read("multiple-choice", cell, { choices })).toEqual(expected);
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
