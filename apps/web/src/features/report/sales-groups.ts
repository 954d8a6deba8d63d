import type { Asked, ReportAddress, SalesReport } from "@crm/contract";
import { listOf, withAnswer, withCriteria } from "./list-link.ts";
import type { ReportSlots } from "./report-slots.ts";

export type SalesRow = SalesReport["rows"][number];

/** What the list of a group is asked for; null: the list can't be. */
export function groupAsked(
  asked: Asked,
  groupBy: ReportAddress["groupBy"],
  key: string | null,
  groupings: ReportSlots["groupings"],
): Asked | null {
  if (groupBy === "owner") return { ...asked, ownerId: key ?? "none" };
  if (groupBy === "pipeline") return key === null ? null : { ...asked, pipelineId: key };
  if (groupBy === "organisation")
    return key === null ? null : withCriteria(asked, [{ field: "organisation", operator: "is", value: key }]);
  const grouping = groupings.find(({ value }) => value === groupBy);
  if (!grouping) return null;
  const criterion =
    key === null ? { questionId: groupBy, operator: "empty" as const } : answerIs(groupBy, key, grouping);
  return withAnswer(asked, criterion, grouping.ofContact ? "contactAnswers" : "answers");
}

/** The criterion of those who gave a value as their answer, or as one of them. */
export const answerIs = (
  questionId: string,
  value: string,
  { several, yesNo }: Pick<ReportSlots["groupings"][number], "several" | "yesNo">,
) => ({
  questionId,
  operator: several ? ("includes" as const) : ("is" as const),
  value: yesNo ? value === "true" : value,
});

/** The list that an answer's count opens; `of`: null where the group's can't be asked for. */
export const listOrNone = (of: Asked | null, more: Partial<Asked> = {}): string | null =>
  of && listOf({ ...of, ...more });
