import type { Asked, PipelineView, ReportAddress } from "@crm/contract";
import { useLingui } from "@lingui/react/macro";
import { Select, Skeleton } from "@mantine/core";
import { IconFilter } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Section } from "../../ui/section.tsx";
import { EmptyState, ErrorState } from "../../ui/states.tsx";
import { listOf } from "./list-link.ts";
import { MeasureSwitch } from "./measure-switch.tsx";
import classes from "./report.module.css";
import { sales } from "./report.queries.ts";
import { askedOf } from "./report-address.ts";
import type { ReportSlots } from "./report-slots.ts";
import { groupAsked, type SalesRow } from "./sales-groups.ts";
import { SalesTable } from "./sales-table.tsx";
import { StackedBars } from "./stacked-bars.tsx";
import { StatusTotals } from "./status-totals.tsx";

interface Props {
  address: ReportAddress;
  change: (part: Partial<ReportAddress>) => void;
  groupings: ReportSlots["groupings"];
  pipelines: readonly PipelineView[];
  /** The days can be asked for. */
  ready: boolean;
}

/** So many bars can be taken in; the table has them all. */
const most = 12;

/** What groups the rows of the report: « Utilisateur »… or a question with choices. */
function useGroupings(groupings: ReportSlots["groupings"]): { value: string; label: string }[] {
  const { t } = useLingui();
  return [
    { value: "owner", label: t`Utilisateur` },
    { value: "organisation", label: t`Organisation` },
    { value: "pipeline", label: t`Type` },
    ...groupings,
  ];
}

/** « Grouper par ». */
export function GroupSelect({ address, change, groupings }: Omit<Props, "ready" | "pipelines">) {
  const { t } = useLingui();
  const own = useGroupings(groupings.filter(({ ofContact }) => !ofContact));
  const ofContact = groupings.filter(({ ofContact }) => ofContact);
  const items = (of: typeof own) => of.map(({ value, label }) => ({ value, label }));
  const data = [
    { group: t`Opportunité`, items: items(own) },
    { group: t`Contact`, items: items(ofContact) },
  ].filter(({ items }) => items.length > 0);
  return (
    <Select
      label={t`Grouper par`}
      allowDeselect={false}
      searchable
      value={address.groupBy}
      data={data}
      nothingFoundMessage={t`Aucun champ à choix`}
      onChange={(groupBy) => groupBy && change({ groupBy })}
    />
  );
}

/** The table of the report, and its amounts as bars. */
export function SalesSection({ address, change, groupings, pipelines, ready }: Props) {
  const { t } = useLingui();
  const asked: Asked = askedOf(address);
  const { groupBy } = address;
  const measure = address.measure ?? "amount";
  const query = { ...asked, groupBy };
  const { data, isPlaceholderData, isError, error, refetch } = useQuery({ ...sales(query), enabled: ready });
  const groupName = useGroupings(groupings).find(({ value }) => value === groupBy)?.label ?? t`Groupe`;
  const nobody =
    groupBy === "owner" ? t`Personne` : groupBy === "organisation" ? t`Sans organisation` : t`Non renseigné`;
  const labelOf = ({ key, label }: SalesRow) => (key === null ? nobody : label);

  if (isError && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return ready ? <SalesSkeleton /> : null;
  if (data.total.count === 0)
    return (
      <EmptyState title={t`Aucune opportunité créée entre ces dates.`} icon={<IconFilter size={20} stroke={1.6} />}>
        {t`Élargissez la période, choisissez un autre utilisateur, ou enlevez des filtres.`}
      </EmptyState>
    );
  const longest = [...data.rows].sort((a, b) => b[measure] - a[measure]).slice(0, most);
  const [shown, all] = [longest.length, data.rows.length];
  const title = measure === "count" ? t`Nombre par groupe : ${groupName}` : t`Montant par groupe : ${groupName}`;
  return (
    <div
      className={classes["report"]}
      data-stale={isPlaceholderData || !ready || undefined}
      aria-busy={isPlaceholderData}
    >
      <StatusTotals whole={data.total} label={t`Opportunités`} asked={asked} />
      <Section title={title} actions={<MeasureSwitch value={measure} onChange={(measure) => change({ measure })} />}>
        <StackedBars
          title={title}
          measure={measure}
          rows={longest.map((row) => {
            const of = groupAsked(asked, groupBy, row.key, groupings);
            return {
              id: row.key ?? "none",
              label: labelOf(row),
              bars: [
                {
                  name: null,
                  figures: row,
                  to: (status) => of && listOf({ ...of, status }),
                  share: data.total[measure] > 0 ? row[measure] / data.total[measure] : null,
                },
              ],
            };
          })}
        />
        {all > shown && (
          <p className={classes["note"]}>{t`Les ${shown} premiers sur ${all} ; le tableau les a tous.`}</p>
        )}
      </Section>
      <SalesTable report={data} {...{ asked, address, change, groupings, pipelines, groupName, labelOf }} />
    </div>
  );
}

/** At the size of what comes. */
function SalesSkeleton() {
  const { t } = useLingui();
  return (
    <div className={classes["report"]} role="status" aria-label={t`Chargement…`}>
      <Skeleton height={92} />
      <Skeleton height={320} />
      <Skeleton height={360} />
    </div>
  );
}
