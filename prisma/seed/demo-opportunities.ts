import { v7 as uuid } from "uuid";
import type { OpportunityStatus, Prisma } from "../src/index.ts";
import { type DemoContact, isoDay } from "./demo-contacts.ts";
import type { QuestionIds } from "./demo-questions.ts";
import type { Random } from "./random.ts";

const pipelines = [
  {
    name: "Vente de prestation",
    stages: [
      ["Piste", "grey", 10],
      ["Découverte besoins", "cyan", 25],
      ["Présentation technique", "blue", 40],
      ["Proposition commerciale", "grape", 60],
      ["Négociation", "yellow", 80],
      ["Signature", "teal", 100],
    ],
  },
  {
    name: "Contrat d'entretien",
    stages: [
      ["Demande", "grey", 20],
      ["Visite", "cyan", 50],
      ["Devis", "blue", 70],
      ["Accord", "teal", 100],
    ],
  },
] as const;

const subjects = [
  "Refonte du site",
  "Rénovation de l'atelier",
  "Contrat annuel",
  "Équipement du showroom",
  "Extension",
  "Mise aux normes",
  "Campagne d'été",
  "Déménagement",
] as const;

export interface DemoPipeline {
  id: string;
  stages: { id: string; label: string }[];
}

export async function seedPipelines(db: Prisma.TransactionClient): Promise<DemoPipeline[]> {
  const rows = pipelines.map(({ name, stages }, position) => ({
    id: uuid(),
    name,
    position,
    stages: stages.map(([label, colour, probability], i) => ({ id: uuid(), label, colour, probability, position: i })),
  }));
  await db.pipeline.createMany({ data: rows.map(({ stages: _, ...row }) => row) });
  await db.stage.createMany({
    data: rows.flatMap(({ id, stages }) => stages.map((stage) => ({ ...stage, pipelineId: id }))),
  });
  return rows;
}

export async function seedOpportunities(
  db: Prisma.TransactionClient,
  random: Random,
  now: Date,
  contacts: DemoContact[],
  questions: QuestionIds,
  created: DemoPipeline[],
): Promise<void> {
  const reached: Prisma.ReachedStageCreateManyInput[] = [];
  const events: Prisma.AuditEventCreateManyInput[] = [];
  const rows = Array.from({ length: 200 }, (_, place): Prisma.OpportunityCreateManyInput => {
    const contact = random.pick(contacts);
    const pipeline = random.chance(0.75) ? created[0] : created[1];
    const stages = pipeline?.stages ?? [];
    const id = uuid();
    const status = random.pick(["open", "open", "open", "open", "won", "won", "lost", "postponed", "other"] as const);
    const upTo = status === "won" ? stages.length : random.int(0, stages.length - 1);
    let on = contact.createdAt.getTime();
    for (const stage of stages.slice(0, upTo)) {
      on = Math.min(now.getTime(), on + random.int(0, 25) * 86_400_000);
      reached.push({ opportunityId: id, stageId: stage.id, reachedOn: new Date(isoDay(new Date(on))) });
      events.push({
        id: uuid({ msecs: on }),
        at: new Date(on),
        actorId: contact.ownerId,
        kind: "opportunity.stage-reached",
        contactId: contact.id,
        opportunityId: id,
        data: { stage: stage.label, on: isoDay(new Date(on)) },
      });
    }
    const title = `${random.pick(subjects)} – ${contact.name}`;
    events.push({
      id: uuid({ msecs: contact.createdAt.getTime() + 1 }),
      at: contact.createdAt,
      actorId: contact.ownerId,
      kind: "opportunity.created",
      contactId: contact.id,
      opportunityId: id,
      data: { title },
    });
    return {
      id,
      title,
      contactId: contact.id,
      pipelineId: pipeline?.id ?? "",
      status,
      statusOn: new Date(isoDay(status === "open" ? contact.createdAt : new Date(on))),
      stageId: stages[upTo - 1]?.id ?? null,
      stageAt: new Date(on),
      ...whyAndWhen(status, now, place),
      amount: random.int(8, 400) * 125,
      answers: opportunityAnswers(random, questions),
      ownerId: contact.ownerId,
      organisationId: contact.organisationId,
      createdAt: contact.createdAt,
      updatedAt: new Date(on),
    };
  });
  await db.opportunity.createMany({ data: rows });
  await db.reachedStage.createMany({ data: reached });
  await db.auditEvent.createMany({ data: events });
}

/** Why it stands where it does and when it should end; without chance, so that the rest of the demo stays the same. */
function whyAndWhen(status: OpportunityStatus, now: Date, place: number) {
  const inDays = (days: number) => new Date(isoDay(new Date(now.getTime() + days * 86_400_000)));
  const lost = ["Prix trop élevé", "Concurrent choisi", "Projet abandonné", "Sans réponse"];
  const postponed = ["Budget à l’exercice suivant", "Décision reportée"];
  switch (status) {
    case "open":
      return { expectedOn: place % 4 === 0 ? null : inDays(((place * 7) % 120) - 15) };
    case "lost":
      return { statusReason: lost[place % lost.length] ?? "" };
    case "postponed":
      return { statusReason: postponed[place % postponed.length] ?? "", remindOn: inDays(10 + ((place * 3) % 80)) };
    default:
      return {};
  }
}

function opportunityAnswers(random: Random, id: QuestionIds): Prisma.InputJsonObject {
  return {
    [id["opportunity.TYPE_CONTRAT"] as string]: random.pick(["PONCTUEL", "ANNUEL", "PLURIANNUEL"]),
    [id["opportunity.NOMBRE_PERSONNES"] as string]: random.int(1, 60),
  };
}
