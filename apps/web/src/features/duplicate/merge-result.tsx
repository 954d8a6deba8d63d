import type { MergePair } from "@crm/contract";
import { answerText, type Question } from "@crm/fields";
import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { contactName, formatPhone } from "../../lib/format.ts";
import { contactLabels } from "../../ui/field-labels.ts";
import { RichTextView } from "../../ui/rich-text-view.tsx";
import { Properties, Property, Section } from "../../ui/section.tsx";
import classes from "./duplicate.module.css";
import { type Choice, type Field, fieldOf } from "./merge-choice.ts";

/** What the merge will make: the card as it will be, what moves to it, and what becomes of the other one. */
export function MergeResult({ pair, questions, choice }: { pair: MergePair; questions: Question[]; choice: Choice }) {
  const { t, i18n } = useLingui();
  const locale = i18n.locale === "en" ? "en" : "fr";
  const { kept } = choice;
  const gone = pair[kept === "first" ? "second" : "first"];
  const value = (field: Field) => fieldOf(pair[choice.fields[field]].contact, field);
  const name = contactName({
    firstName: value("firstName"),
    lastName: value("lastName"),
    company: value("company"),
    email: value("email"),
  });
  const notes = (choice.notes === "both" ? [pair[kept], gone] : [pair[choice.notes]]).map(
    ({ contact }) => contact.notes,
  );
  const withdrawn = [pair.first, pair.second].some(
    ({ contact: { emailConsent, smsConsent } }) => emailConsent === "withdrawn" || smsConsent === "withdrawn",
  );
  const fields: Field[] = ["title", "company", "email", "phone", "mobile", "address", "postalCode", "city", "country"];
  return (
    <Section title={t`Résultat`}>
      <p className={classes["resultName"]}>{name}</p>
      <p className={classes["why"]}>{pair[kept].contact.code}</p>
      <Properties>
        {fields
          .filter((field) => value(field) !== "")
          .map((field) => (
            <Property key={field} label={i18n._(contactLabels[field as keyof typeof contactLabels])}>
              {field === "phone" || field === "mobile" ? formatPhone(value(field)) : value(field)}
            </Property>
          ))}
        <Property label={t`Suivi par`}>{value("owner")}</Property>
        {questions.map((question) => {
          const side = choice.answers[question.id] ?? kept;
          const text = answerText(question, pair[side].contact.answers[question.id], locale);
          return (
            text && (
              <Property key={question.id} label={question.label}>
                {text}
              </Property>
            )
          );
        })}
      </Properties>
      {notes.some(Boolean) && (
        <div className={classes["resultNotes"]}>
          <RichTextView html={notes.join("")} />
        </div>
      )}
      <ul className={classes["moves"]}>
        <li>
          {plural(gone.opportunities, {
            0: "Aucune opportunité à rattacher",
            one: "# opportunité rejoint la fiche conservée",
            other: "# opportunités rejoignent la fiche conservée",
          })}
        </li>
        <li>
          {plural(gone.events, {
            one: "# événement rejoint l’historique",
            other: "# événements rejoignent l’historique",
          })}
        </li>
        {withdrawn && <li>{t`Un consentement retiré le reste : personne n’est réabonné.`}</li>}
        <li>{t`La fiche ${gone.contact.code} disparaît ; son adresse mène à la fiche conservée. Annulable pendant 30 jours.`}</li>
      </ul>
    </Section>
  );
}
