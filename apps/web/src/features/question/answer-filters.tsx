import {
  type AnswerFilter,
  choicesOf,
  filterFits,
  type Operator,
  operatorLabel,
  operatorsOf,
  type RecordName,
  type Storage,
  storageOf,
} from "@crm/fields";
import { useLingui } from "@lingui/react/macro";
import { MultiSelect, Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type ComponentType, useState } from "react";
import { type AskedQuestion, questionList } from "../../lib/shared.queries.ts";
import { DayValue, NumberValue, TextValue, type ValueProps } from "./filter-values.tsx";
import classes from "./question.module.css";
import { useLocale } from "./use-locale.ts";

interface Props {
  record: RecordName;
  /** The filters in force, from the address. */
  value: AnswerFilter[];
  onChange: (value: AnswerFilter[]) => void;
}

/** A filter for each question marked « Afficher dans la recherche », in their order (guide 2.1: « Plus de filtres »). */
export function AnswerFilters({ record, value, onChange }: Props) {
  const { data: questions = [] } = useQuery(questionList(record));
  return questions
    .filter(({ inSearch }) => inSearch)
    .map((question) => (
      <QuestionFilter
        key={question.id}
        question={question}
        // What no longer fits the question is told by its chip.
        value={value.filter((criterion) => criterion.questionId === question.id && filterFits(question, criterion))}
        onChange={(criteria) =>
          onChange([
            ...value.filter((criterion) => criterion.questionId !== question.id || !filterFits(question, criterion)),
            ...criteria.map((criterion) => ({ ...criterion, questionId: question.id })),
          ])
        }
      />
    ));
}

type Criterion = Pick<AnswerFilter, "operator" | "value">;
interface FilterProps {
  question: AskedQuestion;
  value: Criterion[];
  onChange: (criteria: Criterion[]) => void;
}

function QuestionFilter(props: FilterProps) {
  const Filter = choicesOf(props.question).length > 0 ? ChoiceFilter : filters[storageOf(props.question)];
  return <Filter {...props} />;
}

/** Values under which « vide » and « renseigné » stand among choices: no choice has such a value. */
const presence = { "?empty": "empty", "?filled": "filled" } as const;
const presenceOf = (criteria: readonly Criterion[]) =>
  criteria.find(({ operator }) => operator === "empty" || operator === "filled");

function usePresence() {
  const { t } = useLingui();
  return [
    { value: "?filled", label: t`Renseigné` },
    { value: "?empty", label: t`Non renseigné` },
  ];
}

/** Several choices: any of them for a single-choice question, each of them for one with several answers. */
function ChoiceFilter({ question, value, onChange }: FilterProps) {
  const { t } = useLingui();
  const others = usePresence();
  const every = operatorsOf(question).includes("includes");
  const present = presenceOf(value);
  const picked = present
    ? [`?${present.operator}`]
    : value.flatMap((criterion) => criterion.value as string | string[]);

  function change(values: string[]) {
    const last = values.at(-1);
    if (last === undefined) return onChange([]);
    const special = presence[last as keyof typeof presence];
    if (special) return onChange([{ operator: special }]);
    const choices = values.filter((choice) => !(choice in presence));
    if (every) return onChange(choices.map((choice) => ({ operator: "includes", value: choice })));
    onChange([choices.length > 1 ? { operator: "oneOf", value: choices } : { operator: "is", value: last }]);
  }
  return (
    <MultiSelect
      label={question.label}
      placeholder={picked.length > 0 ? "" : t`Tous`}
      data={[
        { group: t`Choix proposés`, items: choicesOf(question).map(({ value, label }) => ({ value, label })) },
        { group: t`Réponse`, items: others },
      ]}
      value={picked}
      onChange={change}
      searchable
      clearable
      hidePickedOptions
      // Beside the first choice picked, not under it.
      styles={{ inputField: { minWidth: 40 } }}
      nothingFoundMessage={t`Aucun choix ne correspond`}
      clearButtonProps={{ "aria-label": t`Effacer : ${question.label}` }}
    />
  );
}

function BooleanFilter({ question, value, onChange }: FilterProps) {
  const { t } = useLingui();
  const others = usePresence();
  const [criterion] = value;
  return (
    <Select
      label={question.label}
      placeholder={t`Tous`}
      clearable
      clearButtonProps={{ "aria-label": t`Effacer : ${question.label}` }}
      data={[{ value: "true", label: t`Oui` }, { value: "false", label: t`Non` }, ...others]}
      value={criterion ? (criterion.operator === "is" ? String(criterion.value) : `?${criterion.operator}`) : null}
      onChange={(picked) => {
        const special = presence[picked as keyof typeof presence];
        onChange(
          picked === null ? [] : special ? [{ operator: special }] : [{ operator: "is", value: picked === "true" }],
        );
      }}
    />
  );
}

/** How a question with free answers is asked: « between » is « au moins » and « au plus » at once. */
type Mode = Operator | "between";

/** A question with free answers: how it is asked, then what is looked for. */
function FreeFilter({ question, value, onChange }: FilterProps) {
  const { t } = useLingui();
  const locale = useLocale();
  const storage = storageOf(question);
  const ranged = operatorsOf(question).includes("atLeast");
  const modes: Mode[] = ranged ? ["between", "is", "filled", "empty"] : ["contains", "is", "filled", "empty"];
  const [first] = value;
  const inForce = first && (first.operator === "atLeast" || first.operator === "atMost" ? "between" : first.operator);
  const [chosen, setChosen] = useState<Mode>(modes[0] ?? "is");
  const mode = inForce ?? chosen;
  const name = (operator: Operator) => operatorLabel(operator, storage)[locale];
  const Value = values[storage];

  return (
    <fieldset className={classes["criterion"]}>
      <legend>{question.label}</legend>
      <Select
        aria-label={t`Critère : ${question.label}`}
        data={modes.map((option) => ({
          value: option,
          label: option === "between" ? t`est compris entre` : name(option),
        }))}
        value={mode}
        allowDeselect={false}
        onChange={(picked) => {
          setChosen(picked as Mode);
          onChange(picked === "empty" || picked === "filled" ? [{ operator: picked }] : []);
        }}
      />
      {mode === "between" ? (
        <div className={classes["bounds"]}>
          {(["atLeast", "atMost"] as const).map((bound) => (
            <Value
              key={bound}
              label={`${question.label} : ${name(bound)}`}
              placeholder={name(bound)}
              value={value.find(({ operator }) => operator === bound)?.value}
              onChange={(given) =>
                onChange([
                  ...value.filter(({ operator }) => operator !== bound),
                  ...(given === undefined ? [] : [{ operator: bound, value: given }]),
                ])
              }
            />
          ))}
        </div>
      ) : (
        mode !== "empty" &&
        mode !== "filled" && (
          <Value
            key={mode}
            label={`${question.label} : ${name(mode)}`}
            placeholder={name(mode)}
            value={first?.value}
            onChange={(given) => onChange(given === undefined ? [] : [{ operator: mode, value: given }])}
          />
        )
      )}
    </fieldset>
  );
}

const values: Record<Storage, ComponentType<ValueProps>> = {
  text: TextValue,
  number: NumberValue,
  date: DayValue,
  boolean: TextValue,
  texts: TextValue,
};
const filters: Record<Storage, ComponentType<FilterProps>> = {
  text: FreeFilter,
  number: FreeFilter,
  date: FreeFilter,
  boolean: BooleanFilter,
  texts: ChoiceFilter,
};
