import type { OpportunityStatus } from "@crm/contract";
import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import classes from "./status-badge.module.css";

/** Guide 3.2: the words of the statuses. Their colours (tokens.css) mean nothing else anywhere. */
export const statusLabels: Record<OpportunityStatus, MessageDescriptor> = {
  open: msg`Ouvert`,
  won: msg`Gagné`,
  lost: msg`Sans suite`,
  postponed: msg`Ajourné`,
  other: msg`Autre`,
};

export function StatusBadge({ status }: { status: OpportunityStatus }) {
  const { i18n } = useLingui();
  return (
    <span className={classes["badge"]} data-status={status}>
      {i18n._(statusLabels[status])}
    </span>
  );
}
