import type { OpportunityView, PipelineView } from "@crm/contract";
import { useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { IconArrowBackUp, IconCheck, IconChevronDown, IconChevronsRight } from "@tabler/icons-react";
import { useEffect, useId, useRef, useState } from "react";
import { errorSentence } from "../../lib/error-sentence.ts";
import { formatDate } from "../../lib/format.ts";
import { IconButton } from "../../ui/icon-button.tsx";
import { notify } from "../../ui/notify.ts";
import { useReachStage, useStepBack } from "./opportunity.queries.ts";
import classes from "./progress-bar.module.css";
import { StagePanel } from "./stage-panel.tsx";
import { type Segment, segmentsOf } from "./stages.ts";

interface Props {
  opportunity: OpportunityView;
  pipeline: PipelineView;
}

/**
 * The progress bar across the top of the card (guide 3.2.2): the double arrow shows the next stage to validate, the little
 * arrow under the bar recalls the last one and its date, « Reculer d'une étape » undoes it.
 */
export function ProgressBar({ opportunity, pipeline }: Props) {
  const { t } = useLingui();
  const { can, reached } = opportunity;
  const segments = segmentsOf(pipeline, opportunity);
  const last = segments.findLast(({ state }) => state === "done");
  // What the panel was opened on: it stays while the bar already shows the stage as validated.
  const [offer, setOffer] = useState<{ next: Segment | undefined; previous: Segment | undefined } | null>(null);
  const [recalled, setRecalled] = useState(false);
  const [said, setSaid] = useState("");
  const arrow = useRef<HTMLButtonElement>(null);
  const [panelId, lastId] = [useId(), useId()];
  const reach = useReachStage(opportunity.id);
  const back = useStepBack(opportunity.id);

  function close() {
    setOffer(null);
    requestAnimationFrame(() => arrow.current?.focus());
  }

  async function validate({ stage }: Segment, reachedOn: string) {
    await reach.mutateAsync({ stageId: stage.id, reachedOn });
    setSaid(t`Étape « ${stage.label} » validée le ${formatDate(reachedOn)}.`);
    close();
  }

  async function stepBack() {
    const undone = reached.at(-1);
    if (!undone) return;
    try {
      await back.mutateAsync(undone.stageId);
      setSaid(last ? t`« ${last.stage.label} » n’est plus validée.` : "");
      await notify({
        message: last ? t`« ${last.stage.label} » n’est plus validée.` : t`L’opportunité a reculé d’une étape.`,
        // A stage that is archived by now can't be validated again.
        ...(!last?.stage.archived
          ? { action: { label: t({ message: "Annuler", context: "undo" }), run: () => void again(undone) } }
          : {}),
      });
    } catch (error) {
      await notify({ kind: "error", message: errorSentence(error) });
    }
  }

  const again = (stage: { stageId: string; reachedOn: string }) =>
    reach.mutateAsync(stage).catch((error: unknown) => notify({ kind: "error", message: errorSentence(error) }));

  return (
    <section className={classes["progress"]} aria-label={t`Barre d'avancement`}>
      <div className={classes["line"]}>
        <Segments segments={segments} />
        <IconButton
          ref={arrow}
          label={t`Étape suivante`}
          variant={offer ? "filled" : "default"}
          color="indigo"
          size={40}
          aria-expanded={offer !== null}
          aria-controls={panelId}
          onClick={() =>
            setOffer(offer ? null : { next: segments.find(({ state }) => state === "next"), previous: last })
          }
        >
          <IconChevronsRight size={20} aria-hidden />
        </IconButton>
      </div>
      <div id={panelId} hidden={offer === null}>
        {offer && <StagePanel {...offer} canValidate={can.update} onValidate={validate} onClose={close} />}
      </div>
      <div className={classes["foot"]}>
        <button
          type="button"
          className={classes["recall"]}
          aria-expanded={recalled}
          aria-controls={lastId}
          onClick={() => setRecalled(!recalled)}
        >
          <IconChevronDown size={16} aria-hidden className={classes["arrow"]} data-open={recalled || undefined} />
          {t`Dernière étape validée`}
        </button>
        <p id={lastId} hidden={!recalled} className={classes["last"]} role="status">
          {last?.reachedOn
            ? t`${last.stage.label}, validée le ${formatDate(last.reachedOn)}`
            : t`Aucune étape validée pour l’instant.`}
        </p>
        {can.update && (
          <Button
            className={classes["back"] ?? ""}
            variant="subtle"
            color="gray"
            size="compact-sm"
            leftSection={<IconArrowBackUp size={16} aria-hidden />}
            disabled={reached.length === 0}
            loading={back.isPending}
            onClick={() => void stepBack()}
          >
            {t`Reculer d'une étape`}
          </Button>
        )}
      </div>
      <p className={classes["said"]} role="status">
        {said}
      </p>
    </section>
  );
}

/** The stages in a row; where there is no room for all, the row scrolls and shows where the opportunity stands. */
function Segments({ segments }: { segments: readonly Segment[] }) {
  const { t } = useLingui();
  const row = useRef<HTMLOListElement>(null);
  const done = segments.filter(({ state }) => state === "done").length;
  useEffect(() => {
    const [list, current] = [row.current, row.current?.children[Math.max(0, done - 1)] as HTMLElement | undefined];
    if (list && current) list.scrollLeft = current.offsetLeft - list.offsetLeft - list.clientWidth / 4;
  }, [done]);
  const words = { done: t`validée`, next: t`étape suivante`, ahead: t`à venir`, skipped: t`non validée` };
  return (
    <ol
      ref={row}
      className={classes["segments"]}
      data-many={segments.length > 8 || undefined}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: whatever scrolls must be reachable without a mouse.
      tabIndex={0}
      aria-label={t`Étapes`}
    >
      {segments.map(({ stage, reachedOn, state }) => (
        <li
          key={stage.id}
          className={classes["segment"]}
          data-state={state}
          aria-current={state === "next" ? "step" : undefined}
          title={stage.label}
        >
          <span className={classes["words"]}>{stage.label}</span>
          {reachedOn && (
            <span className={classes["day"]}>
              <IconCheck size={12} stroke={3} aria-hidden />
              {formatDate(reachedOn)}
            </span>
          )}
          <span className={classes["said"]}>{words[state]}</span>
        </li>
      ))}
    </ol>
  );
}
