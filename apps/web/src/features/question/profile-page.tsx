import type { RecordName } from "@crm/fields";
import { useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { IconArrowsSort, IconListDetails, IconPencil, IconPlus, IconTrash } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { Link, useSearchParams } from "react-router";
import { formatNumber } from "../../lib/format.ts";
import { type AskedQuestion, questionList } from "../../lib/shared.queries.ts";
import { IconButton } from "../../ui/icon-button.tsx";
import { Page, PageHeader } from "../../ui/page.tsx";
import { CardSkeleton, EmptyState, ErrorState } from "../../ui/states.tsx";
import { ArchivedQuestions } from "./archived-questions.tsx";
import classes from "./profile.module.css";
import { questionUsage } from "./question.queries.ts";
import { useConditionText } from "./question-condition.tsx";
import { QuestionLine } from "./question-line.tsx";
import { QuestionOrder } from "./question-order.tsx";
import { QuestionUsage } from "./question-usage.tsx";
import { profiles } from "./question-words.ts";
import { RemoveQuestion } from "./remove-question.tsx";

/** Configuration → Profils → Fiche contact, Fiche opportunité (guide 2.5, 3.5): the questions, then what changes them or their order. */
export function ProfilePage({ record }: { record: RecordName }) {
  const { t, i18n } = useLingui();
  const [params, setParams] = useSearchParams();
  const { data: questions, error, refetch } = useQuery(questionList(record));
  const conditionText = useConditionText();
  // After the rows: at a million records the counts take seconds.
  const { data: usage } = useQuery({ ...questionUsage(record), enabled: (questions ?? []).length > 0 });
  const [removing, setRemoving] = useState<AskedQuestion | null>(null);
  const list = useRef<HTMLDivElement>(null);
  const { title, path } = profiles[record];
  const mode = params.get("mode");
  const editing = mode === "modifier";
  const ordering = mode === "ordre" && questions !== undefined && questions.length > 1;
  const go = (next: "modifier" | "ordre" | null) => setParams(next ? { mode: next } : {}, { replace: true });

  // The button that was pressed is gone: the keyboard goes on where the work is.
  const before = useRef(mode);
  useEffect(() => {
    if (before.current !== mode) list.current?.focus();
    before.current = mode;
  }, [mode]);

  const add = (
    <Button component={Link} to={`${path}/nouvelle`} leftSection={<IconPlus size={16} aria-hidden />}>
      {t`Ajouter une question`}
    </Button>
  );
  const order = questions && questions.length > 1 && (
    <Button
      className={classes["green"] ?? ""}
      leftSection={<IconArrowsSort size={16} aria-hidden />}
      onClick={() => go("ordre")}
    >
      {t`Modifier l'ordre des questions`}
    </Button>
  );
  const actions = ordering ? undefined : editing ? (
    <>
      <Button variant="default" onClick={() => go(null)}>{t`Terminer`}</Button>
      {order}
      {add}
    </>
  ) : (
    <>
      {order}
      <Button
        leftSection={<IconPencil size={16} aria-hidden />}
        onClick={() => go("modifier")}
      >{t`Modifier les questions`}</Button>
    </>
  );
  const about = {
    contact: t`Les champs supplémentaires qui qualifient vos contacts, dans l’ordre de leur fiche.`,
    opportunity: t`Les critères qui qualifient vos opportunités, dans l’ordre de leur fiche.`,
  }[record];

  return (
    <Page>
      <PageHeader
        title={i18n._(title)}
        count={questions && formatNumber(questions.length)}
        subtitle={about}
        actions={actions}
      />
      <section ref={list} tabIndex={-1} className={classes["focus"]} aria-label={i18n._(title)}>
        {!questions ? (
          error ? (
            <ErrorState error={error} onRetry={() => void refetch()} />
          ) : (
            <CardSkeleton lines={8} />
          )
        ) : ordering ? (
          <QuestionOrder record={record} questions={questions} onClose={() => go(null)} />
        ) : questions.length === 0 ? (
          <EmptyState
            title={t`Aucune question`}
            icon={<IconListDetails size={20} stroke={1.6} />}
            actions={editing ? add : undefined}
          >
            {editing
              ? t`Ajoutez-en une : elle apparaîtra aussitôt sur la fiche.`
              : t`Cliquez sur « Modifier les questions » pour en ajouter une.`}
          </EmptyState>
        ) : (
          <ol className={classes["lines"]}>
            {questions.map((question) => (
              <li key={question.id}>
                <QuestionLine
                  question={question}
                  condition={conditionText(questions, question)}
                  usage={
                    <QuestionUsage
                      record={record}
                      question={question}
                      questions={questions}
                      usage={usage?.find(({ questionId }) => questionId === question.id)}
                    />
                  }
                  actions={
                    editing && (
                      <>
                        <IconButton label={t`Modifier ${question.label}`} to={`${path}/${question.id}`}>
                          <IconPencil size={16} aria-hidden />
                        </IconButton>
                        <IconButton label={t`Supprimer ${question.label}`} onClick={() => setRemoving(question)}>
                          <IconTrash size={16} aria-hidden />
                        </IconButton>
                      </>
                    )
                  }
                />
              </li>
            ))}
          </ol>
        )}
      </section>
      {!ordering && <ArchivedQuestions record={record} />}
      <RemoveQuestion record={record} question={removing} onClose={() => setRemoving(null)} />
    </Page>
  );
}
