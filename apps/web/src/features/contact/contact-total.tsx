import type { Count } from "@crm/contract";
import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { formatCount, formatNumber } from "../../lib/format.ts";
import { type ContactFilterQuery, contactCount } from "./contact.queries.ts";
import classes from "./contact.module.css";

/** « 2 034 contacts », or « 10 000+ contacts » and a button that counts them all. */
export function ContactTotal({ count, filter }: { count: Count | null; filter: ContactFilterQuery }) {
  const { t } = useLingui();
  // Asked for one filter: another one starts from its capped count again.
  const asked = JSON.stringify(filter);
  const [exactFor, setExactFor] = useState<string | null>(null);
  const exact = useQuery({ ...contactCount(filter), enabled: exactFor === asked });
  if (!count) return <Skeleton className={classes["total"] ?? ""} height={14} width={110} />;
  const known = exactFor === asked ? exact.data?.value : undefined;
  const shown = known === undefined ? formatCount(count) : formatNumber(known);
  return (
    <div className={classes["total"]}>
      <span role="status">{plural(known ?? count.value, { 0: "Aucun contact", one: "# contact", other: `${shown} contacts` })}</span>
      {count.capped && known === undefined && (
        <button type="button" className={classes["exact"]} disabled={exact.isFetching} onClick={() => setExactFor(asked)}>
          {exact.isFetching ? t`Comptage…` : t`Compter exactement`}
        </button>
      )}
    </div>
  );
}
