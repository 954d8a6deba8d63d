import type { FormView } from "@crm/contract";
import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { type AskedQuestion, questionList } from "../../lib/shared.queries.ts";
import { Page, PageHeader } from "../../ui/page.tsx";
import { Properties, Property, Section } from "../../ui/section.tsx";
import classes from "./form.module.css";
import { FormAddress, FormState, RestoreForm } from "./form-line.tsx";
import { FormPreview } from "./form-preview.tsx";
import { fieldName } from "./form-words.ts";

interface Props {
  form: FormView;
  back: { to: string; label: string };
  actions: ReactNode;
}

const none: AskedQuestion[] = [];

/** A form that can't be changed: by this person, or before it is restored. */
export function FormRead({ form, back, actions }: Props) {
  const { t, i18n } = useLingui();
  const { data: questions = none } = useQuery(questionList("contact"));
  const { name, fields, owner, thanks, redirectUrl, emailConsent, smsConsent, archivedAt, can } = form;
  const lines = (text: string) => text && <span className={classes["text"]}>{text}</span>;
  return (
    <Page>
      <PageHeader title={name} back={back} subtitle={<FormState form={form} />} actions={actions} />
      {archivedAt !== null && (
        <div className={classes["notice"]} role="status">
          <span>{t`Ce formulaire est archivé : son adresse n’accepte plus de réponses, ses enregistrements sont gardés.`}</span>
          {can.update && <RestoreForm form={form} />}
        </div>
      )}
      <div className={classes["desk"]}>
        <div className={classes["form"]}>
          <Section title={t`Formulaire`}>
            <Properties>
              <Property label={t`Adresse`}>
                <FormAddress form={form} />
              </Property>
              <Property label={t`Contacts suivis par`}>{owner?.name}</Property>
              <Property label={t`Une fois la réponse envoyée`}>
                {lines(redirectUrl ?? (thanks || t`Votre réponse a bien été envoyée.`))}
              </Property>
              <Property label={t`Case pour les e-mails`}>{lines(emailConsent)}</Property>
              <Property label={t`Case pour les SMS`}>{lines(smsConsent)}</Property>
            </Properties>
          </Section>
          <Section title={t`Champs du formulaire`} badge={fields.length}>
            <ol className={classes["read"]}>
              {fields.map(({ key, label, required }) => (
                <li key={key}>
                  {label || fieldName(i18n, key, questions)}
                  {required && <span className={classes["own"]}> · {t`Obligatoire`}</span>}
                </li>
              ))}
            </ol>
          </Section>
        </div>
        <FormPreview form={form} questions={questions} />
      </div>
    </Page>
  );
}
