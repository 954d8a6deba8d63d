import type { RecordName } from "@crm/fields";
import { type BaseField, contactFields } from "../contact/contact.fields.ts";
import { opportunityFields } from "../opportunity/opportunity.fields.ts";
import type { ColumnPanel } from "./export-template.endpoints.ts";

export type UserField = "lastName" | "firstName" | "email" | "phone" | "jobTitle" | "organisation";

/** What an export tells about the person who follows a record. */
export const userFields: readonly BaseField<UserField>[] = [
  { code: "SUIVI_PAR_NOM", label: "Nom de l’utilisateur", field: "lastName" },
  { code: "SUIVI_PAR_PRENOM", label: "Prénom de l’utilisateur", field: "firstName" },
  { code: "SUIVI_PAR_EMAIL", label: "E-mail de l’utilisateur", field: "email" },
  { code: "SUIVI_PAR_TELEPHONE", label: "Téléphone de l’utilisateur", field: "phone" },
  { code: "SUIVI_PAR_FONCTION", label: "Fonction de l’utilisateur", field: "jobTitle" },
  { code: "SUIVI_PAR_ORGANISATION", label: "Organisation de l’utilisateur", field: "organisation" },
];

/** What heads the columns that an opportunity's export takes from its contact: two columns never have one head. */
export const contactPrefix = "CONTACT_";
/** What heads the day on which a stage was reached. */
export const stagePrefix = "ETAPE_";

/** The panels of a record's export in their order, each with its base fields; questions and stages come from the database. */
export const exportPanels: Record<RecordName, { panel: ColumnPanel; fields: readonly BaseField[] }[]> = {
  contact: [
    { panel: "contact", fields: contactFields },
    { panel: "contactQuestions", fields: [] },
    { panel: "user", fields: userFields },
  ],
  opportunity: [
    { panel: "opportunity", fields: opportunityFields },
    { panel: "stages", fields: [] },
    { panel: "opportunityQuestions", fields: [] },
    {
      panel: "contact",
      // Its code is a field of the opportunity itself.
      fields: contactFields
        .filter(({ field }) => field !== "code")
        .map(({ code, label, field }) => ({ code: `${contactPrefix}${code}`, label, field })),
    },
    { panel: "contactQuestions", fields: [] },
    { panel: "user", fields: userFields },
  ],
};
