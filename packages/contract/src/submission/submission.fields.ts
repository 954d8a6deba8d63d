import { type BaseField, contactFields } from "../contact/contact.fields.ts";
import { type FormFieldName, isFormFieldName } from "../form/form.schema.ts";

export type SubmissionField = FormFieldName | "code" | "form" | "receivedAt" | "contactCode";

/** The base fields of a submission, as files name them: which form, when, whose, and the fields that forms ask beside questions. */
export const submissionFields: readonly BaseField<SubmissionField>[] = [
  { code: "CODE_ENREGISTREMENT", label: "Code enregistrement", field: "code" },
  { code: "FORMULAIRE", label: "Formulaire", field: "form", aliases: ["Form"] },
  { code: "DATE", label: "Date", field: "receivedAt", aliases: ["Date de réception", "Reçu le", "Received on"] },
  { code: "CODE_CONTACT", label: "Code contact", field: "contactCode" },
  ...contactFields.flatMap(({ field, ...named }): BaseField<SubmissionField>[] =>
    isFormFieldName(field) ? [{ ...named, field }] : [],
  ),
  { code: "MESSAGE", label: "Message", field: "message" },
];
