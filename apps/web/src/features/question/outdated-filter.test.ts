import type { FilterTree, Question } from "@crm/fields";
import { expect, test } from "vitest";
import { isOutdated, keptOf, questionSubject } from "../../lib/filter-subject.ts";
import { draftOf, newCriterion, treeOf } from "./filter-draft.ts";

const number = questionSubject({ id: "n", label: "Effectif", type: "number", config: {} } as unknown as Question);
const outdated = { questionId: "n", operator: "contains", value: "1" } as const;
const absent = { questionId: "gone", operator: "is", value: true } as const;
const right = { questionId: "n", operator: "atLeast", value: 3 } as const;
const tree: FilterTree = { match: "all", items: [outdated, { match: "any", criteria: [absent, right] }] };

test("a condition that no longer applies stays until somebody takes it off, whatever else is changed", () => {
  const draft = draftOf(tree);
  expect(treeOf(draft, [number])).toEqual(tree);
  expect(treeOf({ ...draft, items: [...draft.items, newCriterion()] }, [number])).toEqual(tree);
  expect(treeOf({ ...draft, items: draft.items.slice(1) }, [number])).toEqual({
    match: "all",
    items: tree.items.slice(1),
  });
  // Touched, and not finished: it is a new one.
  const touched = draft.items.map((item) => ("criteria" in item ? item : { ...item, value: undefined }));
  expect(treeOf({ ...draft, items: touched }, [number])?.items).toHaveLength(1);
});

test("what no longer applies is taken out of groups too, and a group of which nothing is left goes", () => {
  const kept = keptOf(tree, (criterion) => !isOutdated([number], criterion));
  expect(kept).toEqual({ match: "all", items: [{ match: "any", criteria: [right] }] });
  expect(keptOf({ match: "all", items: [{ match: "any", criteria: [absent] }] }, () => false)).toBeNull();
});
