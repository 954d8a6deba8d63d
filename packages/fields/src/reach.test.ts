import { expect, it } from "vitest";
import { reachOf } from "./reach.ts";

it.each([
  ["email", "a.b@exemple.fr", { way: "email", value: "a.b@exemple.fr" }],
  ["phone", "+33612345678", { way: "phone", value: "+33612345678" }],
  ["phone", "3949", { way: "phone", value: "3949" }],
  ["text", "A.B@Exemple.fr ", { way: "email", value: "a.b@exemple.fr" }],
  ["long-text", "06 12 34 56 78", { way: "phone", value: "+33612345678" }],
  ["text", "voir a.b@exemple.fr", null],
  ["text", "3949", null],
  ["single-choice", "a.b@exemple.fr", null],
  ["number", 612345678, null],
  ["email", null, null],
] as const)("an answer to %s, %j, reaches somebody by %j", (type, answer, expected) => {
  expect(reachOf({ type }, answer)).toEqual(expected);
});
