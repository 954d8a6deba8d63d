import { type FormView, suggestSlug } from "@crm/contract";
import { useLingui } from "@lingui/react/macro";
import { Button, Radio, Switch, Textarea, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Controller, useWatch } from "react-hook-form";
import { userDirectory } from "../../lib/shared.queries.ts";
import { Section } from "../../ui/section.tsx";
import { UserSelect } from "../../ui/user-select.tsx";
import classes from "./form.module.css";
import type { Editor } from "./form-draft.ts";
import { addressOf } from "./form-words.ts";

/** Names, address and texts of a form; whether it is open, and who follows the contacts that it creates. */
export function AboutSection({ form, origin }: { form: Editor; origin: FormView | undefined }) {
  const { t } = useLingui();
  const { errors, isSubmitted } = form.formState;
  const { data: users = [] } = useQuery(userDirectory);
  const [slug, name] = useWatch({ control: form.control, name: ["slug", "name"] });
  const moved = origin !== undefined && slug !== origin.slug;
  /** The address follows the name until somebody writes another one. */
  function followName(next: string) {
    if (origin === undefined && slug === suggestSlug(name))
      form.setValue("slug", suggestSlug(next), { shouldValidate: isSubmitted });
  }
  return (
    <Section title={t`Formulaire`}>
      <div className={classes["fields"]}>
        <Controller
          control={form.control}
          name="name"
          render={({ field }) => (
            <TextInput
              {...field}
              label={t({ message: "Nom", context: "of a thing" })}
              placeholder={t`Par exemple « Demande de devis »`}
              required
              maxLength={120}
              autoComplete="off"
              autoFocus={origin === undefined}
              error={errors.name?.message}
              onChange={({ currentTarget }) => {
                followName(currentTarget.value);
                field.onChange(currentTarget.value);
              }}
            />
          )}
        />
        <TextInput
          label={t`Adresse`}
          required
          maxLength={80}
          autoComplete="off"
          spellCheck={false}
          leftSection={<span className={classes["before"]}>/f/</span>}
          leftSectionWidth={36}
          description={
            moved
              ? t`L’adresse actuelle, ${addressOf(origin.slug)}, ne mènera plus à ce formulaire.`
              : slug
                ? addressOf(slug)
                : t`La fin de l’adresse que vous communiquez.`
          }
          error={errors.slug?.message}
          {...form.register("slug")}
        />
        <TextInput
          label={t({ message: "Titre", context: "of a form" })}
          placeholder={name}
          description={t`En haut de la page. Laissé vide, c’est le nom du formulaire.`}
          maxLength={200}
          autoComplete="off"
          error={errors.title?.message}
          {...form.register("title")}
        />
        <Controller
          control={form.control}
          name="intro"
          render={({ field }) => (
            <Textarea
              {...field}
              label={t`Introduction`}
              description={t`Sous le titre. Du texte, dont les retours à la ligne sont gardés.`}
              maxLength={5000}
              autosize
              minRows={2}
              maxRows={10}
              error={errors.intro?.message}
            />
          )}
        />
        <div className={classes["pair"]}>
          <Controller
            control={form.control}
            name="ownerId"
            render={({ field }) => (
              <UserSelect
                label={t`Contacts suivis par`}
                placeholder={t`Personne`}
                users={users}
                value={field.value}
                onChange={field.onChange}
                error={errors.ownerId?.message}
              />
            )}
          />
          <Controller
            control={form.control}
            name="active"
            render={({ field: { value, ...field } }) => (
              <Switch
                {...field}
                checked={value}
                className={classes["open"] ?? ""}
                label={t`Ouvert aux réponses`}
                description={t`Fermé, il le dit à qui ouvre son adresse.`}
              />
            )}
          />
        </div>
      </div>
    </Section>
  );
}

/** The button, and what comes once it was pressed: a message, or another page. */
export function EndSection({ form }: { form: Editor }) {
  const { t } = useLingui();
  const { errors } = form.formState;
  const redirectUrl = useWatch({ control: form.control, name: "redirectUrl" });
  return (
    <Section title={t`Envoi`}>
      <div className={classes["fields"]}>
        <TextInput
          label={t`Texte du bouton`}
          placeholder={t`Envoyer`}
          maxLength={60}
          autoComplete="off"
          error={errors.button?.message}
          {...form.register("button")}
        />
        <Radio.Group
          label={t`Une fois la réponse envoyée`}
          value={redirectUrl === null ? "thanks" : "redirect"}
          onChange={(next) =>
            form.setValue("redirectUrl", next === "thanks" ? null : "", { shouldDirty: true, shouldValidate: false })
          }
        >
          <div className={classes["radios"]}>
            <Radio value="thanks" label={t`Afficher un message`} />
            <Radio value="redirect" label={t`Mener à une autre page`} />
          </div>
        </Radio.Group>
        {redirectUrl === null ? (
          <Controller
            control={form.control}
            name="thanks"
            render={({ field }) => (
              <Textarea
                {...field}
                label={t`Message de remerciement`}
                placeholder={t`Votre réponse a bien été envoyée.`}
                maxLength={2000}
                autosize
                minRows={2}
                maxRows={8}
                error={errors.thanks?.message}
              />
            )}
          />
        ) : (
          <TextInput
            label={t`Adresse de la page`}
            placeholder="https://"
            description={t`Une adresse en https.`}
            required
            inputMode="url"
            autoComplete="off"
            spellCheck={false}
            error={errors.redirectUrl?.message}
            {...form.register("redirectUrl")}
          />
        )}
      </div>
    </Section>
  );
}

/** The words of the boxes that ask to be written to; a box without words is not there. */
export function ConsentSection({ form }: { form: Editor }) {
  const { t } = useLingui();
  const boxes = [
    {
      name: "emailConsent",
      label: t`Case pour les e-mails`,
      usual: t`J’accepte de recevoir des informations par e-mail. Je peux me désinscrire à tout moment.`,
    },
    {
      name: "smsConsent",
      label: t`Case pour les SMS`,
      usual: t`J’accepte de recevoir des informations par SMS. Je peux m’y opposer à tout moment.`,
    },
  ] as const;
  return (
    <Section title={t`Consentements`}>
      <p className={classes["hint"]}>
        {t`Ce que dit chaque case, mot pour mot : c’est la preuve gardée avec la réponse. Sans texte, il n’y a pas de case.`}
      </p>
      <div className={classes["fields"]}>
        {boxes.map(({ name, label, usual }) => (
          <Controller
            key={name}
            control={form.control}
            name={name}
            render={({ field, fieldState: { error } }) => (
              <div>
                <Textarea
                  {...field}
                  label={label}
                  maxLength={1000}
                  autosize
                  minRows={1}
                  maxRows={6}
                  error={error?.message}
                />
                {field.value === "" && (
                  <Button
                    variant="subtle"
                    size="compact-sm"
                    mt={4}
                    aria-label={t`Proposer un texte : ${label}`}
                    onClick={({ currentTarget }) => {
                      currentTarget.parentElement?.querySelector("textarea")?.focus();
                      field.onChange(usual);
                    }}
                  >{t`Proposer un texte`}</Button>
                )}
              </div>
            )}
          />
        ))}
      </div>
    </Section>
  );
}
