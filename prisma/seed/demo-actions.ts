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

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

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
    // A third late, a few today, the rest within three weeks; at full hours of the working day.
    const days = i % 3 === 0 ? -random.int(1, 20) : i % 7 === 1 ? 0 : random.int(1, 21);
    const hour = random.int(8, 16);
    const dueAt = new Date(now.getTime() + (days === 0 ? 2 * hourMs : days * dayMs));
    dueAt.setUTCHours(days === 0 ? dueAt.getUTCHours() : hour, 0, 0, 0);
    const done = i % 6 === 0;
    return {
      ...{ id: uuid(), contactId, opportunityId, ownerId, organisationId, createdById: ownerId, dueAt, allDay: false },
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
