import type { OpportunityRow } from "@crm/contract";
import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { formatAmount, formatDate } from "../../lib/format.ts";
import { pipelineList } from "../../lib/shared.queries.ts";
import { Section } from "../../ui/section.tsx";
import { StatusBadge } from "../../ui/status-badge.tsx";
import classes from "./contact.module.css";

/** The newest opportunities of a contact; each opens its own card. */
export function ContactOpportunities({
  contactId,
  opportunities,
}: {
  contactId: string;
  opportunities: readonly OpportunityRow[];
}) {
  const { t } = useLingui();
  const { data: pipelines = [] } = useQuery({ ...pipelineList, enabled: opportunities.length > 0 });
  const stageOf = ({ pipelineId, stageId }: OpportunityRow) =>
    pipelines.find(({ id }) => id === pipelineId)?.stages.find(({ id }) => id === stageId)?.label;
  return (
    <Section
      title={t`Opportunités`}
      badge={opportunities.length > 0 ? opportunities.length : undefined}
      flush={opportunities.length > 0}
    >
      {opportunities.length === 0 ? (
        <p className={classes["none"]}>{t`Aucune opportunité avec ce contact.`}</p>
      ) : (
        <ul className={classes["opportunities"]}>
          {opportunities.map((opportunity) => (
            <li key={opportunity.id} className={classes["opportunity"]}>
              <div className={classes["who"]}>
                <Link to={`/opportunites/${opportunity.id}`} className={classes["title"]}>
                  {opportunity.title}
                </Link>
                <span className={classes["caption"]}>
                  {[stageOf(opportunity), opportunity.owner?.name, formatDate(opportunity.createdAt)]
                    .filter(Boolean)
                    .join(" · ")}
                </span>
              </div>
              {opportunity.amount !== null && (
                <span className={classes["amount"]}>{formatAmount(opportunity.amount)}</span>
              )}
              <StatusBadge status={opportunity.status} />
            </li>
          ))}
        </ul>
      )}
      {opportunities.length >= 20 && (
        <Link className={classes["all"]} to={`/opportunites?contactId=${contactId}`}>
          {t`Voir toutes ses opportunités`}
        </Link>
      )}
    </Section>
  );
}
