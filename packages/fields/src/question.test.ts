import { describe, expect, it } from "vitest";
import { QuestionInput, suggestCode } from "./question.ts";
import { choices } from "./test/samples.ts";

const input = { label: " Origine du contact ", code: "ORIGINE_CONTACT", type: "single-choice", config: { choices } };
const issues = (over: object) =>
  QuestionInput.safeParse({ ...input, ...over }).error?.issues.map(({ path, code, ...issue }) => [
    path.join("/"),
    "params" in issue ? issue.params?.rule : code,
  ]);

describe("a question", () => {
  it("has everything but its label, code and type by default", () => {
    expect(QuestionInput.parse({ label: "Prénom usuel", code: "PRENOM-USUEL", type: "text" })).toEqual({
      label: "Prénom usuel",
      help: "",
      code: "PRENOM-USUEL",
      type: "text",
      config: { maxLength: 255 },
      required: false,
      defaultAnswer: null,
      inSearch: false,
      inReports: false,
      personal: false,
      condition: null,
      tab: "both",
    });
  });
  it("keeps of its configuration only what its type knows", () => {
    expect(QuestionInput.parse({ ...input, config: { choices, maxLength: 3 } }).config).toEqual({ choices });
  });
  it("is refused for what its type refuses, at the right place", () => {
    expect(issues({ config: { choices: [] } })).toEqual([["config/choices", "noChoice"]]);
    expect(issues({ config: { choices: [choices[0], choices[0]] } })).toEqual([
      ["config/choices/1/value", "sameValue"],
      ["config/choices/1/label", "sameLabel"],
    ]);
    expect(issues({ defaultAnswer: "AUTRE" })).toEqual([["defaultAnswer", "choice"]]);
    expect(issues({ type: "unknown" })).toEqual([["type", "invalid_value"]]);
    expect(issues({ label: "a\0" })).toEqual([["label", "characters"]]);
  });
  it("keeps its default answer as its type stores it", () => {
    expect(QuestionInput.parse({ ...input, type: "email", defaultAnswer: " A@B.fr " }).defaultAnswer).toBe("a@b.fr");
    expect(QuestionInput.parse({ ...input, defaultAnswer: null }).defaultAnswer).toBeNull();
  });
  it.each(["origine", "É", "A B", "_A", "-A", "", "A".repeat(65)])("refuses the code %j", (code) =>
    expect(issues({ code })?.[0]?.[0]).toBe("code"),
  );
  it.each([
    ["Origine du contact", "ORIGINE_DU_CONTACT"],
    ["  N° d'œuvre (été) ", "N_D_OEUVRE_ETE"],
    ["👋", ""],
    ["a".repeat(80), "A".repeat(64)],
  ])("suggests for %j the code %j", (label, code) => expect(suggestCode(label)).toBe(code));
});
