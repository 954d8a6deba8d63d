import { type Activity, type InteractionKind, interactionKinds } from "@crm/contract";

/** What one person did in one week. */
export type Week = Activity["weeks"][number];

const sum = (weeks: readonly Week[], of: (week: Week) => number): number =>
  weeks.reduce((total, week) => total + of(week), 0);

/** Exchanges of one kind, or of all. */
export function exchangesOf(weeks: readonly Week[], kind?: InteractionKind): number {
  const kinds: readonly InteractionKind[] = kind ? [kind] : interactionKinds;
  return sum(weeks, ({ exchanges }) => kinds.reduce((total, one) => total + exchanges[one], 0));
}

export const doneOf = (weeks: readonly Week[]): number => sum(weeks, ({ actionsDone }) => actionsDone);
export const lateOf = (weeks: readonly Week[]): number => sum(weeks, ({ actionsLate }) => actionsLate);
