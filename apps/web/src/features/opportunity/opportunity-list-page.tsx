import type { OpportunityRow } from "@crm/contract";
import type { AnswerFilter } from "@crm/fields";
import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { useLocalStorage } from "@mantine/hooks";
import { IconTargetArrow } from "@tabler/icons-react";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { type ReactNode, useCallback, useMemo } from "react";
import { Link } from "react-router";
import { formatDate } from "../../lib/format.ts";
import { DataTable } from "../../ui/data-table.tsx";
import { type Display, DisplaySwitch } from "../../ui/display-switch.tsx";
import { Highlight } from "../../ui/highlight.tsx";
import { ListTotal } from "../../ui/list-total.tsx";
import { Page, PageHeader } from "../../ui/page.tsx";
import { RecordList, SortSelect } from "../../ui/record-list.tsx";
import { SearchBar } from "../../ui/search-bar.tsx";
import { EmptyState, ErrorState } from "../../ui/states.tsx";
import { StatusBadge } from "../../ui/status-badge.tsx";
import classes from "./opportunity.module.css";
import { opportunityCount, opportunityList, pipelineList } from "./opportunity.queries.ts";
import { type OpportunityAddress, sortOf, toFilter, toQuery, useOpportunityAddress } from "./opportunity-address.ts";
import { OpportunityFacts, useOpportunityColumns } from "./opportunity-columns.tsx";
import { OpportunityFilters } from "./opportunity-filters.tsx";

interface Props {
  /** The filters on the questions marked « Afficher dans la recherche », from the feature that knows questions. */
  answerFilters: (value: AnswerFilter[], onChange: (value: AnswerFilter[]) => void) => ReactNode;
}

/** A phone has no room for a table. */
const firstDisplay = (): Display => (window.matchMedia("(max-width: 48em)").matches ? "list" : "table");

/** Opportunités → Liste (guide 3.1). What is searched, filtered and sorted is in the address; the display is remembered. */
export function OpportunityListPage({ answerFilters }: Props) {
  const { t } = useLingui();
  const { address, change, clear } = useOpportunityAddress();
  const { search } = address;
  const [display, setDisplay] = useLocalStorage<Display>({
    key: "crm-opportunities-display",
    defaultValue: firstDisplay(),
    getInitialValueInEffect: false,
  });
  const { data: pipelines = [] } = useQuery(pipelineList);
  const list = useInfiniteQuery(opportunityList(toQuery(address)));
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.rows) ?? [], [list.data]);
  const count = list.data?.pages[0]?.count ?? null;
  const columns = useOpportunityColumns(search, pipelines);
  const sort = sortOf(address);
  const filtered = Object.values(toFilter(address)).some((value) => value !== undefined);

  const { fetchNextPage, isFetchingNextPage } = list;
  const onEndReached = useCallback(() => {
    if (!isFetchingNextPage) void fetchNextPage();
  }, [fetchNextPage, isFetchingNextPage]);

  const shared = {
    label: t`Opportunités`,
    rows,
    rowId: ({ id }: OpportunityRow) => id,
    rowHref: ({ id }: OpportunityRow) => `/opportunites/${id}`,
    loading: list.isPending,
    hasMore: list.hasNextPage,
    onEndReached,
    empty: <NoOpportunity filtered={filtered} onClear={clear} />,
  };
  const sortOptions: { value: OpportunityAddress["sort"]; label: string }[] = [
    { value: "createdAt", label: t`Date de création` },
    { value: "title", label: t`Objet` },
  ];

  return (
    <Page layout="fill">
      <PageHeader title={t`Opportunités`} />
      <SearchBar
        value={search}
        placeholder={t`Contact, objet, code…`}
        onSearch={(text) => change({ search: text }, { replace: true })}
        activeFilters={address.answers.length}
        aside={
          <>
            {display === "list" && (
              <SortSelect
                value={sort}
                options={sortOptions}
                onChange={({ by, direction }) => change({ sort: by, direction })}
              />
            )}
            <DisplaySwitch display={display} onChange={setDisplay} />
          </>
        }
      >
        {answerFilters(address.answers, (answers) => change({ answers }))}
      </SearchBar>
      <OpportunityFilters
        address={address}
        pipelines={pipelines}
        onChange={change}
        contactName={rows[0]?.contact.name}
      />
      {list.isError && !list.data ? (
        <ErrorState error={list.error} onRetry={() => void list.refetch()} />
      ) : (
        <>
          <ListTotal
            count={count}
            loaded={list.isSuccess && !list.isPlaceholderData}
            counting={(exact) => opportunityCount(toFilter(address), exact)}
            words={(value, shown) =>
              plural(value, { 0: "Aucune opportunité", one: "# opportunité", other: `${shown} opportunités` })
            }
          />
          {display === "table" ? (
            <DataTable
              {...shared}
              columns={columns}
              total={count && !count.capped ? count.value : undefined}
              sort={sort}
              onSort={({ by, direction }) => change({ sort: by as OpportunityAddress["sort"], direction })}
            />
          ) : (
            <RecordList
              {...shared}
              title={({ title }) => <Highlight text={title} search={search} />}
              details={(row) => <OpportunityFacts row={row} search={search} pipelines={pipelines} />}
              aside={({ status, createdAt }) => (
                <span className={classes["aside"]}>
                  <StatusBadge status={status} />
                  <span>{formatDate(createdAt)}</span>
                </span>
              )}
            />
          )}
        </>
      )}
    </Page>
  );
}

function NoOpportunity({ filtered, onClear }: { filtered: boolean; onClear: () => void }) {
  const { t } = useLingui();
  if (filtered)
    return (
      <EmptyState
        title={t`Aucune opportunité ne correspond`}
        actions={<Button variant="default" onClick={onClear}>{t`Effacer la recherche et les filtres`}</Button>}
      >
        {t`Essayez un autre mot, une partie du nom du contact, ou moins de filtres.`}
      </EmptyState>
    );
  return (
    <EmptyState
      title={t`Aucune opportunité pour l’instant`}
      icon={<IconTargetArrow size={20} stroke={1.6} />}
      actions={<Button component={Link} to="/contacts">{t`Choisir un contact`}</Button>}
    >
      {t`Ouvrez la fiche d’un contact, puis cliquez sur « Nouvelle opportunité ».`}
    </EmptyState>
  );
}
