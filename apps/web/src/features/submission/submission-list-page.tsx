import type { SubmissionRow } from "@crm/contract";
import { useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconInbox } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { type ReactNode, useCallback, useMemo } from "react";
import { Link } from "react-router";
import { formatDateTime, formatRelative } from "../../lib/format.ts";
import { DataTable } from "../../ui/data-table.tsx";
import { Highlight } from "../../ui/highlight.tsx";
import { ListTotal } from "../../ui/list-total.tsx";
import { Page, PageHeader } from "../../ui/page.tsx";
import { RecordList } from "../../ui/record-list.tsx";
import { EmptyState, ErrorState } from "../../ui/states.tsx";
import { submissionCount, submissionList } from "./submission.queries.ts";
import { filterCount, toQuery, useSubmissionAddress } from "./submission-address.ts";
import { useSubmissionColumns } from "./submission-columns.tsx";
import { SubmissionFilters } from "./submission-filters.tsx";
import { submissionsPath, submissionTotal } from "./submission-words.ts";

const phoneWidth = "(max-width: 48em)";

/** Formulaires → Enregistrements (guide 1.2): what was answered to forms, the newest first. */
export function SubmissionListPage({ tools }: { tools?: ReactNode }) {
  const { t } = useLingui();
  const { address, change, clear } = useSubmissionAddress();
  const query = toQuery(address);
  const list = useInfiniteQuery(submissionList(query));
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.rows) ?? [], [list.data]);
  const count = list.data?.pages[0]?.count ?? null;
  const phone = useMediaQuery(phoneWidth, window.matchMedia(phoneWidth).matches, { getInitialValueInEffect: false });
  const { search } = address;
  const columns = useSubmissionColumns(search);

  const { fetchNextPage, isFetchingNextPage } = list;
  const onEndReached = useCallback(() => {
    if (!isFetchingNextPage) void fetchNextPage();
  }, [fetchNextPage, isFetchingNextPage]);

  const shared = {
    label: t`Enregistrements`,
    rows,
    rowId: ({ id }: SubmissionRow) => id,
    rowHref: ({ id }: SubmissionRow) => `${submissionsPath}/${id}`,
    loading: list.isPending,
    hasMore: list.hasNextPage,
    onEndReached,
    empty: <NoSubmission filtered={search !== "" || filterCount(address) > 0} onClear={clear} />,
  };
  return (
    <Page layout="fill">
      <PageHeader title={t`Enregistrements`} />
      <SubmissionFilters address={address} onChange={change} contact={rows[0]?.contact?.name} tools={tools} />
      {list.isError && !list.data ? (
        <ErrorState error={list.error} onRetry={() => void list.refetch()} />
      ) : (
        <>
          <ListTotal
            count={count}
            loaded={list.isSuccess && !list.isPlaceholderData}
            counting={(exact) => submissionCount(query, exact)}
            near={list.data?.pages[0]?.near}
            words={submissionTotal}
          />
          {phone ? (
            <RecordList
              {...shared}
              title={({ contact, code }) => <Highlight text={contact?.name ?? code} search={search} />}
              details={({ form, excerpt }) => (
                <Highlight text={[form.name, excerpt].filter(Boolean).join(" · ")} search={search} />
              )}
              aside={({ receivedAt }) => (
                <time dateTime={receivedAt} title={formatDateTime(receivedAt)}>
                  {formatRelative(receivedAt)}
                </time>
              )}
            />
          ) : (
            <DataTable {...shared} columns={columns} total={count && !count.capped ? count.value : undefined} />
          )}
        </>
      )}
    </Page>
  );
}

function NoSubmission({ filtered, onClear }: { filtered: boolean; onClear: () => void }) {
  const { t } = useLingui();
  if (filtered)
    return (
      <EmptyState
        title={t`Aucun enregistrement ne correspond`}
        actions={<Button variant="default" onClick={onClear}>{t`Effacer la recherche et les filtres`}</Button>}
      >
        {t`Essayez un autre mot, un autre formulaire ou une période plus large.`}
      </EmptyState>
    );
  return (
    <EmptyState
      title={t`Aucun enregistrement pour l’instant`}
      icon={<IconInbox size={20} stroke={1.6} />}
      actions={
        <Button component={Link} to="/formulaires" variant="default">
          {t`Voir les formulaires`}
        </Button>
      }
    >
      {t`Communiquez l’adresse d’un formulaire ouvert : chaque réponse arrivera ici.`}
    </EmptyState>
  );
}
