import { type Figures, type OpportunityStatus, opportunityStatuses } from "@crm/contract";

/** Counts, and sums in cents: whole numbers, so that parts always sum to the whole. */
export interface Tally {
  count: number;
  cents: number;
}
export type StatusTally = Record<OpportunityStatus, Tally>;

export const noTally = (): StatusTally =>
  Object.fromEntries(opportunityStatuses.map((status) => [status, { count: 0, cents: 0 }])) as StatusTally;

export function addTo(tally: StatusTally, status: OpportunityStatus, { count, cents }: Tally): void {
  tally[status].count += count;
  tally[status].cents += cents;
}

export const toFigures = ({ count, cents }: Tally): Figures => ({ count, amount: Math.round(cents) / 100 });

/** All of them, whatever their status, and each status. */
export function statusFigures(tally: StatusTally): Figures & { statuses: Record<OpportunityStatus, Figures> } {
  const whole = Object.values(tally).reduce(
    (sum, { count, cents }) => ({ count: sum.count + count, cents: sum.cents + cents }),
    { count: 0, cents: 0 },
  );
  const statuses = Object.fromEntries(opportunityStatuses.map((status) => [status, toFigures(tally[status])]));
  return { ...toFigures(whole), statuses: statuses as Record<OpportunityStatus, Figures> };
}
