import {
  type ConsentChannel,
  consentChannels,
  consentWording,
  type FormView,
  formFieldLabels,
  isFormFieldName,
  type PublicField,
  type PublicForm,
} from "@crm/contract";
import { type Question, uploadRuleOf } from "@crm/fields";
import type { Ctx } from "../../platform/context.ts";
import type { FormRow, StoredForm } from "./form.queries.ts";

export function toFormView({ ownerId: _, organisationId: __, ...row }: FormRow, { actor, publicUrl }: Ctx): FormView {
  return {
    ...row,
    address: `${publicUrl}/f/${row.slug}`,
    archivedAt: row.archivedAt?.toISOString() ?? null,
    lastAt: row.lastAt?.toISOString() ?? null,
    can: { update: actor.permissions.has("form:write") },
  };
}

/** The boxes of a form: those that say something. */
export const boxesOf = (form: StoredForm): { channel: ConsentChannel; wording: string }[] =>
  consentChannels
    .map((channel) => ({ channel, wording: consentWording(form, channel) }))
    .filter(({ wording }) => wording !== "");

/**
 * The fields that a visitor is asked: not those whose question is archived, gone, or asks for files by now. A condition on a
 * question that the form does not ask hides nothing.
 */
export function publicFields({ fields }: StoredForm, questions: readonly Question[]): PublicField[] {
  const asked = new Map(
    questions
      .filter((question) => question.archivedAt === null && uploadRuleOf(question) === null)
      .map((question) => [question.id, question]),
  );
  const keys = new Set(fields.map(({ key }) => key));
  return fields.flatMap(({ key, required, ...field }): PublicField[] => {
    if (isFormFieldName(key))
      return [{ key, required, label: field.label || formFieldLabels[key], help: field.help, question: null }];
    const question = asked.get(key);
    if (!question) return [];
    const { id, label, help, type, config } = question;
    const condition = question.condition && keys.has(question.condition.questionId) ? question.condition : null;
    return [
      {
        ...{ key, required, label: field.label || label, help: field.help || help },
        question: { id, label, help, type, config, condition, archivedAt: null },
      },
    ];
  });
}

export const toPublicForm = (form: StoredForm, questions: readonly Question[]): PublicForm => ({
  title: form.title || form.name,
  ...{ intro: form.intro, button: form.button, version: form.version },
  fields: publicFields(form, questions),
  consents: boxesOf(form),
});
