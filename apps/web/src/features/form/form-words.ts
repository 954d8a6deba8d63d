import { type FormFieldName, type FormView, formFieldLabels, isFormFieldName, type PublicField } from "@crm/contract";
import { uploadRuleOf } from "@crm/fields";
import type { I18n, MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { AskedQuestion } from "../../lib/shared.queries.ts";
import { contactLabels } from "../../ui/field-labels.ts";

export const formsPath = "/formulaires";
export const submissionsOf = (formId: string) => `${formsPath}/enregistrements?formId=${formId}`;

/** The public address of a form on this site. */
export const addressOf = (slug: string) => `${window.location.origin}/f/${slug}`;

/** A form's field as it is written; its label and help are empty where the usual ones do. */
export type FieldSetting = FormView["fields"][number];

const fieldWords: Record<FormFieldName, MessageDescriptor> = { ...contactLabels, message: msg`Message` };

/** What a field is called in the editor: in the language of the screen; a question brings its own label. */
export function fieldName(i18n: I18n, key: string, questions: readonly AskedQuestion[]): string {
  if (isFormFieldName(key)) return i18n._(fieldWords[key]);
  return questions.find(({ id }) => id === key)?.label ?? i18n._(msg`Question archivée`);
}

/** The fields as a visitor will see them: those whose question is still asked. */
export const publicFields = (fields: readonly FieldSetting[], questions: readonly AskedQuestion[]): PublicField[] =>
  fields.flatMap(({ key, required, label, help }): PublicField[] => {
    if (isFormFieldName(key)) return [{ key, required, label: label || formFieldLabels[key], help, question: null }];
    const question = questions.find(({ id }) => id === key);
    // Nobody has signed in to send files.
    if (!question || uploadRuleOf(question)) return [];
    return [{ key, required, label: label || question.label, help: help || question.help, question }];
  });
