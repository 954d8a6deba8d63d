import { type Profile, profileNames } from "@crm/contract";
import { useLingui } from "@lingui/react/macro";
import { Checkbox, PasswordInput, Select, TextInput } from "@mantine/core";
import { Controller, type UseFormReturn } from "react-hook-form";
import { passwordRule } from "../../lib/password-rule.ts";
import { OrganisationField } from "./organisation-field.tsx";
import classes from "./user.module.css";
import type { UserFields as Fields } from "./user-form.ts";
import { profileWords } from "./user-words.ts";

interface Props {
  form: UseFormReturn<Fields, unknown, Fields>;
  /** A known user keeps his password when the field stays empty. */
  known?: boolean;
  /** One's own account: its e-mail and password change with the password that it has. */
  own?: boolean;
}

/** Chapter 5's fields, in its order. Somebody else's data: the browser must not offer mine. */
export function UserFields({ form, known = false, own = false }: Props) {
  const { t, i18n } = useLingui();
  const { errors } = form.formState;
  const half = classes["half"] ?? "";
  return (
    <div className={classes["fields"]}>
      <TextInput
        {...form.register("firstName")}
        label={t`Prénom`}
        required
        autoComplete="off"
        className={half}
        error={errors.firstName?.message}
      />
      <TextInput
        {...form.register("lastName")}
        label={t({ message: "Nom", context: "last name" })}
        required
        autoComplete="off"
        className={half}
        error={errors.lastName?.message}
      />
      <TextInput
        {...form.register("email")}
        label={t`Email`}
        description={t`Son identifiant de connexion. Sert aussi au publipostage, comme le téléphone.`}
        required
        inputMode="email"
        autoComplete="off"
        spellCheck={false}
        placeholder={t`nom@exemple.fr`}
        error={errors.email?.message}
      />
      <TextInput
        {...form.register("phone")}
        label={t`Téléphone`}
        inputMode="tel"
        autoComplete="off"
        className={half}
        error={errors.phone?.message}
      />
      <TextInput
        {...form.register("jobTitle")}
        label={t`Fonction`}
        autoComplete="off"
        className={half}
        error={errors.jobTitle?.message}
      />
      <Checkbox
        {...form.register("crmAccess")}
        label={t`Administrateur`}
        description={t`Donne accès aux fonctionnalités CRM : contacts, opportunités, imports et exports.`}
        error={errors.crmAccess?.message}
      />
      <Controller
        control={form.control}
        name="profile"
        render={({ field, fieldState }) => (
          <Select
            {...field}
            onChange={(value) => value && field.onChange(value)}
            label={t`Profil`}
            description={i18n._(profileWords[field.value as Profile].reach)}
            data={profileNames.map((value) => ({ value, label: i18n._(profileWords[value].label) }))}
            allowDeselect={false}
            className={half}
            error={fieldState.error?.message}
          />
        )}
      />
      <OrganisationField form={form} className={half} />
      <PasswordInput
        {...form.register("password")}
        label={t`Mot de passe`}
        description={
          errors.password
            ? undefined
            : known
              ? t`Laissez vide pour ne pas le changer. Un nouveau mot de passe le déconnecte de ses appareils.`
              : i18n._(passwordRule)
        }
        required={!known}
        autoComplete="new-password"
        visibilityToggleButtonProps={{ "aria-label": t`Afficher le mot de passe` }}
        className={half}
        error={errors.password?.message}
        aria-invalid={errors.password !== undefined} // the kit leaves it out for passwords
      />
      <PasswordInput
        {...form.register("confirmation")}
        label={t`Confirmation du mot de passe`}
        required={!known}
        autoComplete="new-password"
        visibilityToggleButtonProps={{ "aria-label": t`Afficher la confirmation` }}
        className={half}
        error={errors.confirmation?.message}
        aria-invalid={errors.confirmation !== undefined} // the kit leaves it out for passwords
      />
      {own && (
        <PasswordInput
          {...form.register("current")}
          label={t`Mot de passe actuel`}
          description={errors.current ? undefined : t`Demandé pour changer votre e-mail ou votre mot de passe.`}
          autoComplete="current-password"
          visibilityToggleButtonProps={{ "aria-label": t`Afficher le mot de passe actuel` }}
          className={half}
          error={errors.current?.message}
          aria-invalid={errors.current !== undefined} // the kit leaves it out for passwords
        />
      )}
    </div>
  );
}
