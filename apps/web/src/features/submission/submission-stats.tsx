import { type SubmissionStats as Stats, type SubmissionPeriod, submissionDays, submissionPeriods } from "@crm/contract";
import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { SegmentedControl, Skeleton } from "@mantine/core";
import { useInViewport, useLocalStorage } from "@mantine/hooks";
import { IconChartBar } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { lazy, useState } from "react";
import { Link } from "react-router";
import { formatDate, formatNumber } from "../../lib/format.ts";
import { LazyPart } from "../../ui/lazy-part.tsx";
import { Section } from "../../ui/section.tsx";
import { SeeAll } from "../../ui/see-all.tsx";
import { EmptyState, ErrorState } from "../../ui/states.tsx";
import classes from "./submission.module.css";
import { submissionStats } from "./submission.queries.ts";
import { submissionsPath, submissionTotal } from "./submission-words.ts";

// The library of charts comes with the first one that comes into view: it is heavier than all of the home page.
const SubmissionChart = lazy(async () => ({ default: (await import("./submission-chart.tsx")).SubmissionChart }));

interface Look {
  days: (typeof submissionDays)[number];
  by: SubmissionPeriod;
}

/** So many forms are told by name; the list has them all. */
const most = 4;

/** « Statistiques enregistrements » (guide 1.2.3): how many came, day after day or week after week, and to which forms. */
export function SubmissionStats() {
  const { t } = useLingui();
  const [look, setLook] = useLocalStorage<Look>({
    key: "crm-home-submissions",
    defaultValue: { days: 30, by: "day" },
    getInitialValueInEffect: false,
  });
  const { data, isError, error, refetch } = useQuery(submissionStats(look.days, look.by));
  const days: Record<Look["days"], string> = { 30: t`30 jours`, 90: t`90 jours` };
  const periods: Record<SubmissionPeriod, string> = { day: t`Par jour`, week: t`Par semaine` };
  return (
    <Section
      title={t`Statistiques enregistrements`}
      actions={<SeeAll to={submissionsPath} label={t`Voir les enregistrements`} />}
    >
      <div className={classes["statsHead"]}>
        <div className={classes["total"]} role="status">
          {data ? (
            <>
              <strong>{formatNumber(data.total)}</strong>{" "}
              {plural(data.total, { 0: "enregistrement", one: "enregistrement", other: "enregistrements" })}
            </>
          ) : (
            !isError && <Skeleton height={20} width={140} />
          )}
        </div>
        <SegmentedControl
          size="xs"
          aria-label={t`Regrouper les enregistrements`}
          value={look.by}
          data={submissionPeriods.map((value) => ({ value, label: periods[value] }))}
          onChange={(by) => setLook({ ...look, by: by as SubmissionPeriod })}
        />
        <SegmentedControl
          size="xs"
          aria-label={t`Période des enregistrements`}
          value={String(look.days)}
          data={submissionDays.map((value) => ({ value: String(value), label: days[value] }))}
          onChange={(value) => setLook({ ...look, days: Number(value) as Look["days"] })}
        />
      </div>
      {data ? (
        data.total === 0 ? (
          <EmptyState
            compact
            title={t`Aucun enregistrement sur cette période`}
            icon={<IconChartBar size={20} stroke={1.6} />}
          >
            {t`Ouvrez un formulaire et communiquez son adresse : ses réponses se compteront ici.`}
          </EmptyState>
        ) : (
          <Drawn stats={data} by={look.by} />
        )
      ) : isError ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : (
        <Skeleton height={180} />
      )}
    </Section>
  );
}

function Drawn({ stats, by }: { stats: Stats; by: SubmissionPeriod }) {
  const { t } = useLingui();
  const { ref, inViewport } = useInViewport();
  const [seen, setSeen] = useState(false);
  if (inViewport && !seen) setSeen(true);
  const busiest = stats.forms[0]?.count ?? 0;
  return (
    <>
      <div ref={ref} className={classes["chart"]}>
        <LazyPart fallback={<Skeleton height={180} />}>
          {seen ? <SubmissionChart periods={stats.periods} by={by} /> : <Skeleton height={180} />}
        </LazyPart>
      </div>
      <ul className={classes["forms"]} aria-label={t`Enregistrements par formulaire`}>
        {stats.forms.slice(0, most).map(({ id, name, count }) => (
          <li key={id}>
            <Link to={`${submissionsPath}?formId=${id}`} className={classes["formName"]}>
              {name}
            </Link>
            <span className={classes["track"]} aria-hidden>
              <span style={{ width: `${busiest > 0 ? (count / busiest) * 100 : 0}%` }} />
            </span>
            <span className={classes["figure"]}>{formatNumber(count)}</span>
          </li>
        ))}
      </ul>
      <table className={classes["said"]} aria-label={t`Statistiques enregistrements`}>
        <thead>
          <tr>
            <th scope="col">{by === "day" ? t`Jour` : t`Semaine du`}</th>
            <th scope="col">{t`Enregistrements`}</th>
          </tr>
        </thead>
        <tbody>
          {stats.periods.map(({ from, count }) => (
            <tr key={from}>
              <th scope="row">{formatDate(from)}</th>
              <td>{submissionTotal(count)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
