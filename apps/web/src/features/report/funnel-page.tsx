import { type Asked, funnelType } from "@crm/contract";
import { useLingui } from "@lingui/react/macro";
import { Skeleton } from "@mantine/core";
import { IconFilter } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { formatDate } from "../../lib/format.ts";
import { pipelineList, userDirectory } from "../../lib/shared.queries.ts";
import { Page, PageHeader } from "../../ui/page.tsx";
import { Section } from "../../ui/section.tsx";
import { EmptyState, ErrorState } from "../../ui/states.tsx";
import { CompareFields } from "./compare-fields.tsx";
import { FunnelChart } from "./funnel-chart.tsx";
import type { Series } from "./funnel-series.ts";
import { FunnelTable } from "./funnel-table.tsx";
import { MeasureSwitch } from "./measure-switch.tsx";
import classes from "./report.module.css";
import { durations as durationsOf, funnel } from "./report.queries.ts";
import { ReportActions } from "./report-actions.tsx";
import { comparedOf, funnelAskedOf, periodOf, useReportAddress } from "./report-address.ts";
import { ReportCaption } from "./report-caption.tsx";
import { periodFault, ReportFilters } from "./report-filters.tsx";
import type { ReportSlots } from "./report-slots.ts";
import { StatusTotals } from "./status-totals.tsx";

/** Opportunités → Entonnoir des ventes (guide 6.1): how far a cohort came, and what became of it. */
export function FunnelPage(slots: ReportSlots) {
  const { t } = useLingui();
  const { address, change, open } = useReportAddress();
  const { data: pipelines } = useQuery(pipelineList);
  const { data: users = [] } = useQuery(userDirectory);
  const type = pipelines && funnelType(address, pipelines);
  const measure = address.measure ?? "count";
  const fault = periodFault(periodOf(address));
  // Of a funnel, the status is told, not asked for.
  const asked = funnelAskedOf(address, type?.id);
  const compared = comparedOf(address, asked);
  const otherFault = compared && periodFault({ from: compared.createdFrom ?? "", to: compared.createdTo ?? "" });
  const query = { ...asked, pipelineId: type?.id ?? "" };
  const ready = type !== undefined && fault === null;
  const { data, isPlaceholderData, isError, error, refetch } = useQuery({ ...funnel(query), enabled: ready });
  const times = useQuery({ ...durationsOf(query), enabled: ready });
  const other = useQuery({
    ...funnel({ ...compared, pipelineId: type?.id ?? "" }),
    enabled: ready && compared !== null && otherFault === null,
  });

  const nameOf = ({ ownerId, createdFrom = "", createdTo = "" }: Asked) =>
    address.compare === "user"
      ? ownerId === undefined
        ? t`Tous`
        : (users.find(({ id }) => id === ownerId)?.name ?? t`Personne`)
      : `${formatDate(createdFrom)} – ${formatDate(createdTo)}`;
  const series: Series[] = data ? [{ name: nameOf(asked), asked, stages: data.stages }] : [];
  if (data && compared && other.data && otherFault === null)
    series.push({ name: nameOf(compared), asked: compared, stages: other.data.stages });
  const [first, second] = series;
  const whole = first?.stages[0];

  return (
    <Page>
      <PageHeader
        title={t`Entonnoir des ventes`}
        actions={<ReportActions state={{ report: "funnel", address, open, ready }} />}
      />
      <ReportCaption address={address} type={type} users={users} />
      <ReportFilters {...{ address, change, slots, fault, type }} pipelines={pipelines ?? []}>
        <CompareFields address={address} change={change} fault={otherFault} />
      </ReportFilters>
      {fault !== null && !data ? null : isError && !data ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : !first || !whole ? (
        <FunnelSkeleton bars={(type?.stages.length ?? 5) + 1} />
      ) : whole.count === 0 && !second ? (
        <EmptyState title={t`Aucune opportunité créée entre ces dates.`} icon={<IconFilter size={20} stroke={1.6} />}>
          {t`Élargissez la période, choisissez un autre type ou un autre utilisateur, ou enlevez des filtres.`}
        </EmptyState>
      ) : (
        <div
          className={classes["report"]}
          data-stale={isPlaceholderData || other.isPlaceholderData || fault !== null || undefined}
          aria-busy={isPlaceholderData}
        >
          <StatusTotals whole={whole} label={t`Créées`} asked={asked} />
          <Section
            title={measure === "count" ? t`Nombre d’opportunités par étape` : t`Montant par étape`}
            actions={
              <>
                {slots.pin("funnel")}
                <MeasureSwitch value={measure} onChange={(measure) => change({ measure })} />
              </>
            }
          >
            {second && (
              <p className={classes["compared"]}>
                <span>{first.name}</span>
                <span data-compared>{second.name}</span>
              </p>
            )}
            <FunnelChart series={series} measure={measure} />
          </Section>
          <FunnelTable series={first} compared={second} durations={times.data} leak={data?.leak ?? null} />
          <p className={classes["note"]}>
            {t`Chaque barre compte les opportunités qui ont atteint l’étape, selon leur statut d’aujourd’hui. Un chiffre ouvre la liste correspondante.`}
          </p>
        </div>
      )}
    </Page>
  );
}

/** At the size of what comes. */
function FunnelSkeleton({ bars }: { bars: number }) {
  const { t } = useLingui();
  return (
    <div className={classes["report"]} role="status" aria-label={t`Chargement…`}>
      <Skeleton height={86} />
      <Skeleton height={64 + bars * 42} />
      <Skeleton height={38 + bars * 49} />
    </div>
  );
}
