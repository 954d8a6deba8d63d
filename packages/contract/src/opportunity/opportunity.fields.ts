import type { BaseField } from "../contact/contact.fields.ts";
import type { OpportunityStatus } from "./opportunity.schema.ts";

export type OpportunityField =
  | "code"
  | "title"
  | "contactCode"
  | "pipeline"
  | "stage"
  | "status"
  | "statusOn"
  | "statusReason"
  | "remindOn"
  | "amount"
  | "expectedOn"
  | "notes"
  | "notesHtml"
  | "owner"
  | "createdAt";

/** The base fields of an opportunity, as files name them. Their codes are closed to questions. */
export const opportunityFields: readonly BaseField<OpportunityField>[] = [
  { code: "CODE_OPPORTUNITE", label: "Code opportunité", field: "code" },
  { code: "TITRE", label: "Nom de l’opportunité", field: "title" },
  { code: "CODE_CONTACT", label: "Code contact", field: "contactCode" },
  { code: "TYPE", label: "Type d’opportunité", field: "pipeline" },
  { code: "ETAPE", label: "Étape", field: "stage" },
  { code: "ETAT", label: "État", field: "status" },
  { code: "DATE_ETAT", label: "Date de l’état", field: "statusOn" },
  { code: "MOTIF_ETAT", label: "Motif de l’état", field: "statusReason" },
  { code: "DATE_RAPPEL", label: "Date de rappel", field: "remindOn" },
  { code: "MONTANT", label: "Montant", field: "amount" },
  { code: "DATE_PREVUE", label: "Date prévue", field: "expectedOn" },
  { code: "NOTES", label: "Carnet de notes", field: "notes" },
  { code: "NOTES_HTML", label: "Carnet de notes mis en forme", field: "notesHtml", aliases: ["Formatted notes"] },
  { code: "SUIVI_PAR", label: "Suivi par", field: "owner" },
  { code: "DATE_CREATION", label: "Date de création", field: "createdAt" },
];

/** A status as files tell it (guide 3.2). */
export const statusCells: Record<OpportunityStatus, string> = {
  open: "Ouvert",
  won: "Gagné",
  lost: "Sans suite",
  postponed: "Ajourné",
  other: "Autre",
};
