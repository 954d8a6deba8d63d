import { type Asked, type Figures, readReportAddress } from "@crm/contract";
import { useLingui } from "@lingui/react/macro";
import { IconCalendarStats, IconCalendarWeek, IconMoodSmile, IconTargetArrow, IconTrophy } from "@tabler/icons-react";
import { type UseQueryResult, useQuery } from "@tanstack/react-query";
import { lazy, type ReactNode } from "react";
import { formatDate, formatMonth, formatNumber } from "../../lib/format.ts";
import { pipelineList } from "../../lib/shared.queries.ts";
import { LazyPart } from "../../ui/lazy-part.tsx";
import { EmptyState, ErrorState } from "../../ui/states.tsx";
import { doneOf, exchangesOf, peopleOf, toDoOf } from "./activity-sums.ts";
import { FigureCell, NumberCell, NumberHead } from "./figure-cell.tsx";
import { FunnelChart } from "./funnel-chart.tsx";
import { listOfMonth, listOfReason } from "./list-link.ts";
import { activity, forecast, funnel, lostReasons, results } from "./report.queries.ts";
import { askedOf, funnelAskedOf, periodOf } from "./report-address.ts";
import table from "./report-table.module.css";
import classes from "./report-widget.module.css";
import { euros, percent } from "./report-words.ts";
import { WidgetSkeleton } from "./widget-skeleton.tsx";

// The library of charts comes with the first one.
const ForecastChart = lazy(async () => ({ default: (await import("./forecast-chart.tsx")).ForecastChart }));

/** So many lines are shown; the report has them all. */
const most = 6;

interface WidgetProps {
  /** The address of the whole report, as its query. */
  query: string;
}

const addressOf = (query: string) => readReportAddress(new URLSearchParams(query));

interface ReadProps<Data> {
  query: Pick<UseQueryResult<Data>, "data" | "isError" | "error" | "refetch">;
  height: number;
  children: (data: Data) => ReactNode;
}

/** What was read; until then its place, or the fault of this widget alone. */
function Read<Data>({ query: { data, isError, error, refetch }, height, children }: ReadProps<Data>) {
  if (data !== undefined) return children(data);
  if (isError) return <ErrorState error={error} onRetry={() => void refetch()} />;
  return <WidgetSkeleton height={height} />;
}

/** A few lines of a report: what each is about, then its figures. */
function Lines({
  label,
  lead,
  heads,
  children,
}: {
  label: string;
  lead: string;
  heads: string[];
  children: ReactNode;
}) {
  return (
    <div className={classes["scroll"]}>
      <table className={table["table"]} aria-label={label}>
        <thead>
          <tr>
            <th scope="col" className={`${table["head"]} ${classes["lead"]}`}>
              {lead}
            </th>
            {heads.map((head) => (
              <NumberHead key={head} wraps>
                {head}
              </NumberHead>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}

const Lead = ({ children }: { children: ReactNode }) => (
  <th scope="row" className={classes["lead"]}>
    {children}
  </th>
);

/** The funnel of the first type. */
export function FunnelContent({ query: search }: WidgetProps) {
  const { t } = useLingui();
  const address = addressOf(search);
  const { data: pipelines } = useQuery(pipelineList);
  const type = pipelines?.find(({ archived }) => !archived);
  const asked = funnelAskedOf(address, type?.id);
  const query = useQuery({ ...funnel({ ...asked, pipelineId: type?.id ?? "" }), enabled: type !== undefined });
  const since = formatDate(periodOf(address).from);
  return (
    <Read query={query} height={300}>
      {({ stages }) =>
        !stages[0]?.count ? (
          <EmptyState
            compact
            title={t`Aucune opportunité depuis le ${since}`}
            icon={<IconTargetArrow size={20} stroke={1.6} />}
          />
        ) : (
          <div className={classes["padded"]}>
            <FunnelChart series={[{ name: "", asked, stages }]} measure="count" />
            <p className={classes["note"]}>{t`${type?.name ?? ""} : opportunités créées depuis le ${since}.`}</p>
          </div>
        )
      }
    </Read>
  );
}

/** What may be won in the months to come. */
export function ForecastContent(_: WidgetProps) {
  const { t } = useLingui();
  const query = useQuery(forecast({}));
  const open = { status: "open" } satisfies Asked;
  return (
    <Read query={query} height={580}>
      {({ months }) =>
        months.length === 0 ? (
          <EmptyState
            compact
            title={t`Aucune opportunité ouverte`}
            icon={<IconCalendarStats size={20} stroke={1.6} />}
          />
        ) : (
          <>
            <figure className={classes["drawing"]}>
              <LazyPart>
                <ForecastChart months={months} />
              </LazyPart>
            </figure>
            <Lines label={t`Prévisions`} lead={t`Mois prévu`} heads={[t`Nombre`, t`Montant`, t`Pondéré`]}>
              {months.slice(0, most).map(({ month, count, amount, weighted }) => (
                <tr key={month}>
                  <Lead>{month === null ? t`Sans date prévue` : formatMonth(month)}</Lead>
                  <FigureCell figures={{ count }} to={listOfMonth(open, month)} />
                  <NumberCell>{euros(amount)}</NumberCell>
                  <NumberCell>{euros(Math.round(weighted))}</NumberCell>
                </tr>
              ))}
            </Lines>
          </>
        )
      }
    </Read>
  );
}

/** Who did how much this week, and whose actions are late. */
export function ActivityContent({ query: search }: WidgetProps) {
  const { t } = useLingui();
  const query = useQuery(activity(periodOf(addressOf(search))));
  return (
    <Read query={query} height={240}>
      {(data) => {
        const people = peopleOf(data).slice(0, most);
        if (people.length === 0)
          return (
            <EmptyState
              compact
              title={t`Aucune activité cette semaine`}
              icon={<IconCalendarWeek size={20} stroke={1.6} />}
            />
          );
        return (
          <Lines
            label={t`Activité de la semaine`}
            lead={t`Utilisateur`}
            heads={[t`Échanges`, t`Actions faites`, t`En retard aujourd’hui`]}
          >
            {people.map(({ userId, name, weeks, late }) => (
              <tr key={userId}>
                <Lead>{name || t`Personne`}</Lead>
                <NumberCell>{formatNumber(exchangesOf(weeks))}</NumberCell>
                <NumberCell>{formatNumber(doneOf(weeks))}</NumberCell>
                <FigureCell figures={{ count: late }} to={toDoOf(userId)} />
              </tr>
            ))}
          </Lines>
        );
      }}
    </Read>
  );
}

/** Who won and lost how much this month, credited on the day. */
export function ResultsContent({ query: search }: WidgetProps) {
  const { t } = useLingui();
  const query = useQuery(results(periodOf(addressOf(search))));
  return (
    <Read query={query} height={240}>
      {({ rows }) => {
        const ended = rows.filter(({ won, lost }) => won.count + lost.count > 0).slice(0, most);
        if (ended.length === 0)
          return (
            <EmptyState
              compact
              title={t`Rien de gagné ni de perdu ce mois-ci`}
              icon={<IconTrophy size={20} stroke={1.6} />}
            />
          );
        return (
          <Lines label={t`Résultats du mois par utilisateur`} lead={t`Utilisateur`} heads={[t`Gagné`, t`Sans suite`]}>
            {ended.map(({ userId, name, won, lost }) => (
              <tr key={userId}>
                <Lead>{name || t`Personne`}</Lead>
                <FigureCell figures={won} to={null} />
                <FigureCell figures={lost} to={null} />
              </tr>
            ))}
          </Lines>
        );
      }}
    </Read>
  );
}

/** The most frequent reasons for which opportunities were lost. */
export function LostContent({ query: search }: WidgetProps) {
  const { t } = useLingui();
  const asked = askedOf(addressOf(search));
  const query = useQuery(lostReasons(asked));
  const since = formatDate(asked.createdFrom ?? "");
  return (
    <Read query={query} height={300}>
      {(reasons) => {
        if (reasons.length === 0)
          return (
            <EmptyState
              compact
              title={t`Aucune opportunité sans suite`}
              icon={<IconMoodSmile size={20} stroke={1.6} />}
            >
              {t`Parmi celles créées depuis le ${since}.`}
            </EmptyState>
          );
        const all = sumOf(reasons);
        return (
          <Lines label={t`Motifs de perte`} lead={t`Motif`} heads={[t`Nombre`, t`Part`, t`Montant`]}>
            {reasons.slice(0, most).map(({ reason, count, amount }) => (
              <tr key={reason}>
                <Lead>{reason || t`Non précisé`}</Lead>
                <FigureCell figures={{ count }} to={listOfReason(asked, reason)} />
                <NumberCell>{percent(count / all)}</NumberCell>
                <NumberCell>{euros(amount)}</NumberCell>
              </tr>
            ))}
          </Lines>
        );
      }}
    </Read>
  );
}

const sumOf = (rows: readonly Figures[]) => rows.reduce((sum, { count }) => sum + count, 0);
