import type { Bilingual } from "../field-type.ts";

/** The few words that the inputs bring with them. */
export const words = {
  yes: { fr: "Oui", en: "Yes" },
  no: { fr: "Non", en: "No" },
  clear: { fr: "Effacer", en: "Clear" },
  openCalendar: { fr: "Ouvrir le calendrier", en: "Open the calendar" },
  previousMonth: { fr: "Mois précédent", en: "Previous month" },
  nextMonth: { fr: "Mois suivant", en: "Next month" },
  noMatch: { fr: "Aucun choix ne correspond", en: "No choice matches" },
  choose: { fr: "Choisir…", en: "Choose…" },
  dayHint: { fr: "jj/mm/aaaa", en: "dd/mm/yyyy" },
  instantHint: { fr: "jj/mm/aaaa hh:mm", en: "dd/mm/yyyy hh:mm" },
  choices: { fr: "Choix proposés", en: "Choices" },
  choiceLabel: { fr: "Réponse", en: "Answer" },
  choiceValue: { fr: "Valeur", en: "Value" },
  addChoice: { fr: "Ajouter un choix", en: "Add a choice" },
  removeChoice: { fr: "Supprimer le choix", en: "Remove the choice" },
  moveUp: { fr: "Monter le choix", en: "Move up the choice" },
  moveDown: { fr: "Descendre le choix", en: "Move down the choice" },
  street: { fr: "Numéro et rue", en: "Number and street" },
  postalCode: { fr: "Code postal", en: "Postal code" },
  city: { fr: "Ville", en: "City" },
  country: { fr: "Pays", en: "Country" },
  addFile: { fr: "Ajouter un fichier", en: "Add a file" },
  removeFile: { fr: "Retirer le fichier", en: "Remove the file" },
  sending: { fr: "Envoi de", en: "Sending" },
  tooManyFiles: {
    fr: "{n} fichier(s) au plus : les autres ne sont pas pris.",
    en: "At most {n} file(s): the others are left out.",
  },
  fileTooLarge: { fr: "ce fichier dépasse {n} Mo.", en: "this file is larger than {n} MB." },
  pasteHint: {
    fr: "La valeur est celle des fichiers Excel. Collez une liste pour ajouter plusieurs choix d’un coup.",
    en: "The value is the one of Excel files. Paste a list to add several choices at once.",
  },
} as const satisfies Record<string, Bilingual>;
