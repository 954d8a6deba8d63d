import { FormInput, type FormView } from "@crm/contract";
import { zodResolver } from "@hookform/resolvers/zod";
import { useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useEffect, useId, useState } from "react";
import { type Resolver, useForm } from "react-hook-form";
import { ApiError } from "../../lib/api.ts";
import { useFormDraft } from "../../lib/draft.ts";
import { showRefusal } from "../../lib/form.ts";
import { questionList } from "../../lib/shared.queries.ts";
import { FormError } from "../../ui/form-error.tsx";
import { notify } from "../../ui/notify.ts";
import { Page, PageHeader } from "../../ui/page.tsx";
import { CardSkeleton, ErrorState } from "../../ui/states.tsx";
import { UnsavedGuard } from "../../ui/unsaved-guard.tsx";
import classes from "./form.module.css";
import { useSaveForm } from "./form.queries.ts";
import { useFormConflict } from "./form-conflict.tsx";
import { draftOf, type Editor, type FormDraft } from "./form-draft.ts";
import { FieldsSection } from "./form-fields.tsx";
import { DraftPreview } from "./form-preview.tsx";
import { AboutSection, ConsentSection, EndSection } from "./form-sections.tsx";

const isSlugTaken = (refusal: unknown) => refusal instanceof ApiError && refusal.body.code === "CODE_TAKEN";

interface Props {
  /** Left out: a new one. */
  form: FormView | undefined;
  back: { to: string; label: string };
  /** Of a form that exists: its submissions, its address, the bin. */
  actions?: ReactNode;
  onDone: () => void;
}

/** A form as its editor writes it (guide 1.2), with what visitors will see beside it. */
export function FormEditor({ form: origin, back, actions, onDone }: Props) {
  const { t } = useLingui();
  const resolver = zodResolver(FormInput as never) as unknown as Resolver<FormDraft, unknown, FormDraft>;
  const form: Editor = useForm<FormDraft, unknown, FormDraft>({ resolver, defaultValues: draftOf(origin) });
  const draft = useFormDraft(`form:${origin?.id ?? "new"}`, form as never);
  const save = useSaveForm(origin?.id);
  const questions = useQuery(questionList("contact"));
  const [saved, setSaved] = useState(false);
  const formId = useId();
  const { errors, isDirty, isSubmitting } = form.formState;
  // Once the guard below knows that nothing is unsaved any more.
  useEffect(() => {
    if (saved) onDone();
  }, [saved, onDone]);

  async function submit(version: number): Promise<void> {
    const { version: _, ...input } = form.getValues();
    try {
      // The contract's own keys: what is no field's name is a question's id.
      const { name } = await save.mutateAsync({ input: input as FormInput, version });
      draft.clear();
      await notify({ message: t`« ${name} » est enregistré.` });
      setSaved(true);
    } catch (refusal) {
      if (conflict.caught(refusal)) return;
      if (isSlugTaken(refusal))
        form.setError(
          "slug",
          { type: "server", message: t`Un autre formulaire a déjà cette adresse. Choisissez-en une autre.` },
          { shouldFocus: true },
        );
      else showRefusal(form as never, refusal, (path) => path.replace(/^input\.?/, ""));
    }
  }
  const conflict = useFormConflict({
    mine: form.getValues,
    questions: questions.data ?? [],
    save: ({ version }) => submit(version),
    onTakeTheirs: (theirs) => {
      draft.clear();
      form.reset(draftOf(theirs));
    },
  });

  return (
    <Page>
      <PageHeader
        title={origin?.name ?? t`Nouveau formulaire`}
        back={back}
        actions={
          <>
            {actions}
            <Button
              data-cancel
              variant="default"
              onClick={() => {
                draft.clear();
                setSaved(true);
              }}
            >{t`Annuler`}</Button>
            <Button type="submit" form={formId} loading={isSubmitting}>{t`Valider`}</Button>
          </>
        }
      />
      {!questions.data ? (
        questions.error ? (
          <ErrorState error={questions.error} onRetry={() => void questions.refetch()} />
        ) : (
          <CardSkeleton lines={10} />
        )
      ) : (
        <div className={classes["desk"]}>
          <form
            id={formId}
            className={classes["form"]}
            noValidate
            onSubmit={(event) => void form.handleSubmit(() => submit(form.getValues("version")))(event)}
          >
            <FormError error={errors.root?.["server"]?.message} />
            <AboutSection form={form} origin={origin} />
            <FieldsSection form={form} questions={questions.data} />
            <EndSection form={form} />
            <ConsentSection form={form} />
          </form>
          <DraftPreview control={form.control} questions={questions.data} />
        </div>
      )}
      <UnsavedGuard when={isDirty && !saved} onLeave={draft.clear} />
      {conflict.dialog}
    </Page>
  );
}
