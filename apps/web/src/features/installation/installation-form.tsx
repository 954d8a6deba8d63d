import { InstallationInput } from "@crm/contract";
import { t as say } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Checkbox, PasswordInput, TextInput } from "@mantine/core";
import { useState } from "react";
import { z } from "zod";
import { showRefusal, useZodForm } from "../../lib/form.ts";
import { passwordRule } from "../../lib/password-rule.ts";
import { FormError } from "../../ui/form-error.tsx";
import classes from "./installation.module.css";
import { useInstall } from "./installation.queries.ts";

const Filled = InstallationInput.extend({ confirmation: z.string() }).refine(
  ({ password, confirmation }) => password === confirmation,
  { path: ["confirmation"], error: () => say`Les deux mots de passe diffèrent.`, when: () => true },
);

/** The first account. `onDone` goes on as that person. */
export function InstallationForm({
  demo,
  onDone,
}: {
  /** Whether the demo's data can come with it. */
  demo: boolean;
  onDone: (credentials: { email: string; password: string }) => Promise<void>;
}) {
  const { t, i18n } = useLingui();
  const install = useInstall();
  const [done, setDone] = useState(false);
  const form = useZodForm(Filled, {
    defaultValues: {
      ...{ code: "", company: "", firstName: "", lastName: "", email: "", password: "", confirmation: "" },
      demo: false,
    },
  });
  const { errors, isSubmitting } = form.formState;
  const submit = form.handleSubmit(async ({ confirmation: _, ...body }) => {
    try {
      // Done once: what can fail after it is the sign-in alone, which is tried again.
      if (!done) await install.mutateAsync(body);
      setDone(true);
      await onDone({ email: body.email, password: body.password });
    } catch (refusal) {
      showRefusal(form, refusal);
    }
  });
  return (
    <form className={classes["stack"]} onSubmit={(event) => void submit(event)} noValidate>
      <TextInput
        label={t`Code d’installation`}
        description={t`Il est affiché dans le terminal au démarrage de l’application.`}
        placeholder="XXXXX-XXXXX"
        required
        autoFocus
        autoComplete="one-time-code"
        autoCapitalize="characters"
        spellCheck={false}
        error={errors.code?.message}
        {...form.register("code")}
      />
      <TextInput
        label={t`Nom de l’entreprise`}
        required
        autoComplete="organization"
        error={errors.company?.message}
        {...form.register("company")}
      />
      <div className={classes["pair"]}>
        <TextInput
          label={t`Prénom`}
          required
          autoComplete="given-name"
          error={errors.firstName?.message}
          {...form.register("firstName")}
        />
        <TextInput
          label={t({ message: "Nom", context: "last name" })}
          required
          autoComplete="family-name"
          error={errors.lastName?.message}
          {...form.register("lastName")}
        />
      </div>
      <TextInput
        label={t`Email`}
        description={t`Votre identifiant de connexion.`}
        required
        inputMode="email"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        error={errors.email?.message}
        {...form.register("email")}
      />
      <PasswordInput
        label={t`Mot de passe`}
        description={errors.password ? undefined : i18n._(passwordRule)}
        required
        autoComplete="new-password"
        visibilityToggleButtonProps={{ "aria-label": t`Afficher le mot de passe`, tabIndex: 0 }}
        error={errors.password?.message}
        aria-invalid={errors.password !== undefined} // the kit leaves it out for passwords
        {...form.register("password")}
      />
      <PasswordInput
        label={t`Confirmation du mot de passe`}
        required
        autoComplete="new-password"
        visibilityToggleButtonProps={{ "aria-label": t`Afficher la confirmation`, tabIndex: 0 }}
        error={errors.confirmation?.message}
        aria-invalid={errors.confirmation !== undefined}
        {...form.register("confirmation")}
      />
      {demo && (
        <Checkbox
          label={t`Charger les données de démonstration`}
          description={t`500 contacts et leurs opportunités, pour essayer ; une commande les retire.`}
          {...form.register("demo")}
        />
      )}
      <FormError error={errors.root?.["server"]?.message ?? ""} />
      <Button type="submit" h={40} loading={isSubmitting}>
        <Trans>Créer le compte</Trans>
      </Button>
    </form>
  );
}
