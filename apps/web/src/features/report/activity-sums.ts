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

/** What one person did in a period, and his actions that are late today. */
export interface Person {
  userId: string | null;
  /** Empty: nobody, or of whom is known no more. */
  name: string;
  weeks: Week[];
  late: number;
  /** Median days to the first exchange about opportunities of the period, of those that were this person's. */
  responseDays: number | null;
}

/** By person, who did most first. */
export function peopleOf({ weeks, late, responses }: Omit<Activity, "responseDays">): Person[] {
  const names = new Map([...weeks, ...late, ...responses].map(({ userId, name }) => [userId, name]));
  return [...names]
    .map(([userId, name]) => ({
      ...{ userId, name },
      weeks: weeks.filter((week) => week.userId === userId),
      late: late.find((one) => one.userId === userId)?.count ?? 0,
      responseDays: responses.find((one) => one.userId === userId)?.days ?? null,
    }))
    .sort((a, b) => exchangesOf(b.weeks) + doneOf(b.weeks) - exchangesOf(a.weeks) - doneOf(a.weeks));
}

/** À traiter, of one person; null: there is no list of what is nobody's. */
export const toDoOf = (userId: string | null): string | null => userId && `/a-traiter?utilisateur=${userId}`;
