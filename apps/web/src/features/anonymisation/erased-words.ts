import type { ErasedKind } from "@crm/contract";
import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";

/** What a certificate counts. */
export const erasedLabels: Record<ErasedKind, MessageDescriptor> = {
  fields: msg`Coordonnées`,
  answers: msg`Réponses aux questions`,
  notes: msg`Carnets de notes`,
  events: msg`Événements de l’historique`,
  consents: msg`Preuves de consentement`,
  opportunities: msg`Opportunités`,
  interactions: msg`Échanges`,
  submissions: msg`Enregistrements de formulaires`,
  mentions: msg`Mentions ailleurs`,
  importRows: msg`Lignes de fichiers`,
  files: msg`Fichiers`,
};
