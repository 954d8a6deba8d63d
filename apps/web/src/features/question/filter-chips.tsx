import {
  type AnswerFilter,
  type Criterion,
  criteriaOf,
  criterionText,
  type FilterTree,
  type RecordName,
} from "@crm/fields";
import { useLingui } from "@lingui/react/macro";
import { Button, CloseButton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Fragment, type ReactNode } from "react";
import { type FilterSubject, questionSubject, subjectOf } from "../../lib/filter-subject.ts";
import { questionList } from "../../lib/shared.queries.ts";
import classes from "./filter-builder.module.css";
import { useLocale } from "./use-locale.ts";

/** A filter of the list's own, as it is read and taken off. */
interface OwnChip {
  label: string;
  onRemove: () => void;
}

interface Props {
  record: RecordName;
  fields: readonly FilterSubject[];
  own: readonly OwnChip[];
  answers: AnswerFilter[];
  onAnswers: (answers: AnswerFilter[]) => void;
  tree: FilterTree | null;
  onTree: (tree: FilterTree | null) => void;
  onClear: () => void;
}

/** The filters in force, each of which can be taken off by itself. */
export function FilterChips({ record, fields, own, answers, onAnswers, tree, onTree, onClear }: Props) {
  const { t } = useLingui();
  const locale = useLocale();
  const { data: questions = [] } = useQuery(questionList(record));
  const subjects = [...fields, ...questions.map(questionSubject)];
  const total = own.length + answers.length + (tree ? criteriaOf(tree).length : 0);
  if (total === 0) return null;
  const textOf = (criterion: Criterion) => {
    const subject = subjectOf(subjects, criterion);
    return subject ? criterionText(subject, criterion, locale) : t`Condition sur un champ absent`;
  };

  /** A tree without one of its items, or without one criterion of a group. */
  function without(place: number, inside?: number) {
    if (!tree) return;
    const items = tree.items.flatMap((item, i): FilterTree["items"] => {
      if (i !== place) return [item];
      if (inside === undefined || !("criteria" in item)) return [];
      const criteria = item.criteria.filter((_, j) => j !== inside);
      return criteria.length > 0 ? [{ ...item, criteria }] : [];
    });
    onTree(items.length > 0 ? { ...tree, items } : null);
  }
  const joint = (match: FilterTree["match"]) => (match === "all" ? t`et` : t`ou`);

  return (
    <ul className={classes["chips"]} aria-label={t`Filtres actifs`}>
      {own.map(({ label, onRemove }) => (
        <Chip key={label} label={label} onRemove={onRemove} />
      ))}
      {answers.map((criterion, place) => (
        <Chip
          key={JSON.stringify(criterion)}
          label={textOf(criterion)}
          onRemove={() => onAnswers(answers.filter((_, i) => i !== place))}
        />
      ))}
      {tree?.items.map((item, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two conditions may be the same; their place is what tells them apart
        <Fragment key={place}>
          {place > 0 && <Joint>{joint(tree.match)}</Joint>}
          {"criteria" in item ? (
            item.criteria.map((criterion, inside) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: as above
              <Fragment key={inside}>
                {inside > 0 && <Joint>{joint(item.match)}</Joint>}
                {inside === 0 && item.criteria.length > 1 && <Joint>(</Joint>}
                <Chip label={textOf(criterion)} onRemove={() => without(place, inside)} />
                {inside > 0 && inside === item.criteria.length - 1 && <Joint>)</Joint>}
              </Fragment>
            ))
          ) : (
            <Chip label={textOf(item)} onRemove={() => without(place)} />
          )}
        </Fragment>
      ))}
      {total > 1 && (
        <li>
          <Button variant="subtle" size="compact-sm" onClick={onClear}>{t`Effacer les filtres`}</Button>
        </li>
      )}
    </ul>
  );
}

const Joint = ({ children }: { children: ReactNode }) => <li className={classes["joint"]}>{children}</li>;

function Chip({ label, onRemove }: { label: string; onRemove: () => void }) {
  const { t } = useLingui();
  return (
    <li className={classes["chip"]}>
      <span title={label}>{label}</span>
      <CloseButton size="sm" radius="xl" aria-label={t`Enlever le filtre : ${label}`} onClick={onRemove} />
    </li>
  );
}
