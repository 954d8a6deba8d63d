import type { ConsentView } from "@crm/contract";
import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";

export const sourceLabels: Record<ConsentView["source"], MessageDescriptor> = {
  manual: msg`noté sur la fiche`,
  import: msg`par un import`,
  form: msg`par un formulaire`,
  unsubscribe: msg`par le lien de désinscription`,
  bounce: msg`après un retour en erreur`,
  merge: msg`repris d’un doublon`,
  suppression: msg`adresse de la liste de désinscription`,
  number: msg`numéro de mobile changé`,
};

/** Why an address is on the suppression list: what the proof of such a line holds. */
export const reasonLabels: Record<string, MessageDescriptor> = {
  unsubscribe: msg`s’est désinscrit(e)`,
  bounce: msg`adresse en erreur`,
  complaint: msg`s’est plaint(e) d’un envoi`,
  manual: msg`désinscription notée sur une fiche`,
  anonymised: msg`personne anonymisée`,
};
