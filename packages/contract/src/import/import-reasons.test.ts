import { expect, test } from "vitest";
import { reasonSentence } from "./import-reasons.ts";

const said = (rule: string, params: Record<string, unknown>, message = "") =>
  (["fr", "en"] as const).map((locale) => reasonSentence({ rule, params, message }, locale));

test("a reason is told in either language, with what it is about", () => {
  expect(said("sameEmail", { row: 6 })).toEqual(["Même e-mail que la ligne 6.", "Same email as row 6."]);
  expect(said("stageUnknown", { given: "$& {row}" })).toEqual([
    "Cette étape n’existe pas\u00a0: $& {row}.",
    "This stage does not exist: $& {row}.",
  ]);
});

test("what a schema found is told as forms tell it", () =>
  expect(said("custom", { params: { rule: "choice", given: "ROUGE" } })).toEqual([
    "Ce choix n’existe pas\u00a0: ROUGE.",
    "This choice does not exist: ROUGE.",
  ]));

test("a reason kept before reasons told their rule says what it said", () =>
  expect(said("", {}, "Même e-mail.")).toEqual(["Même e-mail.", "Même e-mail."]));
