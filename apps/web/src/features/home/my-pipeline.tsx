import type { Me, PipelineView } from "@crm/contract";
import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { Skeleton } from "@mantine/core";
import { IconTargetArrow } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { formatAmount, formatNumber } from "../../lib/format.ts";
import { pipelineList } from "../../lib/shared.queries.ts";
import { Section } from "../../ui/section.tsx";
import { StageDot } from "../../ui/stage-dot.tsx";
import { EmptyState, ErrorState } from "../../ui/states.tsx";
import { myPipeline } from "./home.queries.ts";
import classes from "./home-page.module.css";
import { useWhose, WhoseChoice } from "./whose-choice.tsx";

const noPipelines: PipelineView[] = [];

/** Open opportunities by stage: their number, their amount, and what can be hoped for from it. */
export function MyPipeline({ me, board }: { me: Me; board: boolean }) {
  const { t } = useLingui();
  const [whose, setWhose] = useWhose("pipeline");
  const { data: shares, isError, error, refetch } = useQuery(myPipeline(whose));
  const { data: pipelines = noPipelines } = useQuery(pipelineList);
  const title = whose === "mine" ? t`Mes opportunités ouvertes` : t`Opportunités ouvertes`;
  const sum = (of: "count" | "amount" | "weighted") => shares?.reduce((total, share) => total + share[of], 0) ?? 0;
  const most = Math.max(1, ...(shares?.map(({ amount }) => amount) ?? []));
  const types = pipelines.filter(({ id }) => shares?.some(({ pipelineId }) => pipelineId === id));
  const addressOf = (pipelineId: string, stageId: string | null) => {
    const filter = { display: "list", status: "open", pipelineId, stageId: stageId ?? "none" };
    return `/opportunites?${new URLSearchParams({ ...filter, ...(whose === "mine" ? { ownerId: me.id } : {}) })}`;
  };

  return (
    <Section title={title} actions={<WhoseChoice me={me} label={title} value={whose} onChange={setWhose} />}>
      {isError && !shares ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : !shares ? (
        <div aria-hidden>
          <Skeleton height={44} width="70%" mb="md" />
          {[0, 1, 2, 3].map((line) => (
            <Skeleton key={line} height={20} mb={10} />
          ))}
        </div>
      ) : shares.length === 0 ? (
        <EmptyState compact title={t`Aucune opportunité ouverte`} icon={<IconTargetArrow size={20} stroke={1.6} />}>
          {t`Celles qui s’ouvrent s’additionnent ici, étape par étape.`}
        </EmptyState>
      ) : (
        <>
          <dl className={classes["totals"]}>
            <div>
              <dt>{plural(sum("count"), { one: "# ouverte", other: "# ouvertes" })}</dt>
              <dd>{formatAmount(sum("amount"))}</dd>
            </div>
            <div>
              <dt>{t`pondéré par la probabilité`}</dt>
              <dd>{formatAmount(sum("weighted"))}</dd>
            </div>
          </dl>
          {types.map(({ id, name, stages }) => (
            <div key={id}>
              <h3 className={classes["type"]}>{name}</h3>
              <ul className={classes["stages"]}>
                {shares
                  .filter(({ pipelineId }) => pipelineId === id)
                  .map(({ stageId, count, amount }) => {
                    const stage = stages.find((stage) => stage.id === stageId);
                    const label = stage?.label ?? t`Avant la première étape`;
                    return (
                      <li key={stageId} className={classes["stage"]}>
                        <span className={classes["bar"]} style={{ width: `${(amount / most) * 100}%` }} aria-hidden />
                        {board ? (
                          <Link to={addressOf(id, stageId)} className={classes["stageName"]}>
                            {stage && <StageDot colour={stage.colour} />}
                            <span className={classes["clip"]}>{label}</span>
                          </Link>
                        ) : (
                          <span className={classes["stageName"]}>{label}</span>
                        )}
                        <span className={classes["figure"]}>{formatNumber(count)}</span>
                        <span className={classes["figure"]}>{formatAmount(amount)}</span>
                      </li>
                    );
                  })}
              </ul>
            </div>
          ))}
        </>
      )}
    </Section>
  );
}
