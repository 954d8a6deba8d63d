import { type AuditKind, type InteractionKind, interactionKinds } from "@crm/contract";
import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { IconCalendarEvent, IconFileEuro, IconInfoCircle, IconMail, IconPhone } from "@tabler/icons-react";
import type { ComponentType } from "react";
import { formatDateTime } from "../lib/format.ts";

/** The five exchanges in the guide's words (3.2). */
export const interactionLabels: Record<InteractionKind, MessageDescriptor> = {
  info: msg`Info`,
  email: msg`E-mail`,
  call: msg`Appel`,
  meeting: msg`Rendez-vous`,
  quote: msg`Devis`,
};

export const interactionIcons: Record<InteractionKind, ComponentType<{ size: number; "aria-hidden": true }>> = {
  info: IconInfoCircle,
  email: IconMail,
  call: IconPhone,
  meeting: IconCalendarEvent,
  quote: IconFileEuro,
};

type InteractionEvent = Extract<AuditKind, `interaction.${string}`>;

/** The exchange that an event of a timeline tells of; null once it is anonymised. */
export const interactionKindOf = (data: Record<string, unknown>): InteractionKind | null =>
  interactionKinds.find((kind) => kind === data["kind"]) ?? null;

/** « Appel du 02/03/2026 14:05 ». */
export function interactionSentence(
  event: InteractionEvent,
  data: Record<string, unknown>,
  say: (message: MessageDescriptor) => string,
): string {
  const kind = interactionKindOf(data);
  const held = typeof data["heldAt"] === "string" ? data["heldAt"] : null;
  const label = say(kind ? interactionLabels[kind] : msg`Échange`);
  const exchange = held === null ? label : say(msg`${label} du ${formatDateTime(held)}`);
  const sentences: Record<InteractionEvent, () => string> = {
    "interaction.created": () => exchange,
    "interaction.changed": () => say(msg`Échange modifié : ${exchange}`),
    "interaction.deleted": () => say(msg`Échange supprimé : ${exchange}`),
    "interaction.restored": () => say(msg`Échange restauré : ${exchange}`),
  };
  return sentences[event]();
}
