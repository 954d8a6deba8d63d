import { ContactEssentials, type ContactView } from "@crm/contract";
import { useLingui } from "@lingui/react/macro";
import { Button, Group, Text } from "@mantine/core";
import { type ReactNode, useEffect, useState } from "react";
import { Link, useNavigate } from "react-router";
import { useFormDraft } from "../../lib/draft.ts";
import { showRefusal, useZodForm } from "../../lib/form.ts";
import { FormError } from "../../ui/form-error.tsx";
import { Page, PageHeader } from "../../ui/page.tsx";
import { Section } from "../../ui/section.tsx";
import { UnsavedGuard } from "../../ui/unsaved-guard.tsx";
import { useCreateContact } from "./contact.queries.ts";
import { type Essentials, EssentialsFields, noEssentials } from "./essentials-fields.tsx";

/** Contacts → Nouveau contact (guide 2.2): only the e-mail is required, « Valider » at the foot, then the card. */
export function ContactCreatePage({ similar }: { similar?: (typed: Essentials) => ReactNode }) {
  const { t } = useLingui();
  const navigate = useNavigate();
  const form = useZodForm(ContactEssentials, { defaultValues: noEssentials });
  const draft = useFormDraft("contact:new", form);
  const create = useCreateContact();
  const [created, setCreated] = useState<ContactView | null>(null);
  // Once the guard below knows that nothing is unsaved any more.
  useEffect(() => {
    if (created) void navigate(`/contacts/${created.id}`, { replace: true });
  }, [created, navigate]);

  const submit = form.handleSubmit(async (essentials) => {
    try {
      const view = await create.mutateAsync(essentials);
      draft.clear();
      setCreated(view);
    } catch (refusal) {
      showRefusal(form, refusal);
    }
  });

  return (
    <Page layout="narrow">
      <PageHeader title={t`Nouveau contact`} back={{ to: "/contacts", label: t`Contacts` }} />
      <form onSubmit={(event) => void submit(event)} noValidate>
        <Section title={t`Informations essentielles`}>
          <Text size="xs" c="dimmed" mb="sm">{t`Seul l’e-mail est obligatoire.`}</Text>
          <EssentialsFields form={form} similar={similar} />
          <FormError error={form.formState.errors.root?.["server"]?.message} />
          <Group justify="flex-end" gap="xs" mt="md">
            <Button component={Link} to="/contacts" data-cancel variant="default">{t`Annuler`}</Button>
            <Button type="submit" loading={form.formState.isSubmitting}>{t`Valider`}</Button>
          </Group>
        </Section>
        <UnsavedGuard when={form.formState.isDirty && !created} onLeave={draft.clear} />
      </form>
    </Page>
  );
}
