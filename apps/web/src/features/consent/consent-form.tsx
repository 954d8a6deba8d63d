import { ConsentChange, type ConsentChannel, type ConsentState } from "@crm/contract";
import { useLingui } from "@lingui/react/macro";
import { Button, Group, Radio, Stack, Textarea } from "@mantine/core";
import { Controller } from "react-hook-form";
import { showRefusal, useZodForm } from "../../lib/form.ts";
import { today } from "../../lib/format.ts";
import { DayField } from "../../ui/day-field.tsx";
import { FormError } from "../../ui/form-error.tsx";
import { notify } from "../../ui/notify.ts";
import { useChangeConsent } from "./consent.queries.ts";

interface Props {
  contactId: string;
  channel: ConsentChannel;
  state: ConsentState;
  onClose: () => void;
}

/** What the person said, when, and what proves it; who withdrew is only subscribed again with a proof. */
export function ConsentForm({ contactId, channel, state, onClose }: Props) {
  const { t } = useLingui();
  const change = useChangeConsent(contactId);
  const form = useZodForm(ConsentChange, {
    defaultValues: { channel, state: state === "granted" ? "withdrawn" : "granted", givenOn: today(), proof: "" },
  });
  const { errors, isSubmitting } = form.formState;
  const again = state === "withdrawn" && form.watch("state") === "granted";

  const submit = form.handleSubmit(async (typed) => {
    if (again && typed.proof === "")
      return form.setError(
        "proof",
        { message: t`Cette personne s’est désinscrite : indiquez ce qui prouve qu’elle veut être réinscrite.` },
        { shouldFocus: true },
      );
    try {
      await change.mutateAsync(typed);
      onClose();
      await notify({ message: t`Consentement enregistré.` });
    } catch (refusal) {
      showRefusal(form, refusal);
    }
  });

  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <Stack gap="md">
        <Controller
          name="state"
          control={form.control}
          render={({ field }) => (
            <Radio.Group label={t`La personne est`} value={field.value} onChange={field.onChange}>
              <Group gap="lg" mt={4}>
                <Radio value="granted" label={t`Inscrit(e)`} data-autofocus />
                <Radio value="withdrawn" label={t`Désinscrit(e)`} />
              </Group>
            </Radio.Group>
          )}
        />
        <Controller
          name="givenOn"
          control={form.control}
          render={({ field }) => (
            <DayField label={t`Le`} value={field.value} onChange={field.onChange} error={errors.givenOn?.message} />
          )}
        />
        <Textarea
          label={t`Preuve`}
          description={t`Par exemple : bulletin signé au salon, appel du 2 mars, courrier reçu.`}
          required={again}
          autosize
          minRows={2}
          maxRows={6}
          error={errors.proof?.message}
          {...form.register("proof")}
        />
        <FormError error={errors.root?.["server"]?.message} />
      </Stack>
      <Group justify="flex-end" gap="xs" mt="lg">
        <Button data-cancel variant="default" onClick={onClose}>{t`Annuler`}</Button>
        <Button type="submit" loading={isSubmitting}>{t`Valider`}</Button>
      </Group>
    </form>
  );
}
