import type { Figures, InteractionKind, OpportunityStatus } from "@crm/contract";
import { formatNumber } from "@crm/fields";

/** In the order in which they are drawn, in the words and colours of the screen (guide 6.1). */
export const shownStatuses: readonly { status: OpportunityStatus; label: string; colour: string }[] = [
  { status: "won", label: "Gagné", colour: "#1f8f4d" },
  { status: "open", label: "Toujours en cours", colour: "#2f6fde" },
  { status: "postponed", label: "Ajourné", colour: "#dd7a10" },
  { status: "other", label: "Autre", colour: "#7d828d" },
  { status: "lost", label: "Sans suite", colour: "#d13c3c" },
];

export const statusNames: Record<OpportunityStatus, string> = {
  open: "Ouvert",
  won: "Gagné",
  lost: "Sans suite",
  postponed: "Ajourné",
  other: "Autre",
};

/** The exchanges in the guide's words (3.2). */
export const kindNames: Record<InteractionKind, string> = {
  info: "Info",
  email: "E-mail",
  call: "Appel",
  meeting: "Rendez-vous",
  quote: "Devis",
};

export const number = (value: number): string => formatNumber(value, "fr", 0, 3);

/** « 1 234 € », « 1 234,50 € »: cents only where there are some. */
export const euros = (amount: number): string =>
  `${formatNumber(amount, "fr", Number.isInteger(Math.round(amount * 100) / 100) ? 0 : 2, 2)}\u00a0€`;

/** « 42,5 % ». */
export const percent = (share: number | null): string =>
  share === null ? "—" : `${number(Math.round(share * 1000) / 10)}\u00a0%`;

/** « +12 », « −3 ». */
export const signed = (difference: number): string =>
  difference === 0 ? "=" : `${difference > 0 ? "+" : "−"}${number(Math.abs(difference))}`;

/** « 12 », and what they are worth under it. */
export const figures = ({ count, amount }: Figures): string => `${number(count)}\n${euros(amount)}`;
