import { type Asked, daysOfMonth } from "@crm/contract";
import { type AnswerFilter, type Criterion, criteriaOf, FilterTree } from "@crm/fields";

/** The list of the opportunities that a figure counts. */
export const listOf = (asked: Asked): string => `/opportunites?${new URLSearchParams(asked as Record<string, string>)}`;

/** A filter, with one more criterion on the answer to a question, of the opportunity's or of its contact's. */
export function withAnswer(
  asked: Asked,
  criterion: AnswerFilter,
  name: "answers" | "contactAnswers" = "answers",
): Asked {
  const said = asked[name];
  const answers = said === undefined ? [] : (JSON.parse(said) as AnswerFilter[]);
  return { ...asked, [name]: JSON.stringify([...answers, criterion]) };
}

/** A filter, with more criteria that all must be met; null where that is more than a filter may say. */
export function withCriteria(asked: Asked, criteria: Criterion[]): Asked | null {
  const tree = asked.filter === undefined ? null : FilterTree.parse(JSON.parse(asked.filter));
  const both = FilterTree.safeParse(tree ? met(tree, criteria) : { match: "all", items: criteria });
  return both.success ? { ...asked, filter: JSON.stringify(both.data) } : null;
}

/** A tree and more criteria, as one tree: groups hold no groups. */
function met(tree: FilterTree, criteria: Criterion[]): FilterTree {
  const { match, items } = tree;
  if (match === "all" || items.length < 2) return { match: "all", items: [...items, ...criteria] };
  // (A ou B) et C
  if (!items.some((item) => "criteria" in item))
    return { match: "all", items: [{ match, criteria: criteriaOf(tree) }, ...criteria] };
  // (A et B) ou D, et C: (A et B et C) ou (D et C)
  const ways = items.flatMap((item) => {
    if (!("criteria" in item)) return [[item]];
    return item.match === "all" ? [item.criteria] : item.criteria.map((one) => [one]);
  });
  return { match, items: ways.map((way) => ({ match: "all", criteria: [...way, ...criteria] })) };
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
