import { type ExportTemplate, ExportTemplateInput, exportTemplateKinds } from "@crm/contract";
import type { RecordName } from "@crm/fields";
import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { Button, Radio, Select, Switch, TextInput } from "@mantine/core";
import { IconListNumbers } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useId, useRef, useState } from "react";
import { Controller, type UseFormReturn, useWatch } from "react-hook-form";
import { z } from "zod";
import { useFormDraft } from "../../lib/draft.ts";
import { showRefusal, useZodForm } from "../../lib/form.ts";
import { FormError } from "../../ui/form-error.tsx";
import { notify } from "../../ui/notify.ts";
import { Page, PageHeader } from "../../ui/page.tsx";
import { Section } from "../../ui/section.tsx";
import { CardSkeleton, EmptyState, ErrorState } from "../../ui/states.tsx";
import { UnsavedGuard } from "../../ui/unsaved-guard.tsx";
import { ChosenColumns } from "./chosen-columns.tsx";
import { ColumnPanels } from "./column-panels.tsx";
import classes from "./export-template.module.css";
import { exportColumns, useSaveTemplate } from "./export-template.queries.ts";
import { useTemplateConflict } from "./template-conflict.tsx";
import { TemplatePreview } from "./template-preview.tsx";
import { recordWords } from "./template-words.ts";

/** With the version the form was opened on: another one saved since is not overwritten unseen. */
const Form = ExportTemplateInput.extend({ version: z.int() });
export type TemplateFields = z.output<typeof Form>;

interface Props {
  /** The template to change, or to copy. */
  origin: ExportTemplate | undefined;
  copies: boolean;
  back: { to: string; label: string };
  onDone: () => void;
}

/** The name of a template, what it is for, and its columns: from the panels on the left to the order on the right. */
export function TemplateForm({ origin, copies, back, onDone }: Props) {
  const { t, i18n } = useLingui();
  const id = copies ? undefined : origin?.id;
  const fieldsOf = (of: ExportTemplate | undefined): TemplateFields => ({
    name: of ? (copies ? t`Copie de ${of.name}`.slice(0, 80) : of.name) : "",
    record: of?.record ?? "contact",
    kind: of?.kind ?? "classic",
    shared: of?.shared === true && !copies,
    columns: of?.resolved.map(({ ref }) => ref) ?? [],
    version: of?.version ?? 1,
  });
  const form = useZodForm(Form, { defaultValues: fieldsOf(origin) }) as unknown as UseFormReturn<
    TemplateFields,
    unknown,
    TemplateFields
  >;
  const draft = useFormDraft(`export-template:${id ?? `new:${origin?.id ?? ""}`}`, form);
  const save = useSaveTemplate(id);
  const [saved, setSaved] = useState(false);
  const formId = useId();
  const { errors, isDirty, isSubmitting } = form.formState;
  const [record, columns] = useWatch({ control: form.control, name: ["record", "columns"] });
  // Once the guard below knows that nothing is unsaved any more.
  useEffect(() => {
    if (saved) onDone();
  }, [saved, onDone]);

  async function submit(version: number) {
    try {
      const template = await save.mutateAsync({ ...form.getValues(), version });
      draft.clear();
      await notify({ message: t`« ${template.name} » est enregistré.` });
      setSaved(true);
    } catch (refusal) {
      if (!conflict.caught(refusal)) showRefusal(form, refusal);
    }
  }
  const conflict = useTemplateConflict({
    mine: () => form.getValues(),
    save: ({ version }) => submit(version),
    onTakeTheirs: (theirs) => {
      draft.clear();
      form.reset(fieldsOf(theirs));
    },
  });
  const gone = origin ? origin.columns.length - origin.resolved.length : 0;
  const columnError = Array.isArray(errors.columns) ? errors.columns.find(Boolean)?.message : errors.columns?.message;

  return (
    <Page>
      <PageHeader
        title={id && origin ? origin.name : t`Nouveau modèle d’export`}
        back={back}
        actions={
          <>
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
      <form
        id={formId}
        className={classes["form"]}
        noValidate
        onSubmit={(event) => void form.handleSubmit(() => submit(form.getValues("version")))(event)}
      >
        <FormError error={errors.root?.["server"]?.message} />
        <Section title={t`Modèle`}>
          <div className={classes["about"]}>
            <TextInput
              label={t({ message: "Nom", context: "of a thing" })}
              required
              maxLength={80}
              autoComplete="off"
              autoFocus={origin === undefined}
              error={errors.name?.message}
              {...form.register("name")}
            />
            <Controller
              control={form.control}
              name="kind"
              render={({ field: { ref: _, ...field } }) => (
                <Select
                  {...field}
                  label={t`Type`}
                  allowDeselect={false}
                  data={exportTemplateKinds.map((value) => ({ value, label: t`Classique` }))}
                  description={t`Une ligne par fiche.`}
                />
              )}
            />
            {id === undefined ? (
              <Controller
                control={form.control}
                name="record"
                render={({ field }) => (
                  <Radio.Group
                    label={t`Modèle d’export pour les`}
                    value={field.value}
                    onChange={(value) => field.onChange(value as RecordName)}
                  >
                    <div className={classes["radios"]}>
                      {(["contact", "opportunity"] as const).map((value) => (
                        <Radio key={value} value={value} label={i18n._(recordWords[value])} />
                      ))}
                    </div>
                  </Radio.Group>
                )}
              />
            ) : (
              <TextInput label={t`Modèle d’export pour les`} value={i18n._(recordWords[record])} readOnly />
            )}
            <Controller
              control={form.control}
              name="shared"
              render={({ field: { value, ...field } }) => (
                <Switch
                  {...field}
                  checked={value}
                  className={classes["shared"] ?? ""}
                  label={t`Partager avec l’organisation`}
                  description={t`Vos collègues pourront exporter avec ce modèle, sans le modifier.`}
                />
              )}
            />
          </div>
        </Section>
        {gone > 0 && (
          <p className={classes["gone"]} role="status">
            {plural(gone, {
              one: "# critère de ce modèle n’existe plus : la question ou l’étape a été supprimée. Il manquera aux exports.",
              other:
                "# critères de ce modèle n’existent plus : les questions ou les étapes ont été supprimées. Ils manqueront aux exports.",
            })}
          </p>
        )}
        <Columns
          record={record}
          chosen={columns}
          onChange={(refs) =>
            form.setValue("columns", refs, { shouldDirty: true, shouldValidate: form.formState.isSubmitted })
          }
          error={columnError && (columns.length === 0 ? t`Ajoutez au moins un critère.` : columnError)}
        />
      </form>
      <TemplatePreview record={record} columns={columns} />
      <UnsavedGuard when={isDirty && !saved} onLeave={draft.clear} />
      {conflict.dialog}
    </Page>
  );
}

interface ColumnsProps {
  record: RecordName;
  chosen: string[];
  onChange: (refs: string[]) => void;
  error: string | undefined;
}

/** The two columns of the guide: what there is on the left, what the file will have on the right. */
function Columns({ record, chosen, onChange, error }: ColumnsProps) {
  const { t } = useLingui();
  const field = useRef<HTMLInputElement>(null);
  const { data, error: refusal, refetch } = useQuery(exportColumns(record));
  const known = new Map(data?.panels.flatMap(({ columns }) => columns.map((column) => [column.ref, column])));
  const columns = chosen.flatMap((ref) => known.get(ref) ?? []);
  // What the other record does not have, once one chose it, or what is gone: not sent.
  const stray = data !== undefined && columns.length < chosen.length;
  useEffect(() => {
    if (stray) onChange(columns.map(({ ref }) => ref));
  });
  useEffect(() => {
    if (error) field.current?.focus();
  }, [error]);
  if (!data)
    return refusal ? <ErrorState error={refusal} onRetry={() => void refetch()} /> : <CardSkeleton lines={8} />;
  return (
    <div className={classes["columns"]}>
      <Section title={t`Critères disponibles`}>
        <ColumnPanels
          key={record}
          record={record}
          panels={data.panels}
          chosen={chosen}
          onAdd={(refs) => onChange([...chosen, ...refs])}
          field={field}
        />
      </Section>
      <Section
        title={t`Critères du modèle`}
        badge={columns.length}
        actions={
          columns.length > 0 && (
            <Button variant="subtle" size="compact-sm" onClick={() => onChange([])}>{t`Tout retirer`}</Button>
          )
        }
      >
        {error && (
          <p className={classes["error"]} role="alert">
            {error}
          </p>
        )}
        {columns.length === 0 ? (
          <EmptyState
            compact
            title={t`Aucun critère pour l’instant`}
            icon={<IconListNumbers size={20} stroke={1.6} />}
            actions={
              <Button
                variant="default"
                onClick={() => onChange(data.standard)}
              >{t`Partir de l’export standard`}</Button>
            }
          >
            {t`Ouvrez un volet et cliquez sur « + » : le critère passe ici. Le code de la fiche est toujours dans l’export.`}
          </EmptyState>
        ) : (
          <ChosenColumns record={record} columns={columns} onChange={onChange} />
        )}
        <p className={classes["heard"]} role="status">
          {plural(columns.length, { one: "# critère dans le modèle", other: "# critères dans le modèle" })}
        </p>
      </Section>
    </div>
  );
}
