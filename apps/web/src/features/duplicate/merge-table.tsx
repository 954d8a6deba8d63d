import type { MergePair } from "@crm/contract";
import { answerText, type Question } from "@crm/fields";
import { useLingui } from "@lingui/react/macro";
import { Radio } from "@mantine/core";
import { type ReactNode, useId } from "react";
import { Link } from "react-router";
import { contactName, formatDate, formatPhone } from "../../lib/format.ts";
import { contactLabels } from "../../ui/field-labels.ts";
import { RichTextView } from "../../ui/rich-text-view.tsx";
import { Section } from "../../ui/section.tsx";
import classes from "./duplicate.module.css";
import {
  type Choice,
  differingAnswers,
  differingFields,
  type Field,
  fieldOf,
  type Notes,
  type Side,
} from "./merge-choice.ts";

interface Props {
  pair: MergePair;
  questions: Question[];
  choice: Choice;
  onChoose: (choice: Choice) => void;
  onKeep: (side: Side) => void;
}

const sides = ["first", "second"] as const;

/** Field by field, whose value stays. What both have alike is no choice, and is not shown. */
export function MergeTable({ pair, questions, choice, onChoose, onKeep }: Props) {
  const { t, i18n } = useLingui();
  const locale = i18n.locale === "en" ? "en" : "fr";
  const fields = differingFields(pair);
  const answers = differingAnswers(
    pair,
    questions.map(({ id }) => id),
  );
  const notes = sides.filter((side) => pair[side].contact.notes !== "");
  const label = (field: Field) => (field === "owner" ? t`Suivi par` : i18n._(contactLabels[field]));
  const shown = (side: Side, field: Field) => {
    const value = fieldOf(pair[side].contact, field);
    return field === "phone" || field === "mobile" ? formatPhone(value) : value;
  };
  return (
    <div className={classes["choices"]}>
      <Section title={t`Fiche à conserver`}>
        <Row
          label={t`Fiche à conserver`}
          hidden
          value={choice.kept}
          onChange={(kept) => onKeep(kept as Side)}
          options={sides.map((side) => [side, <Head key={side} pair={pair} side={side} />])}
        />
      </Section>
      <Section title={t`Valeurs à conserver`}>
        {fields.length + answers.length + notes.length === 0 && (
          <p className={classes["facts"]}>{t`Les deux fiches disent la même chose : il n’y a rien à choisir.`}</p>
        )}
        {fields.map((field) => (
          <Row
            key={field}
            label={label(field)}
            value={choice.fields[field]}
            onChange={(side) => onChoose({ ...choice, fields: { ...choice.fields, [field]: side as Side } })}
            options={sides.map((side) => [side, shown(side, field)])}
          />
        ))}
        {questions
          .filter(({ id }) => answers.includes(id))
          .map((question) => (
            <Row
              key={question.id}
              label={question.label}
              value={choice.answers[question.id] ?? choice.kept}
              onChange={(side) => onChoose({ ...choice, answers: { ...choice.answers, [question.id]: side as Side } })}
              options={sides.map((side) => [
                side,
                answerText(question, pair[side].contact.answers[question.id], locale),
              ])}
            />
          ))}
        {notes.length > 0 && (
          <Row
            label={t`Carnet de notes`}
            value={choice.notes}
            onChange={(value) => onChoose({ ...choice, notes: value as Notes })}
            options={[
              ...sides.map((side): [Notes, ReactNode] => [
                side,
                pair[side].contact.notes && <RichTextView key={side} html={pair[side].contact.notes} />,
              ]),
              ...(notes.length === 2 ? [["both", t`Garder les deux`] as [Notes, ReactNode]] : []),
            ]}
          />
        )}
      </Section>
    </div>
  );
}

function Head({ pair, side }: { pair: MergePair; side: Side }) {
  const { t } = useLingui();
  const { contact } = pair[side];
  return (
    <>
      <Link to={`/contacts/${contact.id}`} className={classes["name"]}>
        {contactName(contact)}
      </Link>
      <span className={classes["why"]}>
        {contact.code} · {t`créé le ${formatDate(contact.createdAt)}`}
      </span>
    </>
  );
}

interface RowProps {
  label: string;
  /** The section's title says it already. */
  hidden?: boolean;
  value: string;
  onChange: (value: string) => void;
  options: readonly (readonly [value: string, shown: ReactNode])[];
}

/** One choice: radios side by side, an empty value as a dash. */
function Row({ label, hidden, value, onChange, options }: RowProps) {
  const { t } = useLingui();
  const name = useId();
  return (
    <fieldset className={classes["row"]}>
      <legend className={hidden ? classes["said"] : classes["label"]}>{label}</legend>
      <div className={classes["options"]}>
        {options.map(([option, shown]) => (
          <label
            key={option}
            htmlFor={`${name}-${option}`}
            className={classes["option"]}
            data-chosen={value === option || undefined}
          >
            <Radio
              id={`${name}-${option}`}
              name={name}
              value={option}
              checked={value === option}
              onChange={() => onChange(option)}
              size="xs"
            />
            <span className={classes["value"]}>{shown || <span title={t`Non renseigné`}>—</span>}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
