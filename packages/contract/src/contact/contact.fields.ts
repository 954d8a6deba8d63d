import type { z } from "zod";
import type { ConsentState, ConsentView } from "../consent/consent.schema.ts";
import type { ContactEssentials, emailValidities } from "./contact.schema.ts";
import { exportHeaders } from "./export-headers.ts";

/** A field that every record has, as files name it: the code that heads its column, or its label. */
export interface BaseField<Field extends string = string> {
  code: string;
  label: string;
  field: Field;
  /** Other names that files give it, among them what the screen calls it in English. */
  aliases?: readonly string[];
}

export type ContactField =
  | keyof z.output<typeof ContactEssentials>
  | "code"
  | "notes"
  | "notesHtml"
  | "owner"
  | "emailValidity"
  | "createdAt"
  | "emailConsent"
  | "smsConsent"
  | "selections"
  | `${"email" | "sms"}Consent${"On" | "Source" | "Proof"}`;

/** The base fields of a contact (guide 2.5: NOM, PRENOM, ORGANISATION). Their codes are closed to questions. */
export const contactFields: readonly BaseField<ContactField>[] = [
  { code: "CODE_CONTACT", label: "Code contact", field: "code", aliases: ["Contact code"] },
  { code: "CIVILITE", label: "Civilité", field: "title", aliases: ["Title", ...exportHeaders.title] },
  { code: "NOM", label: "Nom", field: "lastName", aliases: ["Last name", ...exportHeaders.lastName] },
  { code: "PRENOM", label: "Prénom", field: "firstName", aliases: ["First name", ...exportHeaders.firstName] },
  {
    code: "ORGANISATION",
    label: "Organisation",
    field: "company",
    aliases: ["Société", "Entreprise", "Company", ...exportHeaders.company],
  },
  {
    code: "EMAIL",
    label: "E-mail",
    field: "email",
    aliases: ["Adresse e-mail", "Courriel", "Mail", ...exportHeaders.email],
  },
  {
    code: "TELEPHONE",
    label: "Téléphone",
    field: "phone",
    aliases: ["Téléphone fixe", "Tél.", "Phone", ...exportHeaders.phone],
  },
  {
    code: "MOBILE",
    label: "Mobile",
    field: "mobile",
    aliases: ["Portable", "Téléphone mobile", ...exportHeaders.mobile],
  },
  { code: "ADRESSE", label: "Adresse", field: "address", aliases: ["Address", ...exportHeaders.address] },
  {
    code: "CODE_POSTAL",
    label: "Code postal",
    field: "postalCode",
    aliases: ["Postcode", ...exportHeaders.postalCode],
  },
  { code: "VILLE", label: "Ville", field: "city", aliases: ["City", ...exportHeaders.city] },
  { code: "PAYS", label: "Pays", field: "country", aliases: ["Country", ...exportHeaders.country] },
  {
    code: "NOTES",
    label: "Carnet de notes",
    field: "notes",
    aliases: ["Commentaire", "Commentaires", "Notes", ...exportHeaders.notes],
  },
  // Only where lines alone would lose something of them.
  { code: "NOTES_HTML", label: "Carnet de notes mis en forme", field: "notesHtml", aliases: ["Formatted notes"] },
  { code: "SUIVI_PAR", label: "Suivi par", field: "owner" },
  { code: "VALIDITE_EMAIL", label: "Validité de l’e-mail", field: "emailValidity" },
  { code: "DATE_CREATION", label: "Date de création", field: "createdAt" },
  // Called by no other name: nobody is subscribed by a guess.
  { code: "CONSENTEMENT_EMAIL", label: "Consentement e-mail", field: "emailConsent" },
  { code: "DATE_CONSENTEMENT_EMAIL", label: "Date du consentement e-mail", field: "emailConsentOn" },
  { code: "SOURCE_CONSENTEMENT_EMAIL", label: "Source du consentement e-mail", field: "emailConsentSource" },
  { code: "PREUVE_CONSENTEMENT_EMAIL", label: "Preuve du consentement e-mail", field: "emailConsentProof" },
  { code: "CONSENTEMENT_SMS", label: "Consentement SMS", field: "smsConsent" },
  { code: "DATE_CONSENTEMENT_SMS", label: "Date du consentement SMS", field: "smsConsentOn" },
  { code: "SOURCE_CONSENTEMENT_SMS", label: "Source du consentement SMS", field: "smsConsentSource" },
  { code: "PREUVE_CONSENTEMENT_SMS", label: "Preuve du consentement SMS", field: "smsConsentProof" },
  // Of those that the actor may use; an import only ever adds to them.
  { code: "LISTES", label: "Listes de sélection", field: "selections", aliases: exportHeaders.selections },
];

/** Codes that several columns of a file to import may fill at once: what each says is added. */
export const addedUp: ReadonlySet<string> = new Set(["LISTES"]);

export type ContactImportField =
  | "consentOn"
  | "consentProof"
  | "emailOptOut"
  | "smsOptOut"
  | "subscription"
  | "bounced";

/**
 * What only a file of contacts to import says: when and how both channels were given or withdrawn; who has unsubscribed
 * elsewhere, what they are there, and whose address fails. The names that other programs give these come from their public
 * documentation: Mailchimp (UNSUB_TIME, CLEAN_TIME), HubSpot, Salesforce, Pipedrive, Brevo, listmonk.
 */
export const contactImportFields: readonly BaseField<ContactImportField>[] = [
  { code: "DATE_CONSENTEMENT", label: "Date du consentement", field: "consentOn" },
  { code: "PREUVE_CONSENTEMENT", label: "Preuve du consentement", field: "consentProof" },
  {
    code: "DESINSCRIT_EMAIL",
    label: "Désinscrit des e-mails",
    field: "emailOptOut",
    aliases: exportHeaders.emailOptOut,
  },
  { code: "DESINSCRIT_SMS", label: "Désinscrit des SMS", field: "smsOptOut", aliases: exportHeaders.smsOptOut },
  {
    code: "STATUT_ABONNEMENT",
    label: "Statut d’abonnement",
    field: "subscription",
    aliases: exportHeaders.subscription,
  },
  { code: "EMAIL_EN_ECHEC", label: "E-mail en échec", field: "bounced", aliases: exportHeaders.bounced },
];

/** A consent as files tell it. */
export const consentCells: Record<ConsentState, string> = { unknown: "", granted: "Oui", withdrawn: "Non" };

/** Where a consent comes from as files tell it. */
export const consentSourceCells: Record<ConsentView["source"], string> = {
  manual: "Fiche",
  import: "Import",
  form: "Formulaire",
  unsubscribe: "Lien de désinscription",
  bounce: "Retour en erreur",
  merge: "Fusion de doublons",
  suppression: "Liste de désinscription",
  number: "Changement de numéro",
};

/** The validity of an e-mail as files tell it (guide 2.1). */
export const validityCells: Record<(typeof emailValidities)[number], string> = {
  unverified: "Non vérifié",
  valid: "Valide",
  invalid: "Non valide",
};
