import type { RecordName } from "@crm/fields";
import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams } from "react-router";
import { questionList } from "../../lib/shared.queries.ts";
import { Page, PageHeader } from "../../ui/page.tsx";
import { ErrorState, NotFound, PageSkeleton } from "../../ui/states.tsx";
import { QuestionForm } from "./question-form.tsx";
import { profiles } from "./question-words.ts";

/** One question of a profile; a new one at …/nouvelle. */
export function QuestionPage({ record }: { record: RecordName }) {
  const { t, i18n } = useLingui();
  const navigate = useNavigate();
  const { id } = useParams();
  const { data: questions, error, isPending, refetch } = useQuery(questionList(record));
  const { title, path } = profiles[record];
  const list = `${path}?mode=modifier`;
  const back = { to: list, label: i18n._(title) };
  const question = questions?.find((other) => other.id === id);
  if (id !== undefined && isPending) return <PageSkeleton />;
  if (id !== undefined && !questions) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (id !== undefined && !question) return <NotFound title={t`Question introuvable`} back={back} />;
  return (
    <Page layout="narrow">
      <PageHeader title={question?.label ?? t`Nouvelle question`} back={back} />
      <QuestionForm key={id} record={record} question={question} onDone={() => void navigate(list)} />
    </Page>
  );
}
