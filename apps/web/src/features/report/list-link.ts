import { type Asked, daysOfMonth } from "@crm/contract";
import { type AnswerFilter, type Criterion, criteriaOf, FilterTree } from "@crm/fields";

/** The list of the opportunities that a figure counts. */
export const listOf = (asked: Asked): string => `/opportunites?${new URLSearchParams(asked as Record<string, string>)}`;

/** A filter, with one more criterion on the answer to a question. */
export function withAnswer(asked: Asked, criterion: AnswerFilter): Asked {
  const answers = asked.answers === undefined ? [] : (JSON.parse(asked.answers) as AnswerFilter[]);
  return { ...asked, answers: JSON.stringify([...answers, criterion]) };
}

/** A filter, with more criteria that all must be met; null where groups of criteria can't say so. */
export function withCriteria(asked: Asked, criteria: Criterion[]): Asked | null {
  const tree = asked.filter === undefined ? null : FilterTree.parse(JSON.parse(asked.filter));
  if (!tree || tree.items.length === 0)
    return { ...asked, filter: JSON.stringify({ match: "all", items: criteria } satisfies FilterTree) };
  if (tree.match === "all" || tree.items.length === 1)
    return { ...asked, filter: JSON.stringify({ match: "all", items: [...tree.items, ...criteria] }) };
  // « Au moins une » of single criteria is a group; of groups, it can't be put into one.
  if (tree.items.some((item) => "criteria" in item)) return null;
  return {
    ...asked,
    filter: JSON.stringify({ match: "all", items: [{ match: "any", criteria: criteriaOf(tree) }, ...criteria] }),
  };
}

/** Of a filter, what is expected in a month; null: without a day. */
export function listOfMonth(asked: Asked, month: string | null): string | null {
  const { from, to } = month === null ? { from: "", to: "" } : daysOfMonth(month);
  const of = withCriteria(asked, [
    month === null
      ? { field: "expectedOn", operator: "empty" }
      : { field: "expectedOn", operator: "between", value: [from, to] },
  ]);
  return of && listOf(of);
}

/** Of a filter, what was lost for a reason; empty: for none that was given. */
export function listOfReason(asked: Asked, reason: string): string | null {
  const said = { field: "statusReason", operator: "is", value: reason } as const;
  const of = withCriteria({ ...asked, status: "lost" }, [
    reason === "" ? { field: "statusReason", operator: "empty" } : said,
  ]);
  return of && listOf(of);
}
