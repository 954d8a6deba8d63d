import {
  type Criterion,
  choicesOf,
  type FilterField,
  type FilterTree,
  fieldFilterFits,
  fieldOperatorsOf,
  filterFits,
  type Operator,
  operatorsOf,
  type Question,
  type Storage,
  storageOf,
} from "@crm/fields";

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

/** Whether a criterion no longer fits what it is about, or that is gone: the API refuses it by the same rule (FILTER_OUTDATED). */
export const isOutdated = (subjects: readonly FilterSubject[], criterion: Criterion): boolean =>
  !subjectOf(subjects, criterion)?.fits(criterion);

/** The criteria of a tree that are to stay; null when none is. A group of which nothing is left goes too. */
export function keptOf(
  { match, items }: FilterTree,
  stays: (criterion: Criterion, place: number, inside?: number) => boolean,
): FilterTree | null {
  const kept = items.flatMap((item, place): FilterTree["items"] => {
    if (!("criteria" in item)) return stays(item, place) ? [item] : [];
    const criteria = item.criteria.filter((criterion, inside) => stays(criterion, place, inside));
    return criteria.length > 0 ? [{ ...item, criteria }] : [];
  });
  return kept.length > 0 ? { match, items: kept } : null;
}
