import type { Criterion, FilterTree, Operator } from "@crm/fields";
import type { FilterSubject } from "../../lib/filter-subject.ts";

/** A criterion that may not be finished: what it is about, how it is asked, the value looked for. */
export interface DraftCriterion {
  key: number;
  /** A subject's id; null until one is chosen. */
  subject: string | null;
  operator: Operator;
  value: Criterion["value"];
  /** As the address said it. */
  said?: Criterion;
}
export interface DraftGroup {
  key: number;
  match: FilterTree["match"];
  criteria: DraftCriterion[];
}
export type DraftItem = DraftCriterion | DraftGroup;
export interface DraftTree {
  match: FilterTree["match"];
  items: DraftItem[];
}

let lastKey = 0;
const key = () => ++lastKey;
export const newCriterion = (): DraftCriterion => ({ key: key(), subject: null, operator: "is", value: undefined });
export const newGroup = (): DraftGroup => ({ key: key(), match: "any", criteria: [newCriterion(), newCriterion()] });

const idOf = (criterion: Criterion) => ("field" in criterion ? criterion.field : criterion.questionId);

const draftCriterion = (criterion: Criterion): DraftCriterion => ({
  key: key(),
  subject: idOf(criterion),
  operator: criterion.operator,
  value: criterion.value,
  said: criterion,
});

/** What is in force, ready to be changed. */
export const draftOf = (tree: FilterTree | null): DraftTree => ({
  match: tree?.match ?? "all",
  items: (tree?.items ?? []).map((item) =>
    "criteria" in item
      ? { key: key(), match: item.match, criteria: item.criteria.map(draftCriterion) }
      : draftCriterion(item),
  ),
});

/** What of a draft can be asked; null when nothing can. Groups of which nothing is left go too. */
export function treeOf({ match, items }: DraftTree, subjects: readonly FilterSubject[]): FilterTree | null {
  const finished = ({ subject: id, operator, value, said }: DraftCriterion): Criterion[] => {
    const subject = subjects.find((subject) => subject.id === id);
    // One that no longer fits stays until somebody takes it off: without it, more would be found than was meant.
    const untouched = said && idOf(said) === id && said.operator === operator && said.value === value;
    if (!subject?.fits({ operator, value })) return untouched ? [said] : [];
    return [{ ...subject.of, operator, ...(value === undefined ? {} : { value }) }];
  };
  const asked = items.flatMap((item): FilterTree["items"] => {
    if (!("criteria" in item)) return finished(item);
    const criteria = item.criteria.flatMap(finished);
    return criteria.length > 0 ? [{ match: item.match, criteria }] : [];
  });
  return asked.length > 0 ? { match, items: asked } : null;
}
