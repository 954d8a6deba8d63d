import fc from "fast-check";
import { z } from "zod";

/** What people, programs and attackers send where something else was asked for. */
const nasty = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    "",
    " ",
    "\0",
    "a\0b",
    "\ud800",
    "é🦊".repeat(300),
    "x".repeat(200_000),
    "<script>alert(1)</script>",
    "'; DROP TABLE users; --",
    "%",
    "\\",
    "__proto__",
    "0000-01-01",
    "2026-02-30",
    "9999-12-31",
    "+275760-09-13",
    "-1",
    "1e400",
    0,
    -1,
    0.1,
    2 ** 31,
    2 ** 53,
    -(2 ** 63),
    1e308,
    true,
    [],
    {},
    [null],
    { constructor: null },
  ),
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.jsonValue({ maxDepth: 2 }),
);

const between0001And9999 = fc.date({
  ...{ noInvalidDate: true, min: new Date("0001-01-01"), max: new Date("9999-12-31T23:59:59.999Z") },
});

type Json = z.core.JSONSchema.JSONSchema;

/** Values that a schema of the contract accepts on its face, with now and then something it does not; `ids` exist. */
export const arbitraryOf = (schema: z.ZodType, ids: string[]): fc.Arbitrary<unknown> =>
  ofJson(z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as Json, ids);

function ofJson(schema: Json, ids: string[]): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 12, arbitrary: accepted(schema, ids) }, { weight: 1, arbitrary: nasty });
}

function accepted(schema: Json, ids: string[]): fc.Arbitrary<unknown> {
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return fc.oneof(...choices.map((choice) => ofJson(choice as Json, ids)));
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...(schema.enum as unknown[]));
  switch (schema.type) {
    case "string":
      return ofText(schema, ids);
    case "integer":
    case "number": {
      const [min, max] = [Math.max(schema.minimum ?? -1e15, -1e15), Math.min(schema.maximum ?? 1e15, 1e15)];
      const whole = fc.oneof(
        fc.constantFrom(
          ...[2 ** 31 - 1, 2 ** 31, 2 ** 53 - 1, -(2 ** 31) - 1].filter((at) => at >= min && at <= max),
          Math.ceil(min),
        ),
        fc.integer({ min: Math.ceil(min), max: Math.min(Math.floor(max), Math.ceil(min) + 3) }),
        fc.maxSafeInteger(),
      );
      return schema.type === "integer" ? whole : fc.oneof(whole, fc.double({ min, max, noNaN: true }));
    }
    case "boolean":
      return fc.boolean();
    case "array":
      return fc.array(ofJson((schema.items ?? {}) as Json, ids), { maxLength: 6 });
    case "object":
      return ofObject(schema, ids);
    default:
      return nasty;
  }
}

function ofObject({ properties, required = [], additionalProperties }: Json, ids: string[]): fc.Arbitrary<unknown> {
  if (!properties) {
    const key = fc.oneof(fc.constantFrom(...ids), fc.string({ maxLength: 10 }));
    return fc.dictionary(
      key,
      ofJson((typeof additionalProperties === "object" ? additionalProperties : {}) as Json, ids),
      { maxKeys: 4 },
    );
  }
  const fields = Object.entries(properties).map(([key, field]) => {
    const value = ofJson(field as Json, ids);
    const often = required.includes(key) ? 30 : 1;
    return [
      key,
      fc.oneof({ weight: often, arbitrary: value }, { weight: 1, arbitrary: fc.constant(undefined) }),
    ] as const;
  });
  return fc.record(Object.fromEntries(fields)) as fc.Arbitrary<unknown>;
}

function ofText({ format, minLength = 0, maxLength = 60 }: Json, ids: string[]): fc.Arbitrary<unknown> {
  if (format === "uuid")
    return fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...ids) }, { weight: 1, arbitrary: fc.uuid() });
  if (format === "email") return fc.emailAddress();
  if (format === "date")
    return fc.oneof(
      fc.constantFrom("0000-01-01", "0001-01-01", "1582-10-10", "1899-12-31", "2199-12-31", "2200-01-01", "9999-12-31"),
      between0001And9999.map((moment) => moment.toISOString().slice(0, 10)),
    );
  if (format === "date-time")
    return fc.oneof(
      fc.constantFrom(...["0000-12-31T23:50:39Z", "0001-01-01T00:00:00+14:00", "9999-12-31T23:30:00Z"]),
      between0001And9999.map((moment) => moment.toISOString()),
    );
  const most = Math.min(maxLength, 60);
  return fc.oneof(
    fc.string({ unit: "grapheme", minLength: Math.min(minLength, most), maxLength: most }),
    fc.constantFrom("true", "none", "contact", "1", "é%_\\", "06 12"),
  );
}
