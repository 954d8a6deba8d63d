import { Credentials } from "@crm/contract";
import { Trans, useLingui } from "@lingui/react/macro";
import { Button, PasswordInput, TextInput } from "@mantine/core";
import { useState } from "react";
import { Link, useNavigate, useSearchParams } from "react-router";
import { errorSentence } from "../../lib/error-sentence.ts";
import { useZodForm } from "../../lib/form.ts";
import { FormError } from "../../ui/form-error.tsx";
import { returnAddress, useSignIn } from "./session.queries.ts";
import classes from "./session-layout.module.css";
import { SessionLayout } from "./session-layout.tsx";

const Filled = Credentials.extend({
  email: Credentials.shape.email.min(1),
  password: Credentials.shape.password.min(1),
});

/** Guide 1.1: « identifiant et mot de passe renseignés, vous arrivez sur la page d'accueil ». */
export function SignInPage() {
  const { t } = useLingui();
  const navigate = useNavigate();
  const [search] = useSearchParams();
  const signIn = useSignIn();
  const [refusal, setRefusal] = useState("");
  const form = useZodForm(Filled, { defaultValues: { email: "", password: "" } });
  const { errors } = form.formState;

  const submit = form.handleSubmit(async (credentials) => {
    setRefusal("");
    try {
      await signIn.mutateAsync(credentials);
      await navigate(returnAddress(search), { replace: true });
    } catch (error) {
      setRefusal(errorSentence(error));
      form.setFocus("password", { shouldSelect: true });
    }
  });

  return (
    <SessionLayout
      title={t`Connexion`}
      intro={
        search.has("retour")
          ? t`Connectez-vous pour reprendre là où vous en étiez.`
          : t`Renseignez votre identifiant et votre mot de passe.`
      }
    >
      <form className={classes["stack"]} onSubmit={(event) => void submit(event)} noValidate>
        <TextInput
          label={t`Identifiant`}
          placeholder={t`prenom.nom@entreprise.fr`}
          inputMode="email"
          autoComplete="username"
          autoFocus
          autoCapitalize="none"
          spellCheck={false}
          error={errors.email && t`Indiquez votre identifiant.`}
          {...form.register("email")}
        />
        <PasswordInput
          label={t`Mot de passe`}
          autoComplete="current-password"
          visibilityToggleButtonProps={{ "aria-label": t`Afficher ou masquer le mot de passe`, tabIndex: 0 }}
          error={errors.password && t`Indiquez votre mot de passe.`}
          {...form.register("password")}
        />
        <FormError error={refusal} />
        <Button type="submit" size="md" h={40} loading={signIn.isPending}>{t`Se connecter`}</Button>
        <Link className={classes["link"]} to="/mot-de-passe-oublie">
          <Trans>Mot de passe oublié ?</Trans>
        </Link>
      </form>
      {isDemo() && (
        <DemoAccounts
          onChoose={(email, password) => {
            form.setValue("email", email);
            form.setValue("password", password);
            void submit();
          }}
        />
      )}
    </SessionLayout>
  );
}

/** The server marks the page when it serves demo data. */
const isDemo = () => document.querySelector('meta[name="crm-demo"]')?.getAttribute("content") === "1";
const demoPassword = "demo-helium-2026";

function DemoAccounts({ onChoose }: { onChoose: (email: string, password: string) => void }) {
  const { t } = useLingui();
  const accounts = [
    { email: "admin@demo.fr", label: t`Gestionnaire` },
    { email: "manager@demo.fr", label: t`Manager` },
    { email: "commercial@demo.fr", label: t`Commercial` },
  ];
  return (
    <section className={classes["demo"]}>
      <h2>{t`Comptes de démonstration`}</h2>
      <p>{t`Mot de passe commun : ${demoPassword}`}</p>
      <div className={classes["accounts"]}>
        {accounts.map(({ email, label }) => (
          <Button key={email} variant="default" size="xs" title={email} onClick={() => onChoose(email, demoPassword)}>
            {label}
          </Button>
        ))}
      </div>
    </section>
  );
}
