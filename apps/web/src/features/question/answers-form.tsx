import { type Answers, answersSchema, isShown, type Question, questionsOnTab, type Tab } from "@crm/fields";
import { zodResolver } from "@hookform/resolvers/zod";
import { useLingui } from "@lingui/react/macro";
import { Button, Group } from "@mantine/core";
import { type FieldValues, type Resolver, useForm, useWatch } from "react-hook-form";
import { useFormDraft } from "../../lib/draft.ts";
import { showRefusal } from "../../lib/form.ts";
import { FormError } from "../../ui/form-error.tsx";
import { UnsavedGuard } from "../../ui/unsaved-guard.tsx";
import classes from "./question.module.css";
import { QuestionField } from "./question-field.tsx";

interface Props {
  questions: readonly Question[];
  /** The record that the form was made from. */
  opened: { answers: Answers };
  /** Only the questions of this tab and those of both are shown; what was typed in the other one stays. */
  tab?: Tab | undefined;
  /** The question at fault is on another tab. */
  onOtherTab?: ((question: Question) => void) | undefined;
  /** Under which the draft is kept. */
  draftKey: string;
  /** Gets what changed, null where an answer is erased. What it rejects with is shown at its field; `false`: it dealt with it. */
  onSubmit: (changes: Answers) => Promise<unknown>;
  /** Saved, or given up. */
  onClose: () => void;
}

const same = (one: unknown, other: unknown) => JSON.stringify(one ?? null) === JSON.stringify(other ?? null);

/** The answers of a record, judged by the same schema as in the API and in files. */
export function AnswersForm({ questions, opened, tab, onOtherTab, draftKey, onSubmit, onClose }: Props) {
  const { t } = useLingui();
  const before = (question: Question) => opened.answers[question.id] ?? null;
  const onTab = questionsOnTab(questions, tab);
  // What is hidden is neither judged nor sent: the answer that it has stays.
  const judged = (values: Answers) => {
    const shown = isShown(questions, values);
    return questions.filter(
      (question) => shown(question) && (onTab.includes(question) || !same(values[question.id], before(question))),
    );
  };
  const resolver: Resolver<FieldValues> = (values, context, options) => {
    const asked = judged(values);
    const given = Object.fromEntries(asked.map(({ id }) => [id, values[id]]));
    return (zodResolver(answersSchema(asked) as never) as unknown as Resolver<FieldValues>)(given, context, options);
  };
  const form = useForm<FieldValues, unknown, FieldValues>({
    resolver,
    defaultValues: Object.fromEntries(questions.map((question) => [question.id, before(question)])),
  });
  const draft = useFormDraft(draftKey, form, opened);
  const { errors, isDirty, isSubmitting } = form.formState;

  // Only the answers that some question waits for are followed: the form is drawn again when one of them changes.
  const awaited = questions.flatMap(({ condition }) => (condition ? [condition.questionId] : []));
  useWatch({ control: form.control, name: awaited, disabled: awaited.length === 0 });
  const shown = isShown(questions, awaited.length > 0 ? form.getValues() : {});

  async function submit(values: Answers) {
    const changed = questions.filter(
      (question) => question.id in values && !same(values[question.id], before(question)),
    );
    try {
      if (
        changed.length > 0 &&
        (await onSubmit(Object.fromEntries(changed.map(({ id }) => [id, values[id] ?? null])))) === false
      )
        return;
      draft.clear();
      onClose();
    } catch (refusal) {
      showRefusal(form, refusal, (path) => path.replace(/^answers\.([^.]+).*$/, "$1"));
    }
  }
  function showHidden(faults: object) {
    const hidden = questions.find((question) => question.id in faults);
    if (hidden && !onTab.includes(hidden)) onOtherTab?.(hidden);
  }

  return (
    <form
      className={classes["answers"]}
      noValidate
      onSubmit={(event) => void form.handleSubmit(submit, showHidden)(event)}
    >
      {onTab.filter(shown).map((question) => (
        <QuestionField key={question.id} name={question.id} question={question} control={form.control} />
      ))}
      <FormError error={errors.root?.["server"]?.message} />
      <Group justify="flex-end" gap="xs">
        <Button
          data-cancel
          variant="default"
          onClick={() => {
            draft.clear();
            onClose();
          }}
        >{t`Annuler`}</Button>
        <Button type="submit" loading={isSubmitting}>{t`Valider`}</Button>
      </Group>
      <UnsavedGuard when={isDirty && !isSubmitting} onLeave={draft.clear} />
    </form>
  );
}
