import {
  type Criterion,
  choicesOf,
  type FilterField,
  fieldFilterFits,
  fieldOperatorsOf,
  filterFits,
  formatDay,
  type Locale,
  type Operator,
  operatorLabel,
  operatorsOf,
  type Question,
  type Storage,
  storageOf,
} from "@crm/fields";
import { t } from "@lingui/core/macro";
import { formatNumber } from "./format.ts";

/** A choice as it is picked and read. */
export interface Option {
  value: string;
  label: string;
}

/** What a criterion can be about: a built-in field or a question, as it is picked, asked and read. */
export interface FilterSubject {
  /** Unlike any other of its list. */
  id: string;
  label: string;
  storage: Storage;
  operators: readonly Operator[];
  choices: readonly Option[];
  /** The beginning of a criterion on it. */
  of: { field: string } | { questionId: string };
  fits: (asked: Pick<Criterion, "operator" | "value">) => boolean;
}

/** A built-in field under its name in the contract; `choices` where it is picked from a list. */
export const fieldSubject = (
  field: string,
  label: string,
  of: FilterField,
  choices: readonly Option[] = [],
): FilterSubject => ({
  ...{ id: field, label, choices },
  storage: storageOf(of.setting),
  operators: fieldOperatorsOf(of),
  of: { field },
  fits: (asked) => fieldFilterFits(of, asked),
});

export const questionSubject = (question: Question): FilterSubject => ({
  id: question.id,
  label: question.label,
  storage: storageOf(question),
  operators: operatorsOf(question),
  choices: choicesOf(question).map(({ value, label }) => ({ value, label })),
  of: { questionId: question.id },
  fits: (asked) => filterFits(question, asked),
});

/** The subject of a criterion; undefined when it is none of those. */
export const subjectOf = (subjects: readonly FilterSubject[], criterion: Criterion): FilterSubject | undefined =>
  subjects.find(({ id }) => id === ("field" in criterion ? criterion.field : criterion.questionId));

/** « Ville contient Rennes »: a criterion as it is read. */
export function criterionText(
  { label, storage, choices }: FilterSubject,
  { operator, value }: Pick<Criterion, "operator" | "value">,
  locale: Locale,
): string {
  const one = (part: string | number | boolean): string => {
    if (typeof part === "boolean") return part ? t`Oui` : t`Non`;
    if (typeof part === "number") return formatNumber(part);
    return storage === "date" ? formatDay(part) : (choices.find((choice) => choice.value === part)?.label ?? part);
  };
  const parts = value === undefined ? [] : [value].flat().map(one);
  const [from = "", to = ""] = parts;
  const said = operator === "between" ? t`${from} et ${to}` : parts.join(", ");
  return `${label} ${operatorLabel(operator, storage)[locale]} ${said}`.trim();
}
