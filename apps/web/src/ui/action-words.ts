import type { ActionIcon, AuditView } from "@crm/contract";
import { t } from "@lingui/core/macro";
import {
  type Icon,
  IconBell,
  IconCalendarEvent,
  IconFileText,
  IconMail,
  IconMessage,
  IconPackage,
  IconPhone,
  IconStar,
  IconUsers,
} from "@tabler/icons-react";
import { formatDate } from "../lib/format.ts";

/** The picture of a type of action. */
export const actionTypeIcons: Record<ActionIcon, Icon> = {
  bell: IconBell,
  mail: IconMail,
  phone: IconPhone,
  users: IconUsers,
  file: IconFileText,
  calendar: IconCalendarEvent,
  message: IconMessage,
  package: IconPackage,
  star: IconStar,
};

/** « 02/03/2026 à 14:30 », or the day alone. */
export function plannedAt({ day, time }: { day?: unknown; time?: unknown }): string {
  if (typeof day !== "string") return "";
  const date = formatDate(day);
  return typeof time === "string" ? t`${date} à ${time}` : date;
}

type ActionKind = Extract<AuditView["kind"], `action.${string}`>;
const word = (value: unknown): string => (typeof value === "string" ? value : "");

/** What a timeline says of a planned action; what an anonymisation emptied is told without its details. */
export function actionSentence(kind: Exclude<ActionKind, "action.assigned">, data: AuditView["data"]): string {
  const type = word(data["type"]) || t`Action`;
  const at = plannedAt(data);
  switch (kind) {
    case "action.planned":
      return at ? t`Action planifiée : ${type}, le ${at}` : t`Action planifiée : ${type}`;
    case "action.changed":
      return t`Action modifiée : ${type}`;
    case "action.postponed":
      return at ? t`Action reportée : ${type}, au ${at}` : t`Action reportée : ${type}`;
    case "action.done":
      return t`Action réalisée : ${type}`;
    case "action.reopened":
      return t`Action de nouveau à traiter : ${type}`;
    case "action.deleted":
      return t`Action supprimée : ${type}`;
    case "action.restored":
      return t`Action restaurée : ${type}`;
  }
}

/** What stands under it: what is to be done, or what came of it. */
export function actionSaid(kind: AuditView["kind"], data: AuditView["data"]): string {
  if (kind === "action.done") return word(data["report"]);
  return kind === "action.planned" || kind === "action.changed" ? word(data["text"]) : "";
}
