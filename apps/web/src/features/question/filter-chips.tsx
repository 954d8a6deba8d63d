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
import { IconAlertTriangle } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Fragment, type ReactNode } from "react";
import { type FilterSubject, isOutdated, keptOf, questionSubject, subjectOf } from "../../lib/filter-subject.ts";
import { questionList } from "../../lib/shared.queries.ts";
import type { OwnChip } from "../../ui/list-slots.ts";
import classes from "./filter-builder.module.css";
import { archivedQuestions } from "./question.queries.ts";
import { useLocale } from "./use-locale.ts";

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
  const criteria = [...answers, ...(tree ? criteriaOf(tree) : [])];
  const { data: asked } = useQuery(questionList(record));
  const strange = asked && criteria.some((criterion) => "questionId" in criterion && !isOf(asked, criterion));
  // One that is archived keeps its answers: it can be asked still.
  const { data: archived } = useQuery({ ...archivedQuestions(record), enabled: strange === true });
  const known = asked && (!strange || archived) ? [...asked, ...(archived ?? [])] : null;
  const subjects = [...fields, ...(known ?? asked ?? []).map(questionSubject)];
  const total = own.length + criteria.length;
  if (total === 0) return null;
  const gone = own.filter((chip) => chip.outdated);
  const outdated = (criterion: Criterion) => known !== null && isOutdated(subjects, criterion);
  const deleted = t`supprimé`;
  const textOf = (criterion: Criterion) => {
    const subject = subjectOf(subjects, criterion);
    if (!subject && known === null) return "…";
    const read = subject ? withGone(subject, criterion, deleted) : { label: t`Question supprimée`, ...unknown };
    const said = criterionText(read, criterion, locale);
    return outdated(criterion) ? t`Ne s’applique plus : ${said}` : said;
  };
  const chipOf = (criterion: Criterion) => ({ label: textOf(criterion), outdated: outdated(criterion) });

  /** Without one item of the tree, or without one criterion of a group. */
  const without = (place: number, inside?: number) =>
    tree && onTree(keptOf(tree, (_, i, j) => i !== place || j !== inside));
  /** Without what can't be asked any more. */
  function withoutOutdated() {
    for (const { onRemove } of gone) onRemove();
    if (answers.some(outdated)) onAnswers(answers.filter((criterion) => !outdated(criterion)));
    if (tree && criteriaOf(tree).some(outdated)) onTree(keptOf(tree, (criterion) => !outdated(criterion)));
  }
  const joint = (match: FilterTree["match"]) => (match === "all" ? t`et` : t`ou`);

  return (
    <ul className={classes["chips"]} aria-label={t`Filtres actifs`}>
      {own.map((chip) => (
        <Chip key={chip.label} {...chip} />
      ))}
      {answers.map((criterion, place) => (
        <Chip
          key={JSON.stringify(criterion)}
          {...chipOf(criterion)}
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
                <Chip {...chipOf(criterion)} onRemove={() => without(place, inside)} />
                {inside > 0 && inside === item.criteria.length - 1 && <Joint>)</Joint>}
              </Fragment>
            ))
          ) : (
            <Chip {...chipOf(item)} onRemove={() => without(place)} />
          )}
        </Fragment>
      ))}
      {(gone.length > 0 || criteria.some(outdated)) && (
        <li>
          <Button variant="subtle" size="compact-sm" onClick={withoutOutdated}>
            {t`Retirer ce qui ne s’applique plus`}
          </Button>
        </li>
      )}
      {total > 1 && (
        <li>
          <Button variant="subtle" size="compact-sm" onClick={onClear}>{t`Effacer les filtres`}</Button>
        </li>
      )}
    </ul>
  );
}

const Joint = ({ children }: { children: ReactNode }) => <li className={classes["joint"]}>{children}</li>;

const unknown = { storage: "text", choices: [] } as const;
const isOf = (questions: readonly { id: string }[], criterion: AnswerFilter) =>
  questions.some(({ id }) => id === criterion.questionId);
const isId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The choices of a subject with those that a criterion names and that are there no more: a stage, a person, a choice. */
function withGone(subject: FilterSubject, { value }: Criterion, gone: string): FilterSubject {
  const { choices } = subject;
  if (choices.length === 0 || value === undefined) return subject;
  const missing = [value].flat().filter((one) => !choices.some((choice) => choice.value === String(one)));
  const named = missing.map(String).map((one) => ({ value: one, label: isId.test(one) ? gone : `${one} (${gone})` }));
  return { ...subject, choices: [...choices, ...named] };
}

function Chip({ label, outdated = false, onRemove }: { label: string; outdated?: boolean; onRemove: () => void }) {
  const { t } = useLingui();
  return (
    <li className={classes["chip"]} data-outdated={outdated || undefined}>
      {outdated && <IconAlertTriangle size={14} aria-hidden />}
      <span title={label}>{label}</span>
      <CloseButton size="sm" radius="xl" aria-label={t`Enlever le filtre : ${label}`} onClick={onRemove} />
    </li>
  );
}
