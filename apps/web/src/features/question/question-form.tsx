import { QuestionInput, type RecordName, suggestCode, tabs, uploadRuleOf } from "@crm/fields";
import { fieldInputs, ParametersInput } from "@crm/fields/react";
import { zodResolver } from "@hookform/resolvers/zod";
import { useLingui } from "@lingui/react/macro";
import { Button, Checkbox, Group, Radio, Textarea, TextInput } from "@mantine/core";
import { useEffect, useState } from "react";
import { Controller, type Resolver, useForm } from "react-hook-form";
import { useFormDraft } from "../../lib/draft.ts";
import { showRefusal } from "../../lib/form.ts";
import type { AskedQuestion } from "../../lib/shared.queries.ts";
import { FormError } from "../../ui/form-error.tsx";
import { notify } from "../../ui/notify.ts";
import { Section } from "../../ui/section.tsx";
import { UnsavedGuard } from "../../ui/unsaved-guard.tsx";
import { useSaveQuestion } from "./question.queries.ts";
import { ConditionsLost, QuestionCondition } from "./question-condition.tsx";
import { useQuestionConflict } from "./question-conflict.tsx";
import { firstMessage } from "./question-field.tsx";
import { fieldsOf, isSet, type QuestionFields, sentencesOf, withType } from "./question-fields.ts";
import classes from "./question-form.module.css";
import { useImpactDialog } from "./question-impact.tsx";
import { QuestionTypeField } from "./question-type-field.tsx";
import { tabLabels } from "./question-words.ts";
import { useLocale } from "./use-locale.ts";

interface Props {
  record: RecordName;
  /** Left out: a new one. */
  question: AskedQuestion | undefined;
  onDone: () => void;
}

/** A question with everything that the guide sets on it (2.5), down to the code, then « Valider ». */
export function QuestionForm({ record, question, onDone }: Props) {
  const { t, i18n } = useLingui();
  const locale = useLocale();
  const resolver = zodResolver(QuestionInput as never) as unknown as Resolver<QuestionFields, unknown, QuestionFields>;
  const form = useForm<QuestionFields, unknown, QuestionFields>({ resolver, defaultValues: fieldsOf(question) });
  const draft = useFormDraft(`question:${record}:${question?.id ?? "new"}`, form);
  const save = useSaveQuestion(record, question?.id);
  const [saved, setSaved] = useState(false);
  const { errors, isDirty, isSubmitting } = form.formState;
  const { control } = form;
  const setting = form.watch(["type", "config"]);
  const [type, config] = setting;
  // Once the guard below knows that nothing is unsaved any more.
  useEffect(() => {
    if (saved) onDone();
  }, [saved, onDone]);

  const impact = useImpactDialog({ record, question, onAccept: (version) => submit(version, true) });
  const conflict = useQuestionConflict({
    record,
    mine: form.getValues,
    save: ({ version }) => submit(version),
    onTakeTheirs: (theirs) => {
      draft.clear();
      form.reset(fieldsOf(theirs));
    },
  });

  async function submit(version: number, acceptLoss = false): Promise<void> {
    const { version: _, ...input } = form.getValues();
    try {
      if (!acceptLoss && (await impact.asks(input, version))) return;
      await save.mutateAsync({ input, version, acceptLoss });
      draft.clear();
      await notify({ message: t`« ${input.label} » est enregistrée.` });
      setSaved(true);
    } catch (refusal) {
      if (!conflict.caught(refusal) && !impact.caught(refusal, version))
        showRefusal(form, refusal, (path) => path.replace(/^input\.?/, ""));
    }
  }
  /** The code follows the question until somebody writes another one. */
  function followLabel(label: string) {
    const { isSubmitted: shouldValidate } = form.formState;
    if (!question && form.getValues("code") === suggestCode(form.getValues("label")))
      form.setValue("code", suggestCode(label), { shouldValidate });
  }
  function changeType(next: QuestionFields["type"]) {
    const kept = withType(form.getValues(), next);
    form.setValue("type", next, { shouldDirty: true });
    form.setValue("config", kept.config);
    form.setValue("defaultAnswer", kept.defaultAnswer);
    form.clearErrors(["config", "defaultAnswer"]);
  }
  const Default = fieldInputs[type];

  return (
    <form
      className={classes["form"]}
      noValidate
      onSubmit={(event) => void form.handleSubmit(() => submit(form.getValues("version")))(event)}
    >
      <Section title={t`Question et réponse`}>
        <div className={classes["fields"]}>
          <Controller
            name="label"
            control={control}
            render={({ field }) => (
              <TextInput
                {...field}
                label={t`Questions`}
                placeholder={t`Le nom du champ, par exemple « Origine du contact »`}
                required
                autoComplete="off"
                autoFocus={!question}
                error={errors.label?.message}
                onChange={({ currentTarget }) => {
                  followLabel(currentTarget.value);
                  field.onChange(currentTarget.value);
                }}
              />
            )}
          />
          <QuestionTypeField value={type} onChange={changeType} />
          <Controller
            name="config"
            control={control}
            render={({ field }) => (
              <div ref={(node) => field.ref(node && { focus: () => focusFault(node) })}>
                <ParametersInput
                  type={type}
                  config={config}
                  onChange={field.onChange}
                  errors={sentencesOf(errors.config)}
                  locale={locale}
                />
              </div>
            )}
          />
          {question && <ConditionsLost record={record} id={question.id} to={{ type, config }} />}
          <Textarea
            label={t`Texte d'aide`}
            placeholder={t`Affiché sous le champ`}
            autosize
            minRows={1}
            maxRows={4}
            error={errors.help?.message}
            {...form.register("help")}
          />
          {uploadRuleOf({ type, config }) ? null : isSet({ type, config }) ? (
            <Controller
              name="defaultAnswer"
              control={control}
              render={({ field }) => (
                <Default
                  label={t`Réponse par défaut`}
                  config={config}
                  value={field.value ?? null}
                  onChange={field.onChange}
                  onBlur={field.onBlur}
                  error={firstMessage(errors.defaultAnswer)}
                  locale={locale}
                />
              )}
            />
          ) : (
            <p className={classes["hint"]}>{t`La réponse par défaut se choisit une fois les choix complétés.`}</p>
          )}
          <Checkbox label={t`Réponse obligatoire`} {...form.register("required")} />
        </div>
      </Section>
      <Section title={t`Enregistrement et affichage`}>
        <div className={classes["fields"]}>
          <Controller
            name="code"
            control={control}
            render={({ field }) => (
              <TextInput
                {...field}
                label={t`Code enregistrement`}
                description={t`En majuscules, sans espace. C’est le titre de sa colonne dans les fichiers Excel.`}
                required
                autoComplete="off"
                spellCheck={false}
                classNames={{ input: classes["mono"] ?? "" }}
                error={errors.code?.message}
                onChange={({ currentTarget }) => field.onChange(currentTarget.value.toUpperCase())}
              />
            )}
          />
          <div className={classes["boxes"]}>
            <Checkbox
              label={t`Afficher dans la recherche`}
              description={t`Un filtre apparaît sous la recherche des listes.`}
              {...form.register("inSearch")}
            />
            <Checkbox label={t`Afficher dans les rapports`} {...form.register("inReports")} />
            <Checkbox
              label={t`Donnée personnelle`}
              description={t`Les réponses sont effacées quand la personne est anonymisée ; les textes libres le sont toujours.`}
              {...form.register("personal")}
            />
          </div>
          {record === "contact" && (
            <Controller
              name="tab"
              control={control}
              render={({ field }) => (
                <Radio.Group label={t`Onglet`} value={field.value} onChange={field.onChange}>
                  <Group gap="lg" mt={4}>
                    {tabs.map((tab) => (
                      <Radio key={tab} value={tab} label={i18n._(tabLabels[tab])} />
                    ))}
                  </Group>
                </Radio.Group>
              )}
            />
          )}
        </div>
      </Section>
      <Section title={t`Condition`}>
        <Controller
          name="condition"
          control={control}
          render={({ field }) => (
            <div ref={(node) => field.ref(node && { focus: () => focusFault(node) })}>
              <QuestionCondition
                record={record}
                id={question?.id}
                value={field.value}
                onChange={field.onChange}
                error={firstMessage(errors.condition)}
              />
            </div>
          )}
        />
      </Section>
      <FormError error={errors.root?.["server"]?.message} />
      <Group justify="flex-end" gap="xs">
        <Button
          data-cancel
          variant="default"
          onClick={() => {
            draft.clear();
            setSaved(true);
          }}
        >{t`Annuler`}</Button>
        <Button type="submit" loading={isSubmitting}>{t`Valider`}</Button>
      </Group>
      <UnsavedGuard when={isDirty && !saved} onLeave={draft.clear} />
      {impact.dialog}
      {conflict.dialog}
    </form>
  );
}

/** Once the faults are drawn. */
const focusFault = (node: HTMLElement) =>
  requestAnimationFrame(() =>
    (
      node.querySelector<HTMLElement>("[aria-invalid=true]") ?? node.querySelector<HTMLElement>("input, button")
    )?.focus(),
  );
