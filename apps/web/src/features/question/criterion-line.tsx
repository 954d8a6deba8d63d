import { type AnswerFilter, type Operator, operatorLabel } from "@crm/fields";
import { useLingui } from "@lingui/react/macro";
import { MultiSelect, Select, TagsInput } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import type { FilterSubject } from "../../lib/filter-subject.ts";
import { IconButton } from "../../ui/icon-button.tsx";
import classes from "./filter-builder.module.css";
import type { DraftCriterion } from "./filter-draft.ts";
import { DayValue, NumberValue, TextValue } from "./filter-values.tsx";
import { useLocale } from "./use-locale.ts";

interface Props {
  /** « Condition 2 »: what its fields are named after. */
  name: string;
  criterion: DraftCriterion;
  subjects: readonly FilterSubject[];
  onChange: (criterion: DraftCriterion) => void;
  onRemove: () => void;
}

/** What is asked, how, and the value looked for. */
export function CriterionLine({ name, criterion, subjects, onChange, onRemove }: Props) {
  const { t } = useLingui();
  const locale = useLocale();
  const subject = subjects.find(({ id }) => id === criterion.subject);
  const { operator, value } = criterion;
  // What no longer fits is told by its chip; its value would mean nothing in this field.
  const outdated = value !== undefined && subject?.fits({ operator, value }) === false && operator !== "between";
  const group = (label: string, questions: boolean) => ({
    group: label,
    items: subjects.filter(({ of }) => "questionId" in of === questions).map(({ id, label }) => ({ value: id, label })),
  });
  const lists = (operator: Operator) => operator === "oneOf" || operator === "noneOf";
  /** A value goes on with another operator that compares with one of the same kind. */
  const kept = (operator: Operator) =>
    subject?.fits({ operator, value: criterion.value }) && lists(operator) === lists(criterion.operator)
      ? criterion.value
      : undefined;

  return (
    <div className={classes["line"]}>
      <Select
        aria-label={t`${name} : champ`}
        placeholder={t`Choisir un champ`}
        searchable
        data={[group(t`Fiche`, false), group(t`Questions`, true)].filter(({ items }) => items.length > 0)}
        value={criterion.subject}
        allowDeselect={false}
        nothingFoundMessage={t`Aucun champ`}
        onChange={(id) => {
          const [operator = "is"] = subjects.find((subject) => subject.id === id)?.operators ?? [];
          onChange({ ...criterion, subject: id, operator, value: undefined });
        }}
      />
      {subject && (
        <>
          <Select
            aria-label={t`${name} : critère`}
            data={subject.operators.map((value) => ({ value, label: operatorLabel(value, subject.storage)[locale] }))}
            value={subject.operators.includes(operator) ? operator : null}
            allowDeselect={false}
            onChange={(operator) =>
              operator && onChange({ ...criterion, operator: operator as Operator, value: kept(operator as Operator) })
            }
          />
          {criterion.operator !== "empty" && criterion.operator !== "filled" && (
            <Value
              key={`${subject.id} ${criterion.operator}`}
              name={name}
              subject={subject}
              operator={criterion.operator}
              value={outdated ? undefined : value}
              onChange={(value) => onChange({ ...criterion, value })}
            />
          )}
        </>
      )}
      <IconButton label={t`Enlever : ${name}`} variant="subtle" size={32} onClick={onRemove}>
        <IconX size={15} aria-hidden />
      </IconButton>
    </div>
  );
}

interface ValueProps {
  name: string;
  subject: FilterSubject;
  operator: Operator;
  value: AnswerFilter["value"];
  onChange: (value: AnswerFilter["value"]) => void;
}

function Value({ name, subject, operator, value, onChange }: ValueProps) {
  const { t } = useLingui();
  const { storage, choices } = subject;
  const label = t`${name} : valeur`;
  const placeholder = t`Valeur`;
  if (operator === "oneOf" || operator === "noneOf") {
    const picked = Array.isArray(value) ? value.map(String) : [];
    const list = { "aria-label": label, placeholder: picked.length > 0 ? "" : placeholder, value: picked };
    const pick = (values: string[]) => onChange(values.length > 0 ? values : undefined);
    return choices.length > 0 ? (
      <MultiSelect {...list} data={[...choices]} searchable hidePickedOptions onChange={pick} />
    ) : (
      <TagsInput {...list} placeholder={t`Une valeur, puis Entrée`} acceptValueOnBlur onChange={pick} />
    );
  }
  if (storage === "boolean")
    return (
      <Select
        aria-label={label}
        placeholder={placeholder}
        data={[
          { value: "true", label: t`Oui` },
          { value: "false", label: t`Non` },
        ]}
        value={value === undefined ? null : String(value)}
        onChange={(picked) => onChange(picked === null ? undefined : picked === "true")}
      />
    );
  if (choices.length > 0)
    return (
      <Select
        aria-label={label}
        placeholder={placeholder}
        searchable
        data={[...choices]}
        value={typeof value === "string" ? value : null}
        onChange={(picked) => onChange(picked ?? undefined)}
      />
    );
  if (operator === "between") return <Between {...{ name, subject, operator, value, onChange }} />;
  const Field = storage === "number" ? NumberValue : storage === "date" ? DayValue : TextValue;
  return <Field label={label} placeholder={placeholder} value={value} onChange={onChange} />;
}

/** Two bounds; nothing is asked before both are there. */
function Between({ name, subject: { storage }, value, onChange }: ValueProps) {
  const { t } = useLingui();
  const bounds = (Array.isArray(value) ? value : []) as (string | number | undefined)[];
  const Field = storage === "number" ? NumberValue : DayValue;
  const set = (place: 0 | 1) => (given: AnswerFilter["value"]) => {
    const next = [bounds[0], bounds[1]];
    next[place] = given as string | number | undefined;
    onChange(next as string[]);
  };
  return (
    <div className={classes["bounds"]}>
      <Field label={t`${name} : de`} placeholder={t`De`} value={bounds[0]} onChange={set(0)} />
      <Field label={t`${name} : à`} placeholder={t`À`} value={bounds[1]} onChange={set(1)} />
    </div>
  );
}
