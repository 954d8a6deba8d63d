import type { PipelineView, ReportAddress, UserRef } from "@crm/contract";
import { useLingui } from "@lingui/react/macro";
import { formatDate } from "../../lib/format.ts";
import classes from "./report.module.css";
import { periodOf } from "./report-address.ts";

/** On paper, where there are no fields: which opportunities the figures are about. */
export function ReportCaption({
  address,
  type,
  users,
}: {
  address: ReportAddress;
  type: PipelineView | undefined;
  users: readonly Pick<UserRef, "id" | "name">[];
}) {
  const { t } = useLingui();
  const { from, to } = periodOf(address);
  const [first, last, today] = [formatDate(from), formatDate(to), formatDate(new Date())];
  const who = users.find(({ id }) => id === address.ownerId)?.name;
  return (
    <p className={classes["caption"]}>
      {[
        t`Opportunités créées du ${first} au ${last}`,
        type && t`Type : ${type.name}`,
        who ? t`Utilisateur : ${who}` : t`Tous les utilisateurs`,
        t`Imprimé le ${today}`,
      ]
        .filter(Boolean)
        .join(" · ")}
    </p>
  );
}
