import type { ImportRecord } from "@crm/contract";
import { choicesOf } from "@crm/fields";
import { useLingui } from "@lingui/react/macro";
import { Button, CopyButton } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { formList, questionList } from "../../lib/shared.queries.ts";
import { Section } from "../../ui/section.tsx";
import classes from "./import.module.css";
import { importTargets } from "./import.queries.ts";
import { fieldLabel } from "./import-words.ts";

/** The headers that a file may carry (guide 2.5: the codes), and the values that each question takes. */
export function ImportHeaders({ record }: { record: ImportRecord }) {
  const { t } = useLingui();
  const { data: targets = [] } = useQuery(importTargets(record));
  const { data: questions = [] } = useQuery(questionList(record === "opportunity" ? record : "contact"));
  const submissions = record === "submission";
  const { data: forms = [] } = useQuery({ ...formList(), enabled: submissions });
  const rows = targets.map((target) => {
    const question = questions.find(({ code }) => code === target.code);
    const choices = question ? choicesOf(question) : [];
    return {
      code: target.code,
      label: fieldLabel(target, record),
      values:
        submissions && target.code === "FORMULAIRE"
          ? [...forms.map(({ slug, name }) => `${slug} (${name})`), t`ou le formulaire choisi à l’étape suivante`].join(
              ", ",
            )
          : target.required
            ? submissions
              ? t`obligatoire, sauf avec le code du contact`
              : t`obligatoire`
            : choices.map(({ value, label }) => (value === label ? value : `${value} (${label})`)).join(", "),
    };
  });
  return (
    <Section
      title={t`En-têtes attendus`}
      actions={
        <CopyButton value={rows.map(({ code }) => code).join("\t")}>
          {({ copied, copy }) => (
            <Button
              variant="subtle"
              size="compact-sm"
              onClick={copy}
              leftSection={copied ? <IconCheck size={14} aria-hidden /> : <IconCopy size={14} aria-hidden />}
            >
              {copied ? t`Codes copiés` : t`Copier les codes`}
            </Button>
          )}
        </CopyButton>
      }
    >
      <p
        className={classes["text"]}
      >{t`La première ligne du fichier porte les titres des colonnes : le code de chaque champ, ou son libellé. Les réponses à choix s’écrivent par leur valeur ou leur libellé. Les autres colonnes se choisissent à l’étape suivante, ou sont laissées.`}</p>
      {submissions && (
        <p
          className={classes["text"]}
        >{t`Chaque ligne ajoute un enregistrement au contact qui porte ce code ou cet e-mail. Ni sa fiche ni ses consentements ne changent.`}</p>
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: whatever scrolls must be reachable without a mouse. */}
      <section className={classes["frame"]} tabIndex={0} aria-label={t`Codes des champs`}>
        <table className={classes["table"]} aria-label={t`Codes des champs`}>
          <thead>
            <tr>
              <th scope="col">{t`Code`}</th>
              <th scope="col">{t`Champ`}</th>
              <th scope="col">{t`Valeurs`}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ code, label, values }) => (
              <tr key={code}>
                <td>
                  <code>{code}</code>
                </td>
                <td>{label}</td>
                <td className={classes["dim"]}>{values}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </Section>
  );
}
