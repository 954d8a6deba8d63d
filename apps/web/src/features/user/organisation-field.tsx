import { useLingui } from "@lingui/react/macro";
import { Button, Group, Modal, Select, TextInput } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Controller, type UseFormReturn } from "react-hook-form";
import { errorSentence } from "../../lib/error-sentence.ts";
import { organisationList } from "../../lib/shared.queries.ts";
import { IconButton } from "../../ui/icon-button.tsx";
import classes from "./user.module.css";
import { useCreateOrganisation } from "./user.queries.ts";
import type { UserFields } from "./user-form.ts";

/** « Organisation »: one of the company's, to which one may be added on the way. */
export function OrganisationField({
  form,
  className,
}: {
  form: UseFormReturn<UserFields, unknown, UserFields>;
  className: string;
}) {
  const { t } = useLingui();
  const [adding, setAdding] = useState(false);
  const organisations = useQuery(organisationList);
  return (
    <div className={className}>
      <Controller
        control={form.control}
        name="organisationId"
        render={({ field, fieldState }) => (
          <div className={classes["organisation"]}>
            <Select
              {...field}
              value={field.value || null}
              onChange={(value) => field.onChange(value ?? "")}
              label={t`Organisation`}
              required
              searchable
              placeholder={t`Choisir`}
              nothingFoundMessage={t`Aucune organisation`}
              data={organisations.data?.map(({ id, name }) => ({ value: id, label: name })) ?? []}
              error={fieldState.error?.message ?? (organisations.isError && errorSentence(organisations.error))}
            />
            <IconButton label={t`Ajouter une organisation`} variant="default" size={36} onClick={() => setAdding(true)}>
              <IconPlus size={16} aria-hidden />
            </IconButton>
          </div>
        )}
      />
      <Modal opened={adding} onClose={() => setAdding(false)} title={t`Ajouter une organisation`} size={440}>
        <NewOrganisation
          onClose={() => setAdding(false)}
          onAdded={(id) => {
            form.setValue("organisationId", id, { shouldDirty: true, shouldValidate: true });
            setAdding(false);
          }}
        />
      </Modal>
    </div>
  );
}

function NewOrganisation({ onAdded, onClose }: { onAdded: (id: string) => void; onClose: () => void }) {
  const { t } = useLingui();
  const [name, setName] = useState("");
  const create = useCreateOrganisation();
  const usable = name.trim() !== "" && !create.isPending;
  const add = () => create.mutate(name, { onSuccess: ({ id }) => onAdded(id) });
  // No form of its own, as it is inside the user's: Enter adds the organisation and does not send the user.
  return (
    <>
      <TextInput
        label={t`Nom de l’organisation`}
        required
        data-autofocus
        autoComplete="off"
        maxLength={120}
        value={name}
        onChange={({ currentTarget }) => setName(currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== "Enter") return;
          event.preventDefault();
          if (usable) add();
        }}
        error={create.isError && errorSentence(create.error)}
      />
      <Group justify="flex-end" gap="xs" mt="lg">
        <Button variant="default" onClick={onClose}>{t`Annuler`}</Button>
        <Button loading={create.isPending} disabled={!usable} onClick={add}>{t`Ajouter`}</Button>
      </Group>
    </>
  );
}
