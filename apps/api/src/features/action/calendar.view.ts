import type { ActionView } from "@crm/contract";
import { cleanLine, cleanText } from "@crm/fields";
import ical, { ICalCalendarMethod, ICalEventBusyStatus, ICalEventStatus } from "ical-generator";

/** An appointment lasts so long in a calendar: an action has a beginning only. */
const minutes = 30;

interface Of {
  /** Whose actions. */
  name: string;
  publicUrl: string;
  now: Date;
}

/**
 * Actions as iCalendar (RFC 5545). Hours are written in UTC, which every program shows on its own clocks, across a change of
 * the clocks too; an action without an hour is a day. The uid of an action never changes. Controls have no place (3.1).
 */
export function toCalendar(actions: ActionView[], { name, publicUrl, now }: Of): string {
  const calendar = ical({
    name: cleanLine(`Actions à traiter – ${name}`),
    prodId: { company: "Hélium Connect", product: "CRM", language: "FR" },
    method: ICalCalendarMethod.PUBLISH,
    ttl: 15 * 60,
  });
  for (const { id, type, day, dueAt, time, text, contact, opportunity } of actions) {
    const start = new Date(time === null ? `${day}T00:00:00Z` : dueAt);
    const card = opportunity
      ? `/opportunites/${opportunity.id}`
      : contact?.open
        ? `/contacts/${contact.id}`
        : "/a-traiter";
    const about = [contact?.name, opportunity?.title].filter(Boolean).join(" – ");
    calendar.createEvent({
      id: `${id}@crm`,
      stamp: now,
      start,
      end: new Date(start.getTime() + (time === null ? 86_400_000 : minutes * 60_000)),
      allDay: time === null,
      summary: cleanLine(about ? `${type.label} : ${about}` : type.label),
      description: cleanText(text) || null,
      url: `${publicUrl}${card}`,
      status: ICalEventStatus.CONFIRMED,
      busystatus: time === null ? ICalEventBusyStatus.FREE : ICalEventBusyStatus.BUSY,
    });
  }
  return calendar.toString();
}
