import type { SavedView } from "@crm/contract";
import type { RecordName } from "@crm/fields";
import { useLingui } from "@lingui/react/macro";
import { Button, Checkbox, Group, Modal, Stack, TextInput } from "@mantine/core";
import { z } from "zod";
import { showRefusal, useZodForm } from "../../lib/form.ts";
import { FormError } from "../../ui/form-error.tsx";
import { notify } from "../../ui/notify.ts";
import { useCreateView, usePrefer, useUpdateView } from "./view.queries.ts";

const Form = z.object({ name: z.string().trim().min(1).max(80), shared: z.boolean(), usual: z.boolean() });

interface Props {
  record: RecordName;
  /** The one to rename; left out: a new one. */
  view: SavedView | undefined;
  content: Pick<SavedView, "query" | "columns" | "display">;
  onClose: () => void;
  /** A new view, which the list then stands on. */
  onSaved: (view: SavedView) => void;
}

/** The name of a view; for a new one also whom it is for. */
export function ViewForm({ record, view, content, onClose, onSaved }: Props) {
  const { t } = useLingui();
  const form = useZodForm(Form, {
    defaultValues: { name: view?.name ?? "", shared: view?.shared ?? false, usual: false },
  });
  const create = useCreateView(record);
  const update = useUpdateView(record);
  const prefer = usePrefer(record);
  const { errors, isSubmitting } = form.formState;

  async function save() {
    const { name, shared, usual } = form.getValues();
    try {
      if (view) await update.mutateAsync({ view, changes: { name } });
      else {
        const saved = await create.mutateAsync({ name, shared, ...content });
        if (usual) await prefer.mutateAsync({ defaultViewId: saved.id });
        onSaved(saved);
      }
      onClose();
      await notify({ message: t`La vue « ${name.trim()} » est enregistrée.` });
    } catch (refusal) {
      showRefusal(form, refusal);
    }
  }

  return (
    <Modal opened onClose={onClose} title={view ? t`Renommer la vue` : t`Enregistrer la vue`} size={420}>
      <form onSubmit={(event) => void form.handleSubmit(save)(event)} noValidate>
        <Stack gap="sm">
          <TextInput
            label={t`Nom de la vue`}
            data-autofocus
            maxLength={80}
            autoComplete="off"
            error={errors.name && t`Donnez un nom à la vue.`}
            {...form.register("name")}
          />
          {!view && (
            <>
              <Checkbox label={t`Partager avec l’organisation`} {...form.register("shared")} />
              <Checkbox label={t`Ouvrir la liste sur cette vue`} {...form.register("usual")} />
            </>
          )}
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
