import { Settings } from "@crm/contract";
import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { Button, Group, NumberInput, Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Controller } from "react-hook-form";
import { showRefusal, useZodForm } from "../../lib/form.ts";
import { FormError } from "../../ui/form-error.tsx";
import { notify } from "../../ui/notify.ts";
import { Page, PageHeader } from "../../ui/page.tsx";
import { Section } from "../../ui/section.tsx";
import { CardSkeleton, ErrorState } from "../../ui/states.tsx";
import { UnsavedGuard } from "../../ui/unsaved-guard.tsx";
import { useConflict } from "../../ui/use-conflict.tsx";
import { settings, useUpdateSettings } from "./setting.queries.ts";

/** Configuration → Réglages: what holds for everybody. */
export function SettingPage() {
  const { t } = useLingui();
  const { data, error, refetch, isPending } = useQuery(settings);
  return (
    <Page layout="narrow">
      <PageHeader title={t`Réglages`} subtitle={t`Ils valent pour tous les utilisateurs.`} />
      {isPending ? (
        <CardSkeleton lines={3} />
      ) : data ? (
        <SettingForm current={data} />
      ) : (
        <ErrorState error={error} onRetry={() => void refetch()} />
      )}
    </Page>
  );
}

function SettingForm({ current }: { current: Settings }) {
  const { t } = useLingui();
  const update = useUpdateSettings();
  const form = useZodForm(Settings, { defaultValues: current });
  const { errors, isDirty, isSubmitting, dirtyFields } = form.formState;
  const names = Object.keys(Settings.shape) as (keyof Settings)[];
  const [labels, inDays] = [useLabels(), (days: number) => plural(days, { one: "# jour", other: "# jours" })];

  /** Sends what was changed here, seen from `from`. */
  const save = (from: Settings) =>
    form.handleSubmit(async (typed) => {
      const mine = names.filter((name) => dirtyFields[name]);
      const changes = Object.fromEntries(mine.map((name) => [name, typed[name]]));
      try {
        form.reset(await update.mutateAsync({ ...changes, from }));
        await notify({ message: t`Réglages enregistrés.` });
      } catch (refusal) {
        if (!conflict.caught(refusal)) showRefusal(form, refusal);
      }
    });
  const conflict = useConflict<Settings>({
    compare: (theirs) =>
      names
        .filter((name) => dirtyFields[name] && theirs[name] !== form.getValues(name))
        .map((name) => ({
          label: labels[name],
          mine: inDays(form.getValues(name) as number),
          theirs: inDays(theirs[name]),
        })),
    save: (theirs) => save(theirs)(),
    onTakeTheirs: (theirs) => form.reset(theirs),
  });
  const days = (name: keyof Settings, description: string) => (
    <Controller
      name={name}
      control={form.control}
      render={({ field }) => (
        <NumberInput
          {...field}
          label={labels[name]}
          description={description}
          suffix={t` jours`}
          allowDecimal={false}
          allowNegative={false}
          error={errors[name]?.message}
          onChange={(value) => field.onChange(value === "" ? null : value)}
        />
      )}
    />
  );
  return (
    <form onSubmit={(event) => void save(form.formState.defaultValues as Settings)(event)} noValidate>
      <Stack gap="md">
        <Section title={t`Suppression et anonymisation`}>
          <Stack gap="md">
            {days("binDays", t`Passé ce délai, ce qui a été supprimé l’est définitivement.`)}
            {days(
              "anonymisationDelayDays",
              t`Pendant ce délai, une anonymisation peut être annulée. Les contacts déjà marqués gardent leur date.`,
            )}
          </Stack>
        </Section>
        <Section title={t`Exports`}>
          {days("exportDays", t`Passé ce délai, un export ne peut plus être téléchargé et son fichier est supprimé.`)}
        </Section>
      </Stack>
      <FormError error={errors.root?.["server"]?.message} />
      <Group justify="flex-end" mt="md">
        <Button type="submit" loading={isSubmitting}>{t`Valider`}</Button>
      </Group>
      <UnsavedGuard when={isDirty && !isSubmitting} />
      {conflict.dialog}
    </form>
  );
}

function useLabels(): Record<keyof Settings, string> {
  const { t } = useLingui();
  return {
    binDays: t`Durée dans la corbeille`,
    anonymisationDelayDays: t`Délai avant anonymisation`,
    exportDays: t`Durée de conservation des exports`,
  };
}
