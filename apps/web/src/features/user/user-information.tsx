import type { UserView } from "@crm/contract";
import { useLingui } from "@lingui/react/macro";
import { Button, Group } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { UseFormReturn } from "react-hook-form";
import { ApiError } from "../../lib/api.ts";
import { showRefusal, useZodForm } from "../../lib/form.ts";
import { organisationList } from "../../lib/shared.queries.ts";
import { ConflictDialog, type ConflictField } from "../../ui/conflict-dialog.tsx";
import { FormError } from "../../ui/form-error.tsx";
import { notify } from "../../ui/notify.ts";
import { UnsavedGuard } from "../../ui/unsaved-guard.tsx";
import { showSaved, useUpdateUser } from "./user.queries.ts";
import { UserFields } from "./user-fields.tsx";
import { type UserFields as Fields, fieldsOf, KnownUser, type KnownUserFields } from "./user-form.ts";
import { profileWords, userName } from "./user-words.ts";

/** The tab « Informations »: everything of the user, saved by one « Valider ». */
export function UserInformation({ user, own }: { user: UserView; own: boolean }) {
  const { t } = useLingui();
  const client = useQueryClient();
  const form = useZodForm(KnownUser, { defaultValues: fieldsOf(user) }) as unknown as UseFormReturn<
    KnownUserFields,
    unknown,
    KnownUserFields
  >;
  const update = useUpdateUser(user.id);
  const [theirs, setTheirs] = useState<UserView | null>(null);
  const compare = useCompare();

  async function save(version: number) {
    const { confirmation: _, password, current, ...fields } = form.getValues();
    try {
      const secrets = { ...(password ? { password } : {}), ...(current ? { current } : {}) };
      const view = await update.mutateAsync({ ...fields, version, ...secrets });
      form.reset(fieldsOf(view));
      await notify({ message: t`${userName(view)} est enregistré.` });
    } catch (refusal) {
      const conflict = refusal instanceof ApiError && refusal.body.code === "EDIT_CONFLICT";
      if (conflict) setTheirs(refusal.body.details["current"] as UserView);
      else showRefusal(form, refusal);
    }
  }

  return (
    <form onSubmit={(event) => void form.handleSubmit(() => save(form.getValues("version")))(event)} noValidate>
      <UserFields form={form as unknown as UseFormReturn<Fields, unknown, Fields>} known own={own} />
      <FormError error={form.formState.errors.root?.["server"]?.message} />
      <Group justify="flex-end" gap="xs" mt="md">
        <Button
          data-cancel
          variant="default"
          disabled={!form.formState.isDirty}
          onClick={() => form.reset(fieldsOf(user))}
        >{t`Annuler`}</Button>
        <Button type="submit" loading={form.formState.isSubmitting}>{t`Valider`}</Button>
      </Group>
      <UnsavedGuard when={form.formState.isDirty} />
      <ConflictDialog
        opened={theirs !== null}
        fields={theirs ? compare(form.getValues(), theirs) : []}
        pending={update.isPending}
        onClose={() => setTheirs(null)}
        onTakeTheirs={() => {
          if (theirs) {
            showSaved(client, theirs);
            form.reset(fieldsOf(theirs));
          }
          setTheirs(null);
        }}
        onKeepMine={() => {
          if (theirs) void save(theirs.version);
          setTheirs(null);
        }}
      />
    </form>
  );
}

/** The fields in which the form and the user as others left him differ. */
function useCompare() {
  const { t, i18n } = useLingui();
  const client = useQueryClient();
  return (mine: KnownUserFields, theirs: UserView): ConflictField[] => {
    const organisation =
      client.getQueryData(organisationList.queryKey)?.find(({ id }) => id === mine.organisationId)?.name ?? "";
    const yesNo = (value: boolean) => (value ? t`Oui` : t`Non`);
    const profile = (name: UserView["profile"]) => i18n._(profileWords[name].label);
    const fields = [
      { label: t`Prénom`, mine: mine.firstName, theirs: theirs.firstName },
      { label: t({ message: "Nom", context: "last name" }), mine: mine.lastName, theirs: theirs.lastName },
      { label: t`Email`, mine: mine.email, theirs: theirs.email },
      { label: t`Téléphone`, mine: mine.phone, theirs: theirs.phone },
      { label: t`Fonction`, mine: mine.jobTitle, theirs: theirs.jobTitle },
      { label: t`Administrateur`, mine: yesNo(mine.crmAccess), theirs: yesNo(theirs.crmAccess) },
      { label: t`Profil`, mine: profile(mine.profile), theirs: profile(theirs.profile) },
      { label: t`Organisation`, mine: organisation, theirs: theirs.organisation.name },
    ];
    return fields.filter((field) => field.mine !== field.theirs);
  };
}
