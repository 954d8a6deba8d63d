import type { OpportunityRow } from "@crm/contract";
import { useLingui } from "@lingui/react/macro";
import { IconTargetArrow } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { formatAmount } from "../../lib/format.ts";
import { Section } from "../../ui/section.tsx";
import { SeeAll } from "../../ui/see-all.tsx";
import { EmptyState } from "../../ui/states.tsx";
import { StatusBadge } from "../../ui/status-badge.tsx";
import { recentOpportunities } from "./home.queries.ts";
import classes from "./home-page.module.css";
import { WidgetList } from "./widget-list.tsx";

/** The opportunities recorded last. */
export function RecentOpportunities({ opens }: { opens: (address: string) => boolean }) {
  const { t } = useLingui();
  const query = useQuery(recentOpportunities);
  return (
    <Section
      flush
      title={t`Opportunités récentes`}
      actions={opens("/opportunites") && <SeeAll to="/opportunites" label={t`Toutes les opportunités`} />}
    >
      <WidgetList
        query={query}
        rows={query.data?.rows}
        expected={6}
        empty={
          <EmptyState title={t`Aucune opportunité pour l’instant`} icon={<IconTargetArrow size={20} stroke={1.6} />}>
            {t`Ouvrez la fiche d’un contact, puis choisissez « Nouvelle opportunité ».`}
          </EmptyState>
        }
      >
        {(opportunity: OpportunityRow) => (
          <>
            <span className={classes["text"]}>
              <Link to={`/opportunites/${opportunity.id}`} className={classes["name"]}>
                {opportunity.title}
              </Link>
              <span className={classes["detail"]}>
                {[opportunity.contact.name, opportunity.amount === null ? "" : formatAmount(opportunity.amount)]
                  .filter(Boolean)
                  .join(" · ")}
              </span>
            </span>
            <StatusBadge status={opportunity.status} />
          </>
        )}
      </WidgetList>
    </Section>
  );
}
