import type { Figures, Measure, OpportunityStatus, StageView } from "@crm/contract";
import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { useId, useRef, useState } from "react";
import { Link } from "react-router";
import { StageDot } from "../../ui/stage-dot.tsx";
import classes from "./chart.module.css";
import { onSegmentKey } from "./chart-keys.ts";
import page from "./report.module.css";
import { euros, measured, percent, shownStatuses } from "./report-words.ts";

/** One bar: what it counts, by status, and the list that each part opens. */
interface Bar {
  /** Which of those compared; null: there is nothing else. */
  name: string | null;
  figures: (Figures & { statuses: Record<OpportunityStatus, Figures> }) | undefined;
  /** null: the list can't be asked for it. */
  to: (status: OpportunityStatus) => string | null;
  /** Beside its length: of what it is a part, from 0 to 1. */
  share: number | null;
}

/** What stands on one line: a stage, a group; the second bar is what it is compared with. */
export interface BarRow {
  id: string;
  label: string;
  colour?: StageView["colour"] | null;
  bars: readonly Bar[];
}

/**
 * One bar a line, one segment a status, each of which opens its list. The whole is one stop of the tab key; arrows go from
 * segment to segment. A table beside it says the same in figures.
 */
export function StackedBars({ title, rows, measure }: { title: string; rows: readonly BarRow[]; measure: Measure }) {
  const hint = useId();
  const { t } = useLingui();
  const list = useRef<HTMLOListElement>(null);
  const [current, setCurrent] = useState<string | null>(null);
  const most = Math.max(0, ...rows.flatMap(({ bars }) => bars.map(({ figures }) => figures?.[measure] ?? 0)));
  const said = rows
    .flatMap(({ label, bars: [bar] }) =>
      bar?.figures
        ? [`${label} : ${measured(bar.figures, measure)}${bar.share === null ? "" : ` (${percent(bar.share)})`}`]
        : [],
    )
    .join(" ; ");
  const idOf = (row: BarRow, at: number, status: OpportunityStatus) => `${row.id} ${at} ${status}`;
  const ids = rows.flatMap((row) =>
    row.bars.flatMap(({ figures, to }, at) =>
      shownStatuses.flatMap(({ status }) =>
        (figures?.statuses[status][measure] ?? 0) > 0 && to(status) !== null ? [idOf(row, at, status)] : [],
      ),
    ),
  );
  // What the tab key stops at, even when the figures have changed since.
  const stop = current !== null && ids.includes(current) ? current : ids[0];

  return (
    <figure className={classes["chart"]} aria-label={`${title}. ${said}`}>
      <p id={hint} className={classes["said"]}>{t`Flèches du clavier : d’un segment à l’autre.`}</p>
      <ol ref={list} className={classes["bars"]} onKeyDown={(event) => onSegmentKey(event, list.current)}>
        {rows.map((row) => (
          <li key={row.id} className={classes["bar"]}>
            <span className={classes["barLabel"]} title={row.label}>
              {row.colour && <StageDot colour={row.colour} />}
              <span className={classes["clip"]}>{row.label}</span>
            </span>
            <div className={classes["tracks"]}>
              {row.bars.map(({ name, figures, to }, at) => (
                <div key={name} className={classes["track"]} data-compared={at > 0 || undefined}>
                  {shownStatuses.map(({ status, label }) => (
                    <Segment
                      key={status}
                      {...{ status, measure, hint, label }}
                      of={name === null ? row.label : `${name}, ${row.label}`}
                      id={idOf(row, at, status)}
                      stop={stop}
                      onFocus={setCurrent}
                      to={to(status)}
                      most={most}
                      figures={figures?.statuses[status] ?? { count: 0, amount: 0 }}
                    />
                  ))}
                </div>
              ))}
            </div>
            <span className={classes["barFigures"]}>
              {row.bars.map(({ name, figures, share }, at) => (
                <span key={name} data-compared={at > 0 || undefined}>
                  <strong>{figures ? measured(figures, measure) : "—"}</strong>{" "}
                  {share !== null && <span>{percent(share)}</span>}
                </span>
              ))}
            </span>
          </li>
        ))}
      </ol>
    </figure>
  );
}

interface SegmentProps {
  id: string;
  /** The one that the tab key stops at. */
  stop: string | undefined;
  onFocus: (id: string) => void;
  status: OpportunityStatus;
  label: (typeof shownStatuses)[number]["label"];
  of: string;
  to: string | null;
  figures: Figures;
  measure: Measure;
  /** The longest bar. */
  most: number;
  hint: string;
}

function Segment({ id, stop, onFocus, status, label, of, to, figures, measure, most, hint }: SegmentProps) {
  const { i18n } = useLingui();
  const share = most > 0 ? figures[measure] / most : 0;
  if (share === 0) return null;
  const count = plural(figures.count, { one: "# opportunité", other: "# opportunités" });
  const said = `${of}, ${i18n._(label)} : ${count}, ${euros(figures.amount)}`;
  const text = measured(figures, measure);
  const looks = {
    className: `${page["status"]} ${classes["segment"]}`,
    "data-status": status,
    "data-tip": said,
    style: { width: `${share * 100}%` },
    // Only where there is room for it.
    children: share >= text.length * 0.018 && text,
  };
  if (to === null) return <span {...looks} />;
  return (
    <Link
      {...looks}
      to={to}
      data-segment={id}
      aria-label={said}
      aria-describedby={hint}
      tabIndex={id === stop ? 0 : -1}
      onFocus={() => onFocus(id)}
    />
  );
}
