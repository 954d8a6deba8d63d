import { ActivityQuery, interactionKinds, type Period } from "@crm/contract";
import { issueSentence } from "@crm/fields";
import { i18n } from "@lingui/core";
import { useLingui } from "@lingui/react/macro";
import { Skeleton } from "@mantine/core";
import { IconCalendarWeek } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { formatNumber } from "../../lib/format.ts";
import { interactionLabels } from "../../ui/interaction-words.ts";
import { EmptyState, ErrorState } from "../../ui/states.tsx";
import { doneOf, exchangesOf, lateOf, peopleOf, toDoOf } from "./activity-sums.ts";
import { FigureCell, NumberCell, NumberHead } from "./figure-cell.tsx";
import page from "./report.module.css";
import { activity } from "./report.queries.ts";
import classes from "./report-table.module.css";
import { ResultsTable } from "./results-table.tsx";
import { WeekTable } from "./week-table.tsx";

/** Why days are refused here, in words: two years at most. */
export function activityFault(period: Period): string | null {
  const { error } = ActivityQuery.safeParse(period);
  return error?.issues[0] ? issueSentence(error.issues[0], i18n.locale === "en" ? "en" : "fr") : null;
}

interface Props {
  period: Period;
  /** Whose only; "none": of whom is known no more. */
  ownerId: string | null;
  ready: boolean;
  /** « Ajouter à l’accueil », for the results. */
  pin: ReactNode;
}

/** What people did in a period, and what waits: exchanges and actions by user and by week. */
export function ActivitySection({ period, ownerId, ready, pin }: Props) {
  const { t, i18n } = useLingui();
  const { data, isPlaceholderData, isError, error, refetch } = useQuery({ ...activity(period), enabled: ready });
  if (isError && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return ready ? <Skeleton height={480} role="status" aria-label={t`Chargement…`} /> : null;
  const wanted = ({ userId }: { userId: string | null }) => ownerId === null || (userId ?? "none") === ownerId;
  const weeks = data.weeks.filter(wanted);
  const late = data.late.filter(wanted);
  const responses = data.responses.filter(wanted);
  const people = peopleOf({ weeks, late, responses });
  if (people.length === 0)
    return (
      <EmptyState title={t`Aucune activité entre ces dates`} icon={<IconCalendarWeek size={20} stroke={1.6} />}>
        {t`Élargissez la période ou choisissez un autre utilisateur.`}
      </EmptyState>
    );
  const lateNow = late.reduce((sum, { count }) => sum + count, 0);
  const inDays = (days: number | null) => (days === null ? "—" : t`${formatNumber(days)} j`);
  const totals = [
    { label: t`Échanges`, value: formatNumber(exchangesOf(weeks)) },
    { label: t`Actions faites`, value: formatNumber(doneOf(weeks)) },
    { label: t`dont après l’échéance`, value: formatNumber(lateOf(weeks)) },
    { label: t`Actions en retard aujourd’hui`, value: formatNumber(lateNow) },
    {
      label: t`Délai médian du premier échange`,
      value: inDays(ownerId === null ? data.responseDays : (responses[0]?.days ?? null)),
    },
  ];
  return (
    <div className={page["report"]} data-stale={isPlaceholderData || !ready || undefined} aria-busy={isPlaceholderData}>
      <dl className={page["totals"]}>
        {totals.map(({ label, value }) => (
          <div key={label} className={page["total"]}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <div className={classes["scroll"]}>
        <table className={classes["table"]} aria-label={t`Activité par utilisateur`}>
          <thead>
            <tr>
              <th scope="col" className={`${classes["head"]} ${classes["lead"]}`}>{t`Utilisateur`}</th>
              {interactionKinds.map((kind) => (
                <NumberHead key={kind}>{i18n._(interactionLabels[kind])}</NumberHead>
              ))}
              <NumberHead apart>{t`Échanges`}</NumberHead>
              <NumberHead apart>{t`Actions faites`}</NumberHead>
              <NumberHead wraps>{t`dont après l’échéance`}</NumberHead>
              <NumberHead wraps>{t`En retard aujourd’hui`}</NumberHead>
              <NumberHead apart wraps>
                {t`Délai du premier échange`}
              </NumberHead>
            </tr>
          </thead>
          <tbody>
            {people.map(({ userId, name, weeks, late, responseDays }) => (
              <tr key={userId}>
                <th scope="row" className={classes["lead"]}>
                  {name || t`Personne`}
                </th>
                {interactionKinds.map((kind) => (
                  <FigureCell key={kind} figures={{ count: exchangesOf(weeks, kind) }} to={null} />
                ))}
                <NumberCell apart>{formatNumber(exchangesOf(weeks))}</NumberCell>
                <NumberCell apart>{formatNumber(doneOf(weeks))}</NumberCell>
                <NumberCell>{formatNumber(lateOf(weeks))}</NumberCell>
                <FigureCell figures={{ count: late }} to={toDoOf(userId)} />
                <NumberCell apart>{inDays(responseDays)}</NumberCell>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <ResultsTable {...{ period, ownerId, ready, pin }} />
      <WeekTable period={period} weeks={weeks} people={people} />
    </div>
  );
}
