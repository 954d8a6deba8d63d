import type { Figures, Measure, OpportunityStatus, QuickPeriod } from "@crm/contract";
import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { formatAmount, formatNumber } from "../../lib/format.ts";

/** In the order in which they are drawn: what is won, what still may be, what will not. Guide 6.1: the words of the colours. */
export const shownStatuses: readonly { status: OpportunityStatus; label: MessageDescriptor }[] = [
  { status: "won", label: msg`Gagné` },
  { status: "open", label: msg`Toujours en cours` },
  { status: "postponed", label: msg`Ajourné` },
  { status: "other", label: msg`Autre` },
  { status: "lost", label: msg`Sans suite` },
];

export const quickLabels: Record<QuickPeriod, MessageDescriptor> = {
  month: msg`Ce mois-ci`,
  quarter: msg`Ce trimestre`,
  year: msg`Cette année`,
  twelve: msg`12 derniers mois`,
  lastWeek: msg`Semaine dernière`,
  lastMonth: msg`Mois dernier`,
  lastQuarter: msg`Trimestre dernier`,
};

/** « 1 234 € », « 1 234,50 € »: cents only where there are some. */
export const euros = (amount: number): string => formatAmount(amount).replace(/[.,]00(?!\d)/, "");

/** « 42,5 % ». */
export const percent = (share: number | null): string =>
  share === null ? "—" : `${formatNumber(Math.round(share * 1000) / 10)} %`;

export const measured = (figures: Figures, measure: Measure): string =>
  measure === "count" ? formatNumber(figures.count) : euros(figures.amount);

/** « +12 », « −3 ». */
export const signed = (difference: number, format: (value: number) => string = formatNumber): string =>
  difference === 0 ? "=" : `${difference > 0 ? "+" : "−"}${format(Math.abs(difference))}`;
