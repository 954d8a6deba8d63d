import type { Count } from "@crm/contract";
import { useLingui } from "@lingui/react/macro";
import { Skeleton } from "@mantine/core";
import { type UseQueryOptions, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { formatCount } from "../lib/format.ts";
import classes from "./list-total.module.css";

interface Props<Key extends readonly unknown[]> {
  /** The count that came along with the first page, or null. */
  count: Count | null;
  /** Whether the first page is there. */
  loaded: boolean;
  /** The request that counts: up to the cap, or to the end on demand. */
  counting: (exact: boolean) => UseQueryOptions<Count, Error, Count, Key>;
  /** « 2 034 opportunités »: `shown` is the number as it is written. */
  words: (value: number, shown: string) => string;
  /** Nothing is what was searched for: these rows resemble it. */
  near?: boolean | undefined;
}

/** How many rows a list has, and a button that counts them all beyond the cap. */
export function ListTotal<Key extends readonly unknown[]>({ count, loaded, counting, words, near }: Props<Key>) {
  const { t } = useLingui();
  // Asked for one filter: another one starts from its capped count again.
  const asked = JSON.stringify(counting(true).queryKey);
  const [exactFor, setExactFor] = useState<string | null>(null);
  const capped = useQuery({ ...counting(false), enabled: loaded && count === null });
  const exact = useQuery({ ...counting(true), enabled: exactFor === asked });
  const known = (exactFor === asked && exact.data) || count || capped.data;
  if (near)
    return (
      <div className={classes["total"]}>
        <span role="status">{t`Aucun résultat exact ; voici ce qui ressemble.`}</span>
      </div>
    );
  if (!known) return <Skeleton className={classes["total"] ?? ""} height={14} width={110} />;
  return (
    <div className={classes["total"]}>
      <span role="status">{words(known.value, formatCount(known))}</span>
      {known.capped && (
        <button
          type="button"
          className={classes["exact"]}
          disabled={exact.isFetching}
          onClick={() => setExactFor(asked)}
        >
          {exact.isFetching ? t`Comptage…` : t`Compter exactement`}
        </button>
      )}
    </div>
  );
}
