import { Settings } from "@crm/contract";
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
  const { errors, isDirty, isSubmitting } = form.formState;
  const submit = form.handleSubmit(async (typed) => {
    try {
      form.reset(await update.mutateAsync(typed));
      await notify({ message: t`Réglages enregistrés.` });
    } catch (refusal) {
      showRefusal(form, refusal);
    }
  });
  const days = (name: keyof Settings, label: string, description: string) => (
    <Controller
      name={name}
      control={form.control}
      render={({ field }) => (
        <NumberInput
          {...field}
          label={label}
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
    <form onSubmit={(event) => void submit(event)} noValidate>
      <Stack gap="md">
        <Section title={t`Suppression et anonymisation`}>
          <Stack gap="md">
            {days(
              "binDays",
              t`Durée dans la corbeille`,
              t`Passé ce délai, ce qui a été supprimé l’est définitivement.`,
            )}
            {days(
              "anonymisationDelayDays",
              t`Délai avant anonymisation`,
              t`Pendant ce délai, une anonymisation peut être annulée. Les contacts déjà marqués gardent leur date.`,
            )}
          </Stack>
        </Section>
        <Section title={t`Exports`}>
          {days(
            "exportDays",
            t`Durée de conservation des exports`,
            t`Passé ce délai, un export ne peut plus être téléchargé et son fichier est supprimé.`,
          )}
        </Section>
      </Stack>
      <FormError error={errors.root?.["server"]?.message} />
      <Group justify="flex-end" mt="md">
        <Button type="submit" loading={isSubmitting}>{t`Valider`}</Button>
      </Group>
      <UnsavedGuard when={isDirty && !isSubmitting} />
    </form>
  );
}
