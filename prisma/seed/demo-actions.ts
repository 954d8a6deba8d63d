import { dayBoundsOf, inParis } from "@crm/fields";
import { v7 as uuid } from "uuid";
import type { Prisma } from "../src/index.ts";
import type { Random } from "./random.ts";

const texts = [
  "Relancer pour la proposition envoyée",
  "Préparer la visite du chantier",
  "Envoyer la plaquette et les tarifs",
  "Confirmer le rendez-vous",
  "Demander les plans à jour",
  "",
] as const;
const reports = [
  "Intéressé, rappeler après les congés",
  "Absent, message laissé",
  "Rendez-vous pris",
  "Devis demandé",
] as const;

const dayMs = 86_400_000;

/** The last moment of a day in Paris: when what has no hour is due. */
const endOfDay = (now: Date) =>
  new Date(Date.parse(dayBoundsOf({ type: "date-time", config: {} }, inParis(now.toISOString()).day).before) - 1);

/** Planned actions on the demo's open opportunities: late, today, coming, and some done. */
export async function seedActions(db: Prisma.TransactionClient, random: Random, now: Date): Promise<void> {
  const types = await db.actionType.findMany({ where: { archivedAt: null }, orderBy: { position: "asc" } });
  const opportunities = await db.opportunity.findMany({
    where: { status: "open" },
    select: { id: true, contactId: true, ownerId: true, organisationId: true },
    orderBy: { createdAt: "desc" },
    take: 90,
  });
  const rows = opportunities.map((opportunity, i): Prisma.ActionCreateManyInput => {
    const { id: opportunityId, contactId, ownerId, organisationId } = opportunity;
    // A third late, a few today without an hour, the rest within three weeks; at full hours of the working day.
    const days = i % 3 === 0 ? -random.int(1, 20) : i % 7 === 1 ? 0 : random.int(1, 21);
    const hour = random.int(8, 16);
    const allDay = days === 0;
    const dueAt = allDay ? endOfDay(now) : new Date(now.getTime() + days * dayMs);
    if (!allDay) dueAt.setUTCHours(hour, 0, 0, 0);
    const done = i % 6 === 0;
    return {
      ...{ id: uuid(), contactId, opportunityId, ownerId, organisationId, createdById: ownerId, dueAt, allDay },
      typeId: random.pick(types).id,
      text: random.pick(texts),
      // What is past was reminded of.
      ...(dueAt < now ? { remindedAt: dueAt, mailedAt: dueAt } : {}),
      ...(done
        ? {
            doneAt: new Date(Math.min(now.getTime(), dueAt.getTime())),
            doneById: ownerId,
            report: random.pick(reports),
          }
        : {}),
      createdAt: new Date(Math.min(now.getTime(), dueAt.getTime()) - dayMs),
    };
  });
  await db.action.createMany({ data: rows });
}
