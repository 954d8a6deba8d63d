import type { UserView } from "@crm/contract";
import { useLingui } from "@lingui/react/macro";
import { Button, Group } from "@mantine/core";
import { useEffect, useState } from "react";
import type { UseFormReturn } from "react-hook-form";
import { Link, useNavigate } from "react-router";
import { showRefusal, useZodForm } from "../../lib/form.ts";
import { FormError } from "../../ui/form-error.tsx";
import { Page, PageHeader } from "../../ui/page.tsx";
import { Section } from "../../ui/section.tsx";
import { UnsavedGuard } from "../../ui/unsaved-guard.tsx";
import { useCreateUser } from "./user.queries.ts";
import { UserFields } from "./user-fields.tsx";
import { type UserFields as Fields, NewUser, noFields } from "./user-form.ts";

const list = "/configuration/utilisateurs";

/** Utilisateurs → « Nouveau » (guide 5); « Valider » leads to the user's page and its tabs. No draft: it would keep a password. */
export function UserCreatePage() {
  const { t } = useLingui();
  const navigate = useNavigate();
  const form = useZodForm(NewUser, { defaultValues: noFields }) as unknown as UseFormReturn<Fields, unknown, Fields>;
  const create = useCreateUser();
  const [created, setCreated] = useState<UserView | null>(null);
  // Once the guard below knows that nothing is unsaved any more.
  useEffect(() => {
    if (created) void navigate(`${list}/${created.id}`, { replace: true });
  }, [created, navigate]);

  const submit = form.handleSubmit(async ({ confirmation: _, current: __, ...body }) => {
    try {
      setCreated(await create.mutateAsync(body));
    } catch (refusal) {
      showRefusal(form, refusal);
    }
  });

  return (
    <Page layout="narrow">
      <PageHeader title={t`Nouvel utilisateur`} back={{ to: list, label: t`Utilisateurs` }} />
      <form onSubmit={(event) => void submit(event)} noValidate>
        <Section title={t`Informations`}>
          <UserFields form={form} />
          <FormError error={form.formState.errors.root?.["server"]?.message} />
          <Group justify="flex-end" gap="xs" mt="md">
            <Button component={Link} to={list} data-cancel variant="default">{t`Annuler`}</Button>
            <Button type="submit" loading={form.formState.isSubmitting}>{t`Valider`}</Button>
          </Group>
        </Section>
        <UnsavedGuard when={form.formState.isDirty && !created} />
      </form>
    </Page>
  );
}
