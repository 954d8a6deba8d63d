import type { OpportunityRow, PipelineView } from "@crm/contract";
import { useLingui } from "@lingui/react/macro";
import { useMemo } from "react";
import { formatAmount, formatDate } from "../../lib/format.ts";
import type { Column } from "../../ui/data-table-parts.tsx";
import { Highlight } from "../../ui/highlight.tsx";
import { StatusBadge } from "../../ui/status-badge.tsx";
import { UserAvatar } from "../../ui/user-avatar.tsx";
import classes from "./opportunity.module.css";
import { StageLabel } from "./stage-label.tsx";
import { stageOf } from "./stages.ts";

/** The columns that the table has until one chooses. */
export const usualColumns = ["title", "contact", "status", "stage", "amount", "owner", "type", "createdAt"];

/** Every column that the table display can have; what was searched for stands out. */
export function useOpportunityColumns(search: string, pipelines: readonly PipelineView[]): Column<OpportunityRow>[] {
  const { t } = useLingui();
  return useMemo(() => {
    const typeOf = ({ pipelineId }: OpportunityRow) => pipelines.find(({ id }) => id === pipelineId)?.name;
    return [
      {
        id: "title",
        header: t`Objet`,
        sort: "title",
        leads: true,
        width: 206,
        cell: ({ title }) => <Highlight text={title} search={search} />,
      },
      {
        id: "contact",
        header: t`Contact`,
        sort: "contact",
        width: 138,
        hideOnPhone: true,
        cell: ({ contact }) => <Highlight text={contact.name} search={search} />,
      },
      {
        id: "status",
        header: t`Statut`,
        sort: "status",
        width: 116,
        cell: ({ status }) => <StatusBadge status={status} />,
      },
      {
        id: "stage",
        header: t`Étape`,
        sort: "stage",
        width: 136,
        hideOnPhone: true,
        cell: (row) => <StageLabel stage={stageOf(pipelines, row)} />,
      },
      {
        id: "amount",
        header: t`Montant`,
        sort: "amount",
        width: 130,
        align: "right",
        hideOnPhone: true,
        cell: ({ amount }) => amount !== null && formatAmount(amount),
      },
      {
        id: "owner",
        header: t`Suivi par`,
        sort: "owner",
        width: 138,
        hideOnPhone: true,
        cell: ({ owner }) => owner && <Owner owner={owner} />,
      },
      { id: "type", header: t`Type`, sort: "type", width: 116, hideOnPhone: true, cell: typeOf },
      {
        id: "createdAt",
        header: t`Créée le`,
        figures: true,
        sort: "createdAt",
        width: 124,
        hideOnPhone: true,
        cell: ({ createdAt }) => formatDate(createdAt),
      },
      {
        id: "statusOn",
        header: t`Date du statut`,
        figures: true,
        sort: "statusOn",
        width: 130,
        hideOnPhone: true,
        cell: ({ statusOn }) => formatDate(statusOn),
      },
      {
        id: "expectedOn",
        header: t`Date prévue`,
        figures: true,
        sort: "expectedOn",
        width: 124,
        hideOnPhone: true,
        cell: ({ expectedOn }) => expectedOn !== null && formatDate(expectedOn),
      },
      { id: "code", header: t`Code`, sort: "code", width: 110, hideOnPhone: true, cell: ({ code }) => code },
    ];
  }, [search, pipelines, t]);
}

const Owner = ({ owner: { name, photoId } }: { owner: NonNullable<OpportunityRow["owner"]> }) => (
  <span className={classes["owner"]}>
    <UserAvatar name={name} photoId={photoId} size={20} />
    <span className={classes["clip"]}>{name}</span>
  </span>
);

/** The second line of an opportunity in the list display. */
export function OpportunityFacts({
  row,
  search,
  pipelines,
}: {
  row: OpportunityRow;
  search: string;
  pipelines: readonly PipelineView[];
}) {
  const facts = [
    stageOf(pipelines, row)?.label,
    row.amount !== null && formatAmount(row.amount),
    row.owner?.name,
    row.code,
  ];
  return (
    <>
      <Highlight text={row.contact.name} search={search} />
      {facts.filter(Boolean).map((fact) => ` · ${String(fact)}`)}
    </>
  );
}
