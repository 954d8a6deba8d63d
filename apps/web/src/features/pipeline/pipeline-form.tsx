import { PipelineInput, type PipelineView, type StageView } from "@crm/contract";
import { useLingui } from "@lingui/react/macro";
import { Button, Group, TextInput } from "@mantine/core";
import { IconPlus, IconRestore } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { type UseFormReturn, useFieldArray } from "react-hook-form";
import { z } from "zod";
import { useFormDraft } from "../../lib/draft.ts";
import { showRefusal, useZodForm } from "../../lib/form.ts";
import { FormError } from "../../ui/form-error.tsx";
import { notify } from "../../ui/notify.ts";
import { Section } from "../../ui/section.tsx";
import { SortableList } from "../../ui/sortable-list.tsx";
import { StageDot } from "../../ui/stage-dot.tsx";
import { UnsavedGuard } from "../../ui/unsaved-guard.tsx";
import classes from "./pipeline.module.css";
import { useSavePipeline } from "./pipeline.queries.ts";
import { usePipelineConflict } from "./pipeline-conflict.tsx";
import { StageLine } from "./stage-line.tsx";

/** With the version the form was opened on: another one saved since is not overwritten unseen, draft or not. */
const Form = PipelineInput.extend({ version: z.int() });
export type PipelineFields = z.input<typeof Form>;

const newStage = { label: "", colour: "blue", probability: 50, staleDays: 30 } as const;
const fieldsOf = (type: PipelineView | undefined): PipelineFields => ({
  name: type?.name ?? "",
  stages: type?.stages.filter(({ archived }) => !archived).map(({ archived: _, ...stage }) => stage) ?? [newStage],
  version: type?.version ?? 1,
});

interface Props {
  type: PipelineView | undefined;
  onDone: () => void;
}

/** The name and all stages of a type, saved by one « Valider ». */
export function PipelineForm({ type, onDone }: Props) {
  const { t } = useLingui();
  const form = useZodForm(Form, { defaultValues: fieldsOf(type) }) as unknown as UseFormReturn<
    PipelineFields,
    unknown,
    PipelineFields
  >;
  const { fields, append, remove, move } = useFieldArray({ control: form.control, name: "stages", keyName: "key" });
  const draft = useFormDraft(`pipeline:${type?.id ?? "new"}`, form);
  const save = useSavePipeline(type?.id);
  const [saved, setSaved] = useState(false);
  const added = useRef(false);
  const adder = useRef<HTMLButtonElement>(null);
  const { errors, isDirty, isSubmitting } = form.formState;
  // Once the guard below knows that nothing is unsaved any more.
  useEffect(() => {
    if (saved) onDone();
  }, [saved, onDone]);

  async function submit(version: number) {
    try {
      const view = await save.mutateAsync({ ...form.getValues(), version });
      draft.clear();
      await notify({ message: t`« ${view.name} » est enregistré.` });
      setSaved(true);
    } catch (refusal) {
      if (!conflict.caught(refusal)) showRefusal(form, refusal);
    }
  }
  const conflict = usePipelineConflict({
    mine: () => form.getValues(),
    save: ({ version }) => submit(version),
    onTakeTheirs: (theirs) => {
      draft.clear();
      form.reset(fieldsOf(theirs));
    },
  });

  const placeOf = (key: string) => fields.findIndex((field) => field.key === key);
  function removeStage(place: number) {
    remove(place);
    // The button that had the focus is gone.
    adder.current?.focus();
  }
  const kept = new Set(fields.map(({ id }) => id));
  const gone = type?.stages.filter(({ id, archived }) => !archived && !kept.has(id)) ?? [];
  const archived = type?.stages.filter((stage) => stage.archived && !kept.has(stage.id)) ?? [];
  const restore = ({ archived: _, ...stage }: StageView) => append(stage);

  return (
    <form
      className={classes["form"]}
      noValidate
      onSubmit={(event) => void form.handleSubmit(() => submit(form.getValues("version")))(event)}
    >
      <Section title={t`Type`}>
        <TextInput label={t`Nom`} required autoComplete="off" error={errors.name?.message} {...form.register("name")} />
      </Section>
      <Section title={t`Étapes`}>
        <p
          className={classes["help"]}
        >{t`Dans l’ordre de la barre d’avancement. La probabilité est la chance d’aboutir une fois l’étape validée. Passé le nombre de jours sans échange ni changement, l’opportunité est signalée sur l’accueil ; vide, elle ne l’est jamais.`}</p>
        <SortableList
          label={t`Étapes`}
          items={fields}
          itemId={({ key }) => key}
          itemLabel={({ key }) => form.getValues("stages")[placeOf(key)]?.label || t`Étape sans nom`}
          onReorder={(keys) =>
            move(
              ...moved(
                fields.map(({ key }) => key),
                keys,
              ),
            )
          }
        >
          {({ key }) => {
            const place = placeOf(key);
            return (
              <StageLine
                form={form}
                place={place}
                autoFocus={added.current && place === fields.length - 1}
                onRemove={fields.length > 1 ? () => removeStage(place) : undefined}
              />
            );
          }}
        </SortableList>
        <Button
          ref={adder}
          variant="default"
          mt="sm"
          leftSection={<IconPlus size={16} aria-hidden />}
          disabled={fields.length >= 50}
          onClick={() => {
            added.current = true;
            append({ ...newStage });
          }}
        >
          {t`Ajouter une étape`}
        </Button>
        <Stages
          title={t`Étapes supprimées à la validation`}
          help={t`Une étape que des opportunités ont validée est archivée : elle reste sur leur barre, mais n’est plus proposée. Les autres sont effacées.`}
          stages={gone}
          action={t`Garder`}
          onAction={restore}
        />
        <Stages
          title={t`Étapes archivées`}
          help={t`Elles restent sur la barre des opportunités qui les ont validées.`}
          stages={archived}
          action={t`Remettre en service`}
          onAction={restore}
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
      {conflict.dialog}
    </form>
  );
}

/** Which item went where, between two orders of one list: [from, to]. */
function moved(before: string[], after: string[]): [number, number] {
  const first = after.findIndex((key, place) => key !== before[place]);
  const last = after.findLastIndex((key, place) => key !== before[place]);
  return after[first] === before[last] ? [last, first] : [first, last];
}

interface StagesProps {
  title: string;
  help: string;
  stages: readonly StageView[];
  action: string;
  onAction: (stage: StageView) => void;
}

/** Stages that are not on the bar (any more), each with the way back. */
function Stages({ title, help, stages, action, onAction }: StagesProps) {
  if (stages.length === 0) return null;
  return (
    <div className={classes["aside"]}>
      <h3 className={classes["subtitle"]}>{title}</h3>
      <p className={classes["help"]}>{help}</p>
      <ul className={classes["off"]}>
        {stages.map((stage) => (
          <li key={stage.id}>
            <StageDot colour={stage.colour} />
            <span className={classes["grow"]}>{stage.label}</span>
            <Button
              variant="subtle"
              size="compact-sm"
              leftSection={<IconRestore size={14} aria-hidden />}
              aria-label={`${action} : ${stage.label}`}
              onClick={() => onAction(stage)}
            >
              {action}
            </Button>
          </li>
        ))}
      </ul>
    </div>
  );
}
