import { useLingui } from "@lingui/react/macro";
import { Button, Group, Modal, PasswordInput, Stack } from "@mantine/core";
import { z } from "zod";
import { showRefusal, useZodForm } from "../../lib/form.ts";
import { passwordRule } from "../../lib/password-rule.ts";
import { FormError } from "../../ui/form-error.tsx";
import { notify } from "../../ui/notify.ts";
import { PasswordTwice, sameTwice } from "./password-fields.ts";
import { useChangePassword } from "./session.queries.ts";

const Change = PasswordTwice.extend({ current: z.string().min(1).max(200) });

export default function ChangePasswordDialog({ onClose }: { onClose: () => void }) {
  const { t, i18n } = useLingui();
  const change = useChangePassword();
  const form = useZodForm(Change, { defaultValues: { current: "", password: "", confirmation: "" } });
  const { errors } = form.formState;

  const submit = form.handleSubmit(async (typed) => {
    if (!sameTwice(typed))
      return form.setError("confirmation", { message: t`Les deux mots de passe diffèrent.` }, { shouldFocus: true });
    try {
      await change.mutateAsync({ current: typed.current, password: typed.password });
      void notify({ message: t`Mot de passe modifié. Vos autres appareils ont été déconnectés.` });
      onClose();
    } catch (error) {
      showRefusal(form, error);
    }
  });

  return (
    <Modal opened onClose={onClose} title={t`Changer mon mot de passe`} size={420}>
      <form onSubmit={(event) => void submit(event)} noValidate>
        <Stack gap="md">
          <PasswordInput
            label={t`Mot de passe actuel`}
            autoComplete="current-password"
            data-autofocus
            error={errors.current?.message}
            {...form.register("current")}
          />
          <PasswordInput
            label={t`Nouveau mot de passe`}
            description={i18n._(passwordRule)}
            autoComplete="new-password"
            error={errors.password?.message}
            {...form.register("password")}
          />
          <PasswordInput
            label={t`Confirmation du mot de passe`}
            autoComplete="new-password"
            error={errors.confirmation?.message}
            {...form.register("confirmation")}
          />
          <FormError error={(errors.root?.["server"] as { message?: string } | undefined)?.message ?? ""} />
        </Stack>
        <Group justify="flex-end" gap="xs" mt="lg">
          <Button data-cancel variant="default" onClick={onClose}>{t`Annuler`}</Button>
          <Button type="submit" loading={change.isPending}>{t`Valider`}</Button>
        </Group>
      </form>
    </Modal>
  );
}
