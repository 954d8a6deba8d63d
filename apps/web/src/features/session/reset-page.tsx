import { Trans, useLingui } from "@lingui/react/macro";
import { Button, PasswordInput } from "@mantine/core";
import { Link, useSearchParams } from "react-router";
import { showRefusal, useZodForm } from "../../lib/form.ts";
import { passwordRule } from "../../lib/password-rule.ts";
import { FormError } from "../../ui/form-error.tsx";
import { PasswordTwice, sameTwice } from "./password-fields.ts";
import { useResetPassword } from "./session.queries.ts";
import classes from "./session-layout.module.css";
import { SessionLayout } from "./session-layout.tsx";

/** Where the link of the e-mail leads. The token is in the address' query or fragment. */
export function ResetPage() {
  const { t, i18n } = useLingui();
  const [search] = useSearchParams();
  const reset = useResetPassword();
  const form = useZodForm(PasswordTwice, { defaultValues: { password: "", confirmation: "" } });
  const { errors } = form.formState;
  const token = search.get("token") ?? search.get("jeton") ?? window.location.hash.replace(/^#(token=|jeton=)?/, "");

  const submit = form.handleSubmit(async (typed) => {
    if (!sameTwice(typed))
      return form.setError("confirmation", { message: t`Les deux mots de passe diffèrent.` }, { shouldFocus: true });
    await reset.mutateAsync({ token, password: typed.password }).catch((error: unknown) => showRefusal(form, error));
  });

  if (reset.isSuccess) {
    return (
      <SessionLayout
        title={t`Mot de passe modifié`}
        intro={t`Votre nouveau mot de passe est enregistré. Les autres appareils ont été déconnectés.`}
      >
        <div className={classes["stack"]}>
          <Button component={Link} to="/connexion" h={40}>{t`Se connecter`}</Button>
        </div>
      </SessionLayout>
    );
  }
  return (
    <SessionLayout title={t`Nouveau mot de passe`} intro={i18n._(passwordRule)}>
      <form className={classes["stack"]} onSubmit={(event) => void submit(event)} noValidate>
        <PasswordInput
          label={t`Nouveau mot de passe`}
          autoComplete="new-password"
          autoFocus
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
        <Button type="submit" h={40} loading={reset.isPending}>{t`Enregistrer le mot de passe`}</Button>
      </form>
      <Link className={classes["link"]} to="/mot-de-passe-oublie">
        <Trans>Demander un nouveau lien</Trans>
      </Link>
    </SessionLayout>
  );
}
