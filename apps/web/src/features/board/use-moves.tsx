import type { OpportunityRow, PipelineView } from "@crm/contract";
import { useLingui } from "@lingui/react/macro";
import { type ReactNode, useState } from "react";
import { ApiError } from "../../lib/api.ts";
import { errorSentence } from "../../lib/error-sentence.ts";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import { notify } from "../../ui/notify.ts";
import { StageDot } from "../../ui/stage-dot.tsx";
import classes from "./board.module.css";
import { type BoardFilter, type BoardSort, type Move, useMoveCard } from "./board.queries.ts";
import { type Way, wayBetween } from "./board-way.ts";

interface Props {
  pipeline: PipelineView;
  filter: BoardFilter;
  sort: BoardSort;
}

/**
 * Moves cards: one stage at once; several only once the person has read which are validated or taken back. Each move can be
 * undone from its notice.
 */
export function useMoves({ pipeline, filter, sort }: Props): {
  move: (row: OpportunityRow, to: string | null) => void;
  dialog: ReactNode;
} {
  const { t } = useLingui();
  const { mutateAsync } = useMoveCard(filter, sort);
  const [asked, setAsked] = useState<(Move & { way: Way }) | null>(null);
  const nameOf = (stageId: string | null) =>
    pipeline.stages.find(({ id }) => id === stageId)?.label ?? t`Avant la première étape`;

  async function run(move: Move, undoing = false) {
    const { row, to } = move;
    const back = wayBetween(pipeline, row.stageId, to)?.direction === "back";
    try {
      const { opportunity, undone } = await mutateAsync(move);
      const undo = () => void run({ row: opportunity, to: row.stageId, days: undone }, true);
      await notify({
        message: undoing
          ? t`« ${row.title} » : déplacement annulé.`
          : back
            ? t`« ${row.title} » : retour à « ${nameOf(to)} ».`
            : t`« ${row.title} » : étape « ${nameOf(to)} » validée.`,
        ...(undoing ? {} : { action: { label: t({ message: "Annuler", context: "undo" }), run: undo } }),
      });
    } catch (refusal) {
      const elsewhere = refusal instanceof ApiError && refusal.body.code === "EDIT_CONFLICT";
      await notify({
        kind: "error",
        message: elsewhere
          ? t`« ${row.title} » a changé d’étape entre-temps. Le tableau vient d’être actualisé.`
          : t`« ${row.title} » n’a pas été déplacée. ${errorSentence(refusal)}`,
      });
    }
  }

  function move(row: OpportunityRow, to: string | null) {
    const way = wayBetween(pipeline, row.stageId, to);
    if (way && way.stages.length > 1) setAsked({ row, to, way });
    else void run({ row, to });
  }

  const forward = asked?.way.direction === "forward";
  return {
    move,
    dialog: asked && (
      <ConfirmDialog
        opened
        title={forward ? t`Valider plusieurs étapes ?` : t`Reculer de plusieurs étapes ?`}
        confirmLabel={forward ? t`Valider` : t`Reculer`}
        onConfirm={() => void run(asked)}
        onClose={() => setAsked(null)}
      >
        <p className={classes["asked"]}>
          {forward
            ? t`« ${asked.row.title} » : ces étapes seront validées à la date du jour.`
            : t`« ${asked.row.title} » : ces étapes ne seront plus validées.`}
        </p>
        <ul className={classes["steps"]}>
          {asked.way.stages.map(({ id, label, colour }) => (
            <li key={id}>
              <StageDot colour={colour} />
              {label}
            </li>
          ))}
        </ul>
      </ConfirmDialog>
    ),
  };
}
