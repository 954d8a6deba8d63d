import type { AuditView, ContactEssentials } from "@crm/contract";
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
  heldAt: msg`Date et heure`,
  kind: msg`Type d’échange`,
  text: msg`Texte`,
  file: msg`Pièce jointe`,
};

/** What a changed field of a timeline is called; a question brings its own label. */
export function changedFieldLabel(kind: AuditView["kind"], field: string): MessageDescriptor | string {
  if (field === "title" && kind.startsWith("opportunity.")) return msg`Nom de l’opportunité`;
  return contactLabels[field as keyof typeof contactLabels] ?? others[field] ?? field;
}
