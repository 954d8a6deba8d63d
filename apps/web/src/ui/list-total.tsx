import type { Count } from "@crm/contract";
import { useLingui } from "@lingui/react/macro";
import { Skeleton } from "@mantine/core";
import { type UseQueryOptions, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { formatCount, formatNumber } from "../lib/format.ts";
import classes from "./list-total.module.css";

interface Props<Key extends readonly unknown[]> {
  /** Null while the first page is on its way. */
  count: Count | null;
  /** The exact count, asked for on demand when the list's own is capped. */
  exact: UseQueryOptions<{ value: number }, Error, { value: number }, Key>;
  /** « 2 034 opportunités »: `shown` is the number as it is written. */
  words: (value: number, shown: string) => string;
}

/** How many rows a list has, and a button that counts them all beyond the cap. */
export function ListTotal<Key extends readonly unknown[]>({ count, exact, words }: Props<Key>) {
  const { t } = useLingui();
  // Asked for one filter: another one starts from its capped count again.
  const asked = JSON.stringify(exact.queryKey);
  const [exactFor, setExactFor] = useState<string | null>(null);
  const counting = useQuery({ ...exact, enabled: exactFor === asked });
  if (!count) return <Skeleton className={classes["total"] ?? ""} height={14} width={110} />;
  const known = exactFor === asked ? counting.data?.value : undefined;
  return (
    <div className={classes["total"]}>
      <span role="status">
        {words(known ?? count.value, known === undefined ? formatCount(count) : formatNumber(known))}
      </span>
      {count.capped && known === undefined && (
        <button
          type="button"
          className={classes["exact"]}
          disabled={counting.isFetching}
          onClick={() => setExactFor(asked)}
        >
          {counting.isFetching ? t`Comptage…` : t`Compter exactement`}
        </button>
      )}
    </div>
  );
}
