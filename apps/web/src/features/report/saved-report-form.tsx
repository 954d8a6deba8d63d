import type { ReportName, SavedReport } from "@crm/contract";
import { useLingui } from "@lingui/react/macro";
import { Button, Checkbox, Group, Modal, Stack, TextInput } from "@mantine/core";
import { z } from "zod";
import { showRefusal, useZodForm } from "../../lib/form.ts";
import { FormError } from "../../ui/form-error.tsx";
import { notify } from "../../ui/notify.ts";
import { useCreateReport, useUpdateReport } from "./saved-report.queries.ts";

const Form = z.object({ name: z.string().trim().min(1).max(80), shared: z.boolean() });

interface Props {
  report: ReportName;
  /** The one to rename; left out: a new one. */
  saved: SavedReport | undefined;
  query: string;
  onClose: () => void;
  /** A new one, which the screen then stands on. */
  onSaved: (saved: SavedReport) => void;
}

/** The name of a saved report; for a new one also whom it is for. */
export function SavedReportForm({ report, saved, query, onClose, onSaved }: Props) {
  const { t } = useLingui();
  const form = useZodForm(Form, { defaultValues: { name: saved?.name ?? "", shared: saved?.shared ?? false } });
  const create = useCreateReport(report);
  const update = useUpdateReport(report);
  const { errors, isSubmitting } = form.formState;

  async function save() {
    const { name, shared } = form.getValues();
    try {
      if (saved) await update.mutateAsync({ of: saved, changes: { name } });
      else onSaved(await create.mutateAsync({ name, shared, query }));
      onClose();
      await notify({ message: t`Le rapport « ${name.trim()} » est enregistré.` });
    } catch (refusal) {
      showRefusal(form, refusal);
    }
  }

  return (
    <Modal opened onClose={onClose} title={saved ? t`Renommer le rapport` : t`Enregistrer ce rapport`} size={420}>
      <form onSubmit={(event) => void form.handleSubmit(save)(event)} noValidate>
        <Stack gap="sm">
          <TextInput
            label={t`Nom du rapport`}
            data-autofocus
            maxLength={80}
            autoComplete="off"
            error={errors.name && t`Donnez un nom au rapport.`}
            {...form.register("name")}
          />
          {!saved && <Checkbox label={t`Partager avec l’organisation`} {...form.register("shared")} />}
        </Stack>
        <FormError error={errors.root?.["server"]?.message} />
        <Group justify="flex-end" gap="xs" mt="md">
          <Button data-cancel variant="default" onClick={onClose}>{t`Annuler`}</Button>
          <Button type="submit" loading={isSubmitting}>{t`Enregistrer`}</Button>
        </Group>
      </form>
    </Modal>
  );
}
