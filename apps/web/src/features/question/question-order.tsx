import { questionsOnTab, type RecordName } from "@crm/fields";
import { useLingui } from "@lingui/react/macro";
import { Button, SegmentedControl } from "@mantine/core";
import { useState } from "react";
import { ApiError } from "../../lib/api.ts";
import type { AskedQuestion } from "../../lib/shared.queries.ts";
import { FormError } from "../../ui/form-error.tsx";
import { notify } from "../../ui/notify.ts";
import { SortableList } from "../../ui/sortable-list.tsx";
import { UnsavedGuard } from "../../ui/unsaved-guard.tsx";
import classes from "./profile.module.css";
import { type Order, useReorderQuestions } from "./question.queries.ts";
import { QuestionLine } from "./question-line.tsx";

interface Props {
  record: RecordName;
  questions: readonly AskedQuestion[];
  onClose: () => void;
}

type TabName = NonNullable<Order["tab"]>;

/**
 * « Modifier l'ordre des questions »: dragged with the mouse or moved with the keyboard, then one « Valider ». A contact's tabs
 * BtoB and BtoC, once questions are set for one of them, each have an order.
 */
export function QuestionOrder({ record, questions, onClose }: Props) {
  const { t } = useLingui();
  const tabbed = record === "contact" && questions.some(({ tab }) => tab !== "both");
  const [shown, setShown] = useState<TabName>("btob");
  const tab = tabbed ? shown : undefined;
  const [changed, setChanged] = useState<readonly Order[]>([]);
  const reorder = useReorderQuestions(record);
  const ids = changed.find((order) => order.tab === tab)?.ids;
  const listed = questionsOnTab(questions, tab);
  const place = (id: string) => ids?.indexOf(id) ?? 0;
  const ordered = ids ? listed.sort((one, other) => place(one.id) - place(other.id)) : listed;
  const keep = (order: Order) => setChanged([...changed.filter((other) => other.tab !== order.tab), order]);

  async function save() {
    try {
      for (const order of changed) {
        await reorder.mutateAsync(order);
        // Should the next one be refused, this one needs no saving any more.
        setChanged((left) => left.filter((other) => other !== order));
      }
      if (changed.length > 0) void notify({ message: t`L’ordre des questions est enregistré.` });
      onClose();
    } catch (refusal) {
      // The list is read again by then: the order starts from it.
      if (refusal instanceof ApiError && refusal.body.code === "ORDER_OUTDATED") setChanged([]);
    }
  }
  return (
    <>
      <p
        className={classes["note"]}
      >{t`Faites glisser les questions, ou déplacez-les au clavier : Espace, flèches, Espace. Validez pour que la fiche suive.`}</p>
      {tabbed && (
        <SegmentedControl
          mb="sm"
          aria-label={t`Onglet`}
          data={[
            { value: "btob", label: t`Onglet BtoB` },
            { value: "btoc", label: t`Onglet BtoC` },
          ]}
          value={shown}
          onChange={(value) => setShown(value as TabName)}
          disabled={reorder.isPending}
        />
      )}
      <SortableList
        key={tab}
        label={t`Ordre des questions`}
        items={ordered}
        itemId={({ id }) => id}
        itemLabel={({ label }) => label}
        onReorder={(ids) => keep({ tab, ids })}
        disabled={reorder.isPending}
      >
        {(question) => <QuestionLine question={question} />}
      </SortableList>
      <FormError error={reorder.error} />
      <div className={classes["foot"]}>
        <Button variant="default" onClick={onClose} disabled={reorder.isPending}>{t`Annuler`}</Button>
        <Button
          className={classes["green"] ?? ""}
          loading={reorder.isPending}
          onClick={() => void save()}
        >{t`Valider`}</Button>
      </div>
      <UnsavedGuard when={changed.length > 0 && !reorder.isPending && !reorder.isSuccess} />
    </>
  );
}
