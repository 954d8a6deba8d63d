import type { RecordName } from "@crm/fields";
import { useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { useState } from "react";
import { ApiError } from "../../lib/api.ts";
import { FormError } from "../../ui/form-error.tsx";
import { notify } from "../../ui/notify.ts";
import { SortableList } from "../../ui/sortable-list.tsx";
import { UnsavedGuard } from "../../ui/unsaved-guard.tsx";
import classes from "./profile.module.css";
import { type AskedQuestion, useReorderQuestions } from "./question.queries.ts";
import { QuestionLine } from "./question-line.tsx";

interface Props {
  record: RecordName;
  questions: readonly AskedQuestion[];
  onClose: () => void;
}

/** « Modifier l'ordre des questions »: dragged with the mouse or moved with the keyboard, then one « Valider » for the whole order. */
export function QuestionOrder({ record, questions, onClose }: Props) {
  const { t } = useLingui();
  const [ids, setIds] = useState<string[] | null>(null);
  const reorder = useReorderQuestions(record);
  const place = (id: string) => (ids ? ids.indexOf(id) : 0);
  const ordered = ids ? [...questions].sort((one, other) => place(one.id) - place(other.id)) : questions;

  function save() {
    if (!ids) return onClose();
    reorder.mutate(ids, {
      onSuccess: () => {
        void notify({ message: t`L’ordre des questions est enregistré.` });
        onClose();
      },
      // The list is read again by then: the order starts from it.
      onError: (refusal) => refusal instanceof ApiError && refusal.body.code === "ORDER_OUTDATED" && setIds(null),
    });
  }
  return (
    <>
      <p
        className={classes["note"]}
      >{t`Faites glisser les questions, ou déplacez-les au clavier : Espace, flèches, Espace. Validez pour que la fiche suive.`}</p>
      <SortableList
        label={t`Ordre des questions`}
        items={ordered}
        itemId={({ id }) => id}
        itemLabel={({ label }) => label}
        onReorder={setIds}
        disabled={reorder.isPending}
      >
        {(question) => <QuestionLine question={question} />}
      </SortableList>
      <FormError error={reorder.error} />
      <div className={classes["foot"]}>
        <Button variant="default" onClick={onClose} disabled={reorder.isPending}>{t`Annuler`}</Button>
        <Button className={classes["green"] ?? ""} loading={reorder.isPending} onClick={save}>{t`Valider`}</Button>
      </div>
      <UnsavedGuard when={ids !== null && !reorder.isPending && !reorder.isSuccess} />
    </>
  );
}
