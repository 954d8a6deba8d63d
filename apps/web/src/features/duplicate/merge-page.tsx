import type { MergePair } from "@crm/contract";
import type { Question } from "@crm/fields";
import { useLingui } from "@lingui/react/macro";
import { Button, Skeleton } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Link, useNavigate, useParams } from "react-router";
import { ApiError } from "../../lib/api.ts";
import { contactName } from "../../lib/format.ts";
import { questionList } from "../../lib/shared.queries.ts";
import { FormError } from "../../ui/form-error.tsx";
import { notify } from "../../ui/notify.ts";
import { Page, PageHeader } from "../../ui/page.tsx";
import { EmptyState, ErrorState, NotFound } from "../../ui/states.tsx";
import classes from "./duplicate.module.css";
import { mergePair, useMerge } from "./duplicate.queries.ts";
import { duplicatesAddress } from "./duplicate-words.ts";
import { type Choice, olderOf, proposedChoice, toBody } from "./merge-choice.ts";
import { MergeResult } from "./merge-result.tsx";
import { MergeTable } from "./merge-table.tsx";
import { useUndo } from "./merge-undo.tsx";

/** Two contacts side by side: which one stays, what it takes from the other, and what that makes. */
export function MergePage() {
  const { t } = useLingui();
  const { firstId = "", secondId = "" } = useParams();
  const pair = useQuery(mergePair(firstId, secondId));
  const questions = useQuery(questionList("contact"));
  const back = { to: duplicatesAddress, label: t`Doublons` };
  const error = pair.error ?? questions.error;
  if (pair.data && questions.data)
    return (
      <Page>
        <PageHeader title={t`Fusionner deux contacts`} back={back} />
        <Merge
          // Read again after a conflict, they are chosen from anew.
          key={`${pair.data.first.contact.version} ${pair.data.second.contact.version}`}
          pair={pair.data}
          questions={questions.data.filter(({ archivedAt }) => !archivedAt)}
        />
      </Page>
    );
  if (error instanceof ApiError && error.body.code === "ALREADY_MERGED")
    return (
      <EmptyState
        title={t`Ces contacts sont déjà fusionnés`}
        actions={<Button component={Link} to={back.to} variant="default">{t`Retour aux doublons`}</Button>}
      />
    );
  if (error instanceof ApiError && (error.status === 404 || error.status === 422))
    return <NotFound title={t`Contact introuvable`} back={{ to: back.to, label: t`Retour aux doublons` }} />;
  if (error) return <ErrorState error={error} onRetry={() => void pair.refetch()} />;
  return (
    <Page>
      <PageHeader title={t`Fusionner deux contacts`} back={back} />
      <Skeleton height={420} />
    </Page>
  );
}

function Merge({ pair, questions }: { pair: MergePair; questions: Question[] }) {
  const { t } = useLingui();
  const ids = questions.map(({ id }) => id);
  const [choice, setChoice] = useState<Choice>(() => proposedChoice(pair, olderOf(pair), ids));
  const navigate = useNavigate();
  const client = useQueryClient();
  const merge = useMerge();
  const undo = useUndo({ ask: false });

  async function run() {
    try {
      const { id, contact } = await merge.mutateAsync(toBody(pair, choice));
      await navigate(`/contacts/${contact.id}`, { replace: true });
      await notify({
        message: t`Contacts fusionnés : ${contactName(contact)}.`,
        action: { label: t`Annuler la fusion`, run: () => undo.start(id) },
      });
    } catch (error) {
      if (error instanceof ApiError && error.body.code === "MERGE_OUTDATED")
        await client.invalidateQueries({ queryKey: mergePair(pair.first.contact.id, pair.second.contact.id).queryKey });
    }
  }

  return (
    <div className={classes["merge"]}>
      <MergeTable
        pair={pair}
        questions={questions}
        choice={choice}
        onChoose={setChoice}
        onKeep={(kept) => setChoice(proposedChoice(pair, kept, ids))}
      />
      <aside className={classes["result"]}>
        <MergeResult pair={pair} questions={questions} choice={choice} />
        <FormError error={merge.error} />
        <div className={classes["buttons"]}>
          <Button component={Link} to={duplicatesAddress} variant="default">{t`Annuler`}</Button>
          <Button loading={merge.isPending} onClick={() => void run()}>{t`Fusionner`}</Button>
        </div>
      </aside>
    </div>
  );
}
