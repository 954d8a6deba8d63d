import type {
  AuditView,
  ContactEssentials,
  ContactField,
  OpportunityField,
  SubmissionField,
  UserField,
} from "@crm/contract";
import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { z } from "zod";

/** The essentials of a contact in the guide's words (2.2), in the order of the form. */
export const contactLabels: Record<keyof z.output<typeof ContactEssentials>, MessageDescriptor> = {
  title: msg`Civilité`,
  lastName: msg({ message: "Nom", context: "last name" }),
  firstName: msg`Prénom`,
  company: msg`Organisation`,
  email: msg`E-mail`,
  phone: msg`Téléphone`,
  mobile: msg`Mobile`,
  address: msg`Adresse`,
  postalCode: msg`Code postal`,
  city: msg`Ville`,
  country: msg`Pays`,
};

const others: Record<string, MessageDescriptor> = {
  notes: msg`Carnet de notes`,
  owner: msg`Suivi par`,
  amount: msg`Montant`,
  expectedOn: msg`Date prévue`,
  remindOn: msg`Date de rappel`,
  day: msg`Date`,
  heldAt: msg`Date et heure`,
  kind: msg`Type d’échange`,
  text: msg`Texte`,
  file: msg`Pièce jointe`,
};

/** What a changed field of a timeline is called; a question brings its own label. */
export function changedFieldLabel(kind: AuditView["kind"], field: string): MessageDescriptor | string {
  if (kind.startsWith("opportunity.import")) return fileLabels.opportunity[field as OpportunityField] ?? field;
  if (field === "title" && kind.startsWith("opportunity.")) return msg`Nom de l’opportunité`;
  return contactLabels[field as keyof typeof contactLabels] ?? others[field] ?? field;
}

/** The base fields of files, as `contactFields`, `opportunityFields`, `submissionFields` and `userFields` name them. */
export const fileLabels: {
  contact: Record<ContactField, MessageDescriptor>;
  opportunity: Record<OpportunityField, MessageDescriptor>;
  submission: Record<SubmissionField, MessageDescriptor>;
  user: Record<UserField, MessageDescriptor>;
} = {
  contact: {
    ...contactLabels,
    code: msg`Code contact`,
    notes: msg`Carnet de notes`,
    notesHtml: msg`Carnet de notes mis en forme`,
    owner: msg`Suivi par`,
    emailValidity: msg`Validité de l’e-mail`,
    createdAt: msg`Date de création`,
    emailConsent: msg`Consentement e-mail`,
    emailConsentOn: msg`Date du consentement e-mail`,
    emailConsentSource: msg`Source du consentement e-mail`,
    emailConsentProof: msg`Preuve du consentement e-mail`,
    smsConsent: msg`Consentement SMS`,
    smsConsentOn: msg`Date du consentement SMS`,
    smsConsentSource: msg`Source du consentement SMS`,
    smsConsentProof: msg`Preuve du consentement SMS`,
    selections: msg`Listes de sélection`,
  },
  opportunity: {
    code: msg`Code opportunité`,
    title: msg`Nom de l’opportunité`,
    contactCode: msg`Code contact`,
    pipeline: msg`Type d’opportunité`,
    stage: msg`Étape`,
    status: msg`État`,
    statusOn: msg`Date de l’état`,
    statusReason: msg`Motif de l’état`,
    remindOn: msg`Date de rappel`,
    amount: msg`Montant`,
    expectedOn: msg`Date prévue`,
    notes: msg`Carnet de notes`,
    notesHtml: msg`Carnet de notes mis en forme`,
    owner: msg`Suivi par`,
    createdAt: msg`Date de création`,
  },
  submission: {
    ...contactLabels,
    code: msg({ message: "Code enregistrement", context: "of a submission" }),
    form: msg`Formulaire`,
    receivedAt: msg`Date de réception`,
    contactCode: msg`Code contact`,
    message: msg`Message`,
  },
  user: {
    lastName: msg`Nom de l’utilisateur`,
    firstName: msg`Prénom de l’utilisateur`,
    email: msg`E-mail de l’utilisateur`,
    phone: msg`Téléphone de l’utilisateur`,
    jobTitle: msg`Fonction de l’utilisateur`,
    organisation: msg`Organisation de l’utilisateur`,
  },
};
