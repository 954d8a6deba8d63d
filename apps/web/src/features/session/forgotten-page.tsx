import { sessionApi } from "@crm/contract";
import { Trans, useLingui } from "@lingui/react/macro";
import { Button, TextInput } from "@mantine/core";
import { Link } from "react-router";
import { useZodForm } from "../../lib/form.ts";
import { FormError } from "../../ui/form-error.tsx";
import { useForgotPassword } from "./session.queries.ts";
import classes from "./session-layout.module.css";
import { SessionLayout } from "./session-layout.tsx";

const { body } = sessionApi.forgotPassword.schema;
const Filled = body.extend({ email: body.shape.email.min(1) });

/** « Mot de passe oublié ? »: the answer is the same whether the account exists or not. */
export function ForgottenPage() {
  const { t } = useLingui();
  const forgot = useForgotPassword();
  const form = useZodForm(Filled, { defaultValues: { email: "" } });
  const submit = form.handleSubmit((sent) => forgot.mutate(sent));
  return (
    <SessionLayout
      title={t`Mot de passe oublié`}
      intro={
        forgot.isSuccess
          ? undefined
          : t`Indiquez votre identifiant : nous vous envoyons un lien pour choisir un nouveau mot de passe.`
      }
    >
      {forgot.isSuccess ? (
        <div className={classes["stack"]} role="status">
          <p className={classes["intro"]}>
            <Trans>
              Si un compte existe à cette adresse, un e-mail vient de partir. Son lien est valable une heure. Pensez à
              vérifier vos courriers indésirables.
            </Trans>
          </p>
        </div>
      ) : (
        <form className={classes["stack"]} onSubmit={(event) => void submit(event)} noValidate>
          <TextInput
            label={t`Identifiant`}
            inputMode="email"
            autoComplete="username"
            autoFocus
            error={form.formState.errors.email && t`Indiquez votre identifiant.`}
            {...form.register("email")}
          />
          <FormError error={forgot.error} />
          <Button type="submit" h={40} loading={forgot.isPending}>{t`Envoyer le lien`}</Button>
        </form>
      )}
      <Link className={classes["link"]} to="/connexion">
        <Trans>Retour à la connexion</Trans>
      </Link>
    </SessionLayout>
  );
}
