import {
  type AnswerFilter,
  conditionFault,
  conditionFits,
  criterionText,
  dependentsOf,
  type RecordName,
  type Setting,
} from "@crm/fields";
import { useLingui } from "@lingui/react/macro";
import { Button, Input } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { questionSubject } from "../../lib/filter-subject.ts";
import { type AskedQuestion, questionList } from "../../lib/shared.queries.ts";
import { CriterionLine } from "./criterion-line.tsx";
import { type DraftCriterion, newCriterion } from "./filter-draft.ts";
import classes from "./question-form.module.css";
import { useLocale } from "./use-locale.ts";

interface Props {
  record: RecordName;
  /** The question that is being written; undefined: a new one. */
  id: string | undefined;
  value: AnswerFilter | null;
  /** What is not finished is given too, for the schema to refuse. */
  onChange: (condition: AnswerFilter | null) => void;
  error: string | undefined;
}

/** « Afficher seulement si… »: another question, an operator of its kind, the answer that shows this one. */
export function QuestionCondition({ record, id, value, onChange, error }: Props) {
  const { t } = useLingui();
  const { data: questions = [] } = useQuery(questionList(record));
  const [adding, setAdding] = useState<DraftCriterion | null>(null);
  const current: DraftCriterion | null = value
    ? { key: 0, subject: value.questionId, operator: value.operator, value: value.value }
    : adding;
  const subjects = questions
    .filter((question) => {
      const fault = conditionFault(questions, id, { questionId: question.id, operator: "filled" });
      return question.id !== id && (fault === null || fault === "filterValue");
    })
    .map(questionSubject);
  const change = (next: DraftCriterion | null) => {
    setAdding(next);
    const { subject, operator, value } = next ?? {};
    onChange(subject && operator ? { questionId: subject, operator, ...(value === undefined ? {} : { value }) } : null);
  };
  const gone =
    value !== null && questions.length > 0 && !questions.some((question) => question.id === value.questionId);

  return (
    <Input.Wrapper
      label={t`Afficher seulement si…`}
      labelElement="div"
      description={t`La question n’apparaît sur la fiche que si une autre a cette réponse. Cachée, elle n’est pas obligatoire et garde sa réponse.`}
      error={
        error ?? (gone ? t`La question de cette condition est archivée : celle-ci s’affiche toujours.` : undefined)
      }
      role="group"
      aria-label={t`Afficher seulement si…`}
    >
      <div className={classes["condition"]}>
        {current ? (
          <CriterionLine
            name={t`Condition`}
            criterion={current}
            subjects={subjects}
            onChange={change}
            onRemove={() => change(null)}
          />
        ) : (
          <Button
            variant="default"
            size="compact-sm"
            disabled={subjects.length === 0}
            onClick={() => change(newCriterion())}
          >{t`Ajouter une condition`}</Button>
        )}
      </div>
    </Input.Wrapper>
  );
}

/** What a question waits for, as it is read; undefined when it always shows. */
export function useConditionText() {
  const { t } = useLingui();
  const locale = useLocale();
  return (questions: readonly AskedQuestion[], { condition }: Pick<AskedQuestion, "condition">): string | undefined => {
    const on = condition && questions.find(({ id }) => id === condition.questionId);
    if (!on) return undefined;
    const asked = criterionText(questionSubject(on), condition, locale);
    return t`Seulement si ${asked}`;
  };
}

/** Says which questions would always show, as their condition on this one would not suit it any more. */
export function ConditionsLost({ record, id, to }: { record: RecordName; id: string; to: Setting }) {
  const { t } = useLingui();
  const { data: questions = [] } = useQuery(questionList(record));
  const lost = dependentsOf(questions, id).filter(({ condition }) => condition && !conditionFits(to, condition));
  if (lost.length === 0) return null;
  const labels = lost.map(({ label }) => `« ${label} »`).join(", ");
  return (
    <p className={classes["hint"]} role="status">
      {t`Attendaient une réponse qui n’existera plus, et s’afficheront toujours : ${labels}.`}
    </p>
  );
}
