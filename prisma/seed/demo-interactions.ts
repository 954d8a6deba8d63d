import { v7 as uuid } from "uuid";
import type { InteractionKind, Prisma } from "../src/index.ts";
import type { Random } from "./random.ts";

const texts: Record<InteractionKind, readonly string[]> = {
  info: [
    "Le projet passe en comité à la fin du mois.",
    "Nouvel interlocuteur : la responsable des achats.",
    "Budget voté.",
  ],
  email: ["Plaquette et tarifs envoyés.", "Réponse à ses questions sur les délais.", "Relance après la visite."],
  call: [
    "Message laissé, rappeler en fin de semaine.",
    "Intéressé, demande une visite.",
    "Veut comparer deux variantes.",
  ],
  meeting: ["Visite du chantier, mesures prises.", "Présentation à l’équipe : bon accueil.", "Point d’étape en visio."],
  quote: ["Devis envoyé, valable un mois.", "Devis revu avec l’option pose."],
};
const kinds = ["info", "email", "email", "call", "call", "call", "meeting", "quote"] as const;
const dayMs = 86_400_000;

/** Exchanges about the demo's opportunities, since they were opened: some have many, some none. */
export async function seedInteractions(db: Prisma.TransactionClient, random: Random, now: Date): Promise<void> {
  const opportunities = await db.opportunity.findMany({
    select: { id: true, contactId: true, ownerId: true, createdAt: true },
    orderBy: { createdAt: "asc" },
  });
  const rows: Prisma.InteractionCreateManyInput[] = [];
  const events: Prisma.AuditEventCreateManyInput[] = [];
  for (const { id: opportunityId, contactId, ownerId, createdAt } of opportunities) {
    for (let count = random.int(0, 9); count > 0; count--) {
      const kind = random.pick(kinds);
      const opened = createdAt.getTime();
      const heldAt = new Date(
        opened + random.int(0, Math.max(1, Math.floor((now.getTime() - opened) / dayMs))) * dayMs,
      );
      if (heldAt > now) continue;
      const [id, text] = [uuid({ msecs: heldAt.getTime() }), random.pick(texts[kind])];
      rows.push({
        id,
        kind,
        heldAt,
        text,
        contactId,
        opportunityId,
        actorId: ownerId,
        createdAt: heldAt,
        updatedAt: heldAt,
      });
      events.push({
        id: uuid({ msecs: heldAt.getTime() }),
        at: heldAt,
        actorId: ownerId,
        kind: "interaction.created",
        contactId,
        opportunityId,
        data: { interactionId: id, kind, heldAt: heldAt.toISOString(), text },
      });
    }
  }
  await db.interaction.createMany({ data: rows });
  await db.auditEvent.createMany({ data: events });
}
