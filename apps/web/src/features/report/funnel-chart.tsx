import type { FunnelStage, StageView } from "@crm/contract";
import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { useId, useRef, useState } from "react";
import { Link } from "react-router";
import { StageDot } from "../../ui/stage-dot.tsx";
import { onSegmentKey } from "./chart-keys.ts";
import { figuresOf, type Series, sameStage, segmentList } from "./funnel-series.ts";
import classes from "./report.module.css";
import type { Measure } from "./report-address.ts";
import { euros, measured, percent, shownStatuses } from "./report-words.ts";

interface Props {
  /** The cohort, and the one it is compared with. */
  series: readonly Series[];
  measure: Measure;
}

/**
 * One bar a stage, one segment a status, each of which opens its list. The whole is one stop of the tab key; arrows go from
 * segment to segment. The table says the same in figures.
 */
export function FunnelChart({ series, measure }: Props) {
  const { t } = useLingui();
  const hint = useId();
  const bars = useRef<HTMLOListElement>(null);
  const [current, setCurrent] = useState<string | null>(null);
  const [first] = series;
  if (!first) return null;
  const most = Math.max(...series.flatMap(({ stages }) => stages.map((stage) => stage[measure])), 0);
  const labelOf = ({ stageId, label }: FunnelStage) => (stageId === null ? t`Créées` : label);
  const summary = first.stages
    .map((stage) => `${labelOf(stage)} : ${measured(stage, measure)} (${percent(stage.fromStart)})`)
    .join(" ; ");
  const keys = first.stages.flatMap((stage, row) =>
    series.flatMap((one, at) =>
      shownStatuses.flatMap(({ status }) =>
        figuresOf(sameStage(one, stage), status)[measure] > 0 ? [`${row}.${at}.${status}`] : [],
      ),
    ),
  );
  // What the tab key stops at, even when the figures have changed since.
  const stop = current !== null && keys.includes(current) ? current : keys[0];

  return (
    <figure className={classes["chart"]} aria-label={t`Entonnoir des ventes. ${summary}`}>
      <p id={hint} className={classes["said"]}>{t`Flèches du clavier : d’un segment à l’autre.`}</p>
      <ol ref={bars} className={classes["bars"]} onKeyDown={(event) => onSegmentKey(event, bars.current)}>
        {first.stages.map((stage, row) => (
          <li key={stage.stageId} className={classes["bar"]}>
            <span className={classes["barLabel"]} title={labelOf(stage)}>
              {stage.colour && <StageDot colour={stage.colour as StageView["colour"]} />}
              <span className={classes["clip"]}>{labelOf(stage)}</span>
            </span>
            <div className={classes["tracks"]}>
              {series.map((one, at) => (
                <div key={one.name} className={classes["track"]} data-compared={at > 0 || undefined}>
                  {shownStatuses.map(({ status, label }) => (
                    <Segment
                      key={status}
                      id={`${row}.${at}.${status}`}
                      stop={stop}
                      onFocus={setCurrent}
                      status={status}
                      to={segmentList(one.asked, stage.stageId, status)}
                      share={most > 0 ? figuresOf(sameStage(one, stage), status)[measure] / most : 0}
                      text={measured(figuresOf(sameStage(one, stage), status), measure)}
                      hint={hint}
                      name={[labelOf(stage), label]}
                      figures={figuresOf(sameStage(one, stage), status)}
                      of={series.length > 1 ? one.name : null}
                    />
                  ))}
                </div>
              ))}
            </div>
            <span className={classes["barFigures"]}>
              {series.map((one, at) => (
                <span key={one.name} data-compared={at > 0 || undefined}>
                  <strong>{measured(figuresOf(sameStage(one, stage)), measure)}</strong>
                  <span>{percent(shareOf(one, sameStage(one, stage), measure))}</span>
                </span>
              ))}
            </span>
          </li>
        ))}
      </ol>
    </figure>
  );
}

/** Of the cohort; of its amount, where amounts are shown. */
const shareOf = ({ stages }: Series, stage: FunnelStage | undefined, measure: Measure): number | null =>
  stage && stages[0] && stages[0][measure] > 0 ? stage[measure] / stages[0][measure] : null;

interface SegmentProps {
  id: string;
  stop: string | undefined;
  onFocus: (id: string) => void;
  status: (typeof shownStatuses)[number]["status"];
  to: string;
  /** Of the longest bar. */
  share: number;
  text: string;
  name: [string, (typeof shownStatuses)[number]["label"]];
  figures: { count: number; amount: number };
  of: string | null;
  hint: string;
}

function Segment({
  id,
  stop,
  onFocus,
  status,
  to,
  share,
  text,
  name: [stage, label],
  figures,
  of,
  hint,
}: SegmentProps) {
  const { i18n } = useLingui();
  if (share === 0) return null;
  const count = plural(figures.count, { one: "# opportunité", other: "# opportunités" });
  const said = `${of ? `${of}, ` : ""}${stage}, ${i18n._(label)} : ${count}, ${euros(figures.amount)}`;
  return (
    <Link
      to={to}
      className={`${classes["status"]} ${classes["segment"]}`}
      data-status={status}
      data-segment={id}
      data-tip={said}
      aria-label={said}
      aria-describedby={hint}
      tabIndex={id === stop ? 0 : -1}
      onFocus={() => onFocus(id)}
      style={{ width: `${share * 100}%` }}
    >
      {share >= text.length * 0.018 && text}
    </Link>
  );
}
