import { dependentsOf, type RecordName } from "@crm/fields";
import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { Skeleton, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useRef } from "react";
import { type AskedQuestion, questionList } from "../../lib/shared.queries.ts";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import { FormError } from "../../ui/form-error.tsx";
import { notify } from "../../ui/notify.ts";
import { questionImpact, useRemoveQuestion, useRestoreQuestion } from "./question.queries.ts";

interface Props {
  record: RecordName;
  question: AskedQuestion | null;
  onClose: () => void;
}

/** Says how many answers there are before a question goes: with answers it is archived, without any it is deleted. */
export function RemoveQuestion({ record, question: asked, onClose }: Props) {
  const { t } = useLingui();
  // While the dialog leaves, it still says what it was about.
  const kept = useRef(asked);
  kept.current = asked ?? kept.current;
  const question = kept.current;
  const remove = useRemoveQuestion(record);
  const restore = useRestoreQuestion(record);
  const { data: impact, error } = useQuery({
    queryKey: ["question", record, "impact", question?.id],
    queryFn: ({ signal }) =>
      question ? questionImpact(question.id, question, signal) : Promise.reject(new Error("no question")),
    enabled: asked !== null,
    gcTime: 0,
    staleTime: 0,
  });
  const { data: questions = [] } = useQuery(questionList(record));
  const waiting = dependentsOf(questions, question?.id ?? "")
    .map(({ label }) => `« ${label} »`)
    .join(", ");
  const label = question?.label ?? "";
  const archives = (impact?.answers ?? 0) > 0;

  async function confirm() {
    if (!question) return;
    const { outcome } = await remove.mutateAsync(question.id);
    const message = outcome === "archived" ? t`« ${label} » est archivée.` : t`« ${label} » est supprimée.`;
    await notify(
      outcome === "archived"
        ? {
            message,
            action: { label: t({ message: "Annuler", context: "undo" }), run: () => restore.mutate(question.id) },
          }
        : { message },
    );
  }
  const count = impact?.answers ?? 0;
  const who = {
    contact: plural(count, {
      one: "# contact répond à cette question.",
      other: "# contacts répondent à cette question.",
    }),
    opportunity: plural(count, {
      one: "# opportunité répond à cette question.",
      other: "# opportunités répondent à cette question.",
    }),
  }[record];
  return (
    <ConfirmDialog
      opened={asked !== null}
      onClose={onClose}
      title={archives ? t`Archiver « ${label} » ?` : t`Supprimer « ${label} » ?`}
      confirmLabel={archives ? t`Archiver` : t`Supprimer`}
      danger={!archives}
      onConfirm={confirm}
    >
      {error ? (
        <FormError error={error} />
      ) : !impact ? (
        <Skeleton height={44} />
      ) : archives ? (
        <Text>{t`${who} Elle ne sera plus posée ; ses réponses sont gardées, et vous pourrez la restaurer.`}</Text>
      ) : (
        <Text>{t`Personne n’y a répondu : elle disparaît pour de bon.`}</Text>
      )}
      {waiting && <Text mt="xs">{t`Attendent sa réponse, et s’afficheront toujours : ${waiting}.`}</Text>}
    </ConfirmDialog>
  );
}
