import { expect, test } from "vitest";
import { z } from "zod";
import { api } from "../index.ts";

/**
 * Strings that nobody types as a text, and that are taken as they are: secrets, cursors, names that must be
 * somebody's, keys of a press, the state that a change was made from.
 */
const asTheyAre =
  /(password|current|token|after|\.field|params\.(file|slug)|options\.sheet|mapping\{\}|answers\{\}|trap|from\.reason|receive body\.key)$/;

/** What somebody may send without seeing it. */
const unseen = "a\u200bb\u202ec\u00adde\u0301\ufeff\u0007";

const typeOf = (schema: unknown) => (schema as z.core.$ZodType)._zod.def.type;

/** The strings of a schema, each with its path. */
function stringsOf(schema: z.core.$ZodType, path: string): [string, z.core.$ZodType][] {
  const { def } = schema._zod as unknown as { def: Record<string, unknown> & { type: string } };
  const into = (key: string, name = path) => stringsOf(def[key] as z.core.$ZodType, name);
  switch (def.type) {
    case "string":
      return [[path, schema]];
    case "object":
      return Object.entries(def["shape"] as object).flatMap(([key, field]) => stringsOf(field, `${path}.${key}`));
    case "array":
      return into("element", `${path}[]`);
    case "union":
      return (def["options"] as z.core.$ZodType[]).flatMap((option) => stringsOf(option, path));
    case "record":
      return into("valueType", `${path}{}`);
    // What a text stands for (JSON, a list) is judged after it is taken apart.
    case "pipe":
      return typeOf(def["in"]) === "string" && typeOf(def["out"]) !== "string"
        ? into("out")
        : [...into("in"), ...into("out")];
    default:
      return "innerType" in def ? into("innerType") : [];
  }
}

const parts = ["params", "querystring", "body"] as const;
type Part = (typeof parts)[number];
const strings = Object.entries(api).flatMap(([noun, endpoints]) =>
  Object.entries(endpoints as Record<string, { schema: Partial<Record<Part, z.core.$ZodType>> }>).flatMap(
    ([name, { schema }]) =>
      parts.flatMap((part) => (schema[part] ? stringsOf(schema[part], `${noun}.${name} ${part}`) : [])),
  ),
);
const takenFrom = (sent: string) =>
  strings.flatMap(([path, schema]) => {
    const { data } = z.safeParse(schema, sent);
    return typeof data === "string" && !asTheyAre.test(path) ? [{ path, data }] : [];
  });

test("no text that a person types keeps what nobody sees, nor a decomposed letter", () => {
  const taken = takenFrom(unseen);
  expect(taken.length).toBeGreaterThan(60);
  expect(taken.filter(({ data }) => data !== "abcdé")).toEqual([]);
});

test("only these have several lines; all the others are on one", () => {
  const several = takenFrom("a\r\n \u000bb").filter(({ data }) => data !== "a b");
  expect([...new Set(several.map(({ path }) => path.replace(/^(\w+)\.\w+ \w+\./, "$1.")))].sort()).toEqual([
    ...[
      "action.report",
      "action.text",
      "consent.proof",
      "contact.address",
      "contact.notes",
      "form.emailConsent",
      "form.input.emailConsent",
    ],
    ...[
      "form.input.intro",
      "form.input.smsConsent",
      "form.input.thanks",
      "form.intro",
      "form.smsConsent",
      "form.thanks",
    ],
    ...["import.edits[].value", "interaction.text", "opportunity.notes", "question.input.help"],
  ]);
});
