import { criterionText, type FilterTree } from "@crm/fields";
import { expect, it } from "vitest";
import { fieldSubject } from "../../lib/filter-subject.ts";
import { draftOf, newCriterion, treeOf } from "./filter-draft.ts";

const text = { type: "text", config: {} } as const;
const subjects = [
  fieldSubject("city", "Ville", { setting: text }),
  fieldSubject("amount", "Montant", { setting: { type: "number", config: {} } }),
];
const tree: FilterTree = {
  match: "all",
  items: [
    { field: "city", operator: "isNot", value: "Paris" },
    {
      match: "any",
      criteria: [
        { field: "amount", operator: "between", value: [1, 2] },
        { field: "city", operator: "empty" },
      ],
    },
  ],
};

it("gives back the tree that it was made from", () => {
  expect(treeOf(draftOf(tree), subjects)).toEqual(tree);
  expect(treeOf(draftOf(null), subjects)).toBeNull();
});

it("keeps what is not finished out of the address, and a group of which nothing is left", () => {
  const draft = draftOf(tree);
  const [first, group] = draft.items;
  if (!first || "criteria" in first || !group || !("criteria" in group)) throw new Error("not the tree above");
  const unfinished = [
    newCriterion(),
    { ...newCriterion(), subject: "city", operator: "is" as const },
    { ...newCriterion(), subject: "amount", operator: "is" as const, value: "douze" },
    {
      ...newCriterion(),
      subject: "amount",
      operator: "between" as const,
      value: [1, undefined] as unknown as number[],
    },
    { ...newCriterion(), subject: "gone", operator: "filled" as const },
  ];
  expect(treeOf({ ...draft, items: [first, ...unfinished] }, subjects)).toEqual({ ...tree, items: [tree.items[0]] });
  expect(treeOf({ ...draft, items: [{ ...group, criteria: unfinished }] }, subjects)).toBeNull();
});

it("reads a criterion as a sentence", () => {
  const [city, amount] = subjects;
  if (!city || !amount) throw new Error("no subject");
  expect(criterionText(city, { operator: "oneOf", value: ["Paris", "Rennes"] }, "fr")).toBe(
    "Ville parmi Paris, Rennes",
  );
  expect(criterionText(city, { operator: "empty" }, "fr")).toBe("Ville vide");
  expect(criterionText(amount, { operator: "atLeast", value: 1234.5 }, "fr")).toMatch(/^Montant au moins 1.234,5$/);
});
