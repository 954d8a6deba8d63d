import { AnswerFilter, FilterTree } from "@crm/fields";
import { z } from "zod";
import { Timeline } from "../audit/audit.schema.ts";
import { Can, CountQuery, Day, json, line, PageQuery, PlannedDay, richText } from "../shared/page.ts";
import { UserRef } from "../user/user.schema.ts";

/** The status of an opportunity (ouvert, gagné, sans suite, ajourné, autre). It is not its stage. */
export const opportunityStatuses = ["open", "won", "lost", "postponed", "other"] as const;
export type OpportunityStatus = (typeof opportunityStatuses)[number];
export const opportunitySorts = [
  "createdAt",
  "title",
  "contact",
  "status",
  "statusOn",
  "stage",
  "stageAt",
  "amount",
  "expectedOn",
  "owner",
  "type",
  "code",
] as const;

export const OpportunityFilter = z.object({
  /** By contact or by title (guide 3.1). */
  search: line(200).optional(),
  status: z.enum(opportunityStatuses).optional(),
  /** The last stage reached, or "none" before the first. */
  stageId: z.uuid().or(z.literal("none")).optional(),
  ownerId: z.uuid().or(z.literal("none")).optional(),
  pipelineId: z.uuid().optional(),
  contactId: z.uuid().optional(),
  /** Days of creation in Paris, both included. */
  createdFrom: Day.optional(),
  createdTo: Day.optional(),
  /** Stands on this stage or on one behind it on the same bar. */
  reachedStageId: z.uuid().optional(),
  /** Those that an import created or changed, as long as it can be undone. */
  importId: z.uuid().optional(),
  answers: json(z.array(AnswerFilter).max(50)).optional(),
  /** What its contact answered; a contact that the actor does not see answered nothing. */
  contactAnswers: json(z.array(AnswerFilter).max(50)).optional(),
  /** Groups of criteria on questions and on `opportunityFilterFields`. */
  filter: json(FilterTree).optional(),
});
export type OpportunityFilter = z.output<typeof OpportunityFilter>;

export const OpportunityCountQuery = OpportunityFilter.extend(CountQuery.shape);

export const OpportunityQuery = PageQuery.extend({
  ...OpportunityFilter.shape,
  /**
   * A column, or the id of a question « Afficher dans la recherche » whose answers have an order. Left out: the best match of
   * a search first, else the newest.
   */
  sort: z.enum(opportunitySorts).or(z.uuid()).optional(),
  direction: z.enum(["asc", "desc"]).optional(),
});

/** Euros; two decimals. */
export const Amount = z.number().min(0).max(999_999_999_999).multipleOf(0.01);

export const OpportunityInput = z.object({
  contactId: z.uuid(),
  pipelineId: z.uuid(),
  /** Left out: the type's name and the contact's. */
  title: line(200).optional(),
  /** Left out: me. */
  ownerId: z.uuid().nullish(),
  amount: Amount.nullish(),
  expectedOn: PlannedDay.nullish(),
});

export const OpportunityChanges = z.object({
  version: z.int().positive(),
  title: line(200).min(1).optional(),
  amount: Amount.nullish(),
  /** When it should be won. */
  expectedOn: PlannedDay.nullish(),
  notes: richText(100_000).optional(),
});

/** Reasons that come back often, offered beside free text. They name nobody: anonymisation keeps them, for statistics. */
export const usualReasons = {
  lost: [
    "Prix trop élevé",
    "Concurrent choisi",
    "Projet abandonné",
    "Budget insuffisant",
    "Besoin mal couvert",
    "Délai trop long",
    "Sans réponse",
  ],
  postponed: [
    "Budget à l’exercice suivant",
    "Décision reportée",
    "Interlocuteur indisponible",
    "Attente d’un autre projet",
    "Reprise de contact convenue",
  ],
} as const;

/** What a status can say more: why, and when to think of it again. Kept only where it means something. */
export const statusDetails: Record<OpportunityStatus, { reason: boolean; reminder: boolean }> = {
  open: { reason: false, reminder: false },
  won: { reason: false, reminder: false },
  lost: { reason: true, reminder: false },
  postponed: { reason: true, reminder: true },
  other: { reason: false, reminder: false },
};

export const StatusChange = z.object({
  /** What it said when the change was begun: EDIT_CONFLICT when somebody else has changed that meanwhile. */
  from: z.object({
    status: z.enum(opportunityStatuses),
    on: Day,
    reason: z.string().max(500),
    remindOn: Day.nullable(),
  }),
  status: z.enum(opportunityStatuses),
  on: Day,
  /** Why it is « sans suite » or « ajourné »; forgotten for the others. Left out: as it is, while the status stays. */
  reason: line(500).optional(),
  /** When an « ajourné » comes back to mind; forgotten for the others. Left out: as it is, while the status stays. */
  remindOn: PlannedDay.nullable().optional(),
});

/** The state that a change of status starts from. */
export const statusOf = (opportunity: {
  status: OpportunityStatus;
  statusOn: string;
  statusReason: string;
  remindOn: string | null;
}): z.output<typeof StatusChange>["from"] => ({
  status: opportunity.status,
  on: opportunity.statusOn,
  reason: opportunity.statusReason,
  remindOn: opportunity.remindOn,
});

export const StageReached = z.object({ stageId: z.uuid(), reachedOn: Day });

/** An opportunity in a list. */
export const OpportunityRow = z.object({
  id: z.uuid(),
  code: z.string(),
  title: z.string(),
  status: z.enum(opportunityStatuses),
  statusOn: Day,
  contact: z.object({ id: z.uuid(), name: z.string() }),
  pipelineId: z.uuid(),
  stageId: z.uuid().nullable(),
  amount: z.number().nullable(),
  expectedOn: Day.nullable(),
  owner: UserRef.nullable(),
  /** Answers to the questions marked « Afficher dans la recherche ». */
  answers: z.record(z.uuid(), z.unknown()),
  createdAt: z.iso.datetime(),
});
export type OpportunityRow = z.infer<typeof OpportunityRow>;

export const OpportunityView = OpportunityRow.extend({
  notes: z.string(),
  statusReason: z.string(),
  remindOn: Day.nullable(),
  /** In the order of the progress bar. */
  reached: z.array(StageReached),
  /** The stage to validate next; null at the end of the bar. */
  nextStageId: z.uuid().nullable(),
  version: z.int(),
  updatedAt: z.iso.datetime(),
  can: Can,
});
export type OpportunityView = z.infer<typeof OpportunityView>;

export const OpportunityCard = OpportunityView.extend({ timeline: Timeline });
export type OpportunityCard = z.infer<typeof OpportunityCard>;
