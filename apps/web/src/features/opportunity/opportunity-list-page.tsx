import type { Display, OpportunityRow, PipelineView } from "@crm/contract";
import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { IconTargetArrow } from "@tabler/icons-react";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { type ReactNode, useCallback, useMemo } from "react";
import { Link } from "react-router";
import { formatAmount, formatDate } from "../../lib/format.ts";
import { byMatch } from "../../lib/list-address.ts";
import { pipelineList } from "../../lib/shared.queries.ts";
import { DataTable } from "../../ui/data-table.tsx";
import type { Sort } from "../../ui/data-table-parts.tsx";
import { DisplaySwitch } from "../../ui/display-switch.tsx";
import { Highlight } from "../../ui/highlight.tsx";
import { type FilterState, type ListSlots, useListLook, useSortThatFits } from "../../ui/list-slots.ts";
import { ListTotal } from "../../ui/list-total.tsx";
import { Page, PageHeader } from "../../ui/page.tsx";
import { RecordCards } from "../../ui/record-cards.tsx";
import { matchSort, RecordList, SortSelect } from "../../ui/record-list.tsx";
import { SearchBar } from "../../ui/search-bar.tsx";
import { useSelection } from "../../ui/selection.ts";
import { EmptyState, ErrorState } from "../../ui/states.tsx";
import { StatusBadge } from "../../ui/status-badge.tsx";
import classes from "./opportunity.module.css";
import { type OpportunityFilterQuery, opportunityCount, opportunityList } from "./opportunity.queries.ts";
import { boardSortOf, noFilters, sortOf, toFilter, toQuery, useOpportunityAddress } from "./opportunity-address.ts";
import { OpportunityFacts, useOpportunityColumns, usualColumns } from "./opportunity-columns.tsx";
import { OpportunityFilters, useOpportunitySubjects, useReportChips } from "./opportunity-filters.tsx";
import { StageLabel } from "./stage-label.tsx";
import { stageOf } from "./stages.ts";
import { boardAddress, useBoardType } from "./use-board-type.ts";

const noPipelines: PipelineView[] = [];

interface Props extends ListSlots {
  /** The board of one type. */
  board?: (of: {
    pipeline: PipelineView;
    filter: OpportunityFilterQuery & { pipelineId: string };
    sort: Sort;
    search: string;
    canMove: boolean;
    empty: ReactNode;
  }) => ReactNode;
}

/** Opportunités → Liste (guide 3.1). What is searched, filtered and sorted is in the address; the display is remembered. */
export function OpportunityListPage({ board, ...slots }: Props) {
  const { t } = useLingui();
  const { address, change, open } = useOpportunityAddress();
  const { search } = address;
  const { data: pipelines = noPipelines } = useQuery(pipelineList);
  const own = useOpportunityColumns(search, pipelines);
  const {
    columns,
    display: liked,
    setDisplay,
    sorts,
    state,
  } = useListLook({
    ...{ remembered: "crm-opportunities-display", address, change, own, slots, usual: usualColumns },
  });
  // Without a board, as on an address that came from elsewhere.
  const display = liked === "kanban" && !board ? "table" : liked;
  const onBoard = display === "kanban";
  const pipeline = useBoardType({ onBoard, address, change, pipelines });
  const filters: FilterState = {
    fields: useOpportunitySubjects(pipelines),
    // The other filters of its own are always in sight.
    own: useReportChips(address, change),
    answers: address.answers,
    tree: address.filter,
    onAnswers: (answers) => change({ answers }),
    onTree: (filter) => change({ filter }),
    onClear: () => change(noFilters),
  };
  const list = useInfiniteQuery({ ...opportunityList(toQuery(address)), enabled: !slots.waiting && !onBoard });
  useSortThatFits(list.error, change);
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.rows) ?? [], [list.data]);
  const count = list.data?.pages[0]?.count ?? null;
  const sort = onBoard ? boardSortOf(address) : sortOf(address);
  const matched = !onBoard && byMatch(address);
  const filtered = Object.values(toFilter(address)).some((value) => value !== undefined);

  const ids = useMemo(() => rows.map(({ id }) => id), [rows]);
  const filter = toFilter(address);
  const selection = useSelection(ids, JSON.stringify(filter));

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
    selection: slots.bulk && selection,
    rowName: ({ title }: OpportunityRow) => title,
    empty: <NoOpportunity filtered={filtered} onClear={() => open(slots.everything)} />,
  };
  const first = [
    ...(onBoard ? [{ value: "stageAt", label: t`Arrivée dans l’étape` }] : []),
    { value: "createdAt", label: t`Date de création` },
    { value: "title", label: t`Objet` },
  ];
  const sortOptions = [
    ...(matched ? [{ value: matchSort, label: t`Pertinence` }] : []),
    ...first,
    ...sorts.filter(({ value }) => !first.some((option) => option.value === value)),
  ];

  const counting = (exact: boolean) => opportunityCount(filter, exact);

  const show = (next: Display) => {
    setDisplay(next);
    if (next === "kanban") change(boardAddress(address));
  };

  return (
    <Page layout="fill">
      <PageHeader title={t`Opportunités`} />
      <SearchBar
        value={search}
        placeholder={t`Contact, objet, code…`}
        onSearch={(text) => change({ search: text }, { replace: true })}
        activeFilters={address.answers.length + (address.filter?.items.length ?? 0)}
        aside={
          <>
            {display !== "table" && (
              <SortSelect
                value={matched ? { ...sort, by: matchSort } : sort}
                options={sortOptions}
                onChange={({ by, direction }) => by !== matchSort && change({ sort: by, direction })}
              />
            )}
            {slots.tools({ ...state, open })}
            <DisplaySwitch display={display} onChange={show} board={board !== undefined} />
          </>
        }
      >
        {slots.answerFilters(address.answers, filters.onAnswers)}
        {slots.groups(filters)}
      </SearchBar>
      <OpportunityFilters
        address={address}
        pipelines={pipelines}
        onChange={change}
        contactName={rows[0]?.contact.name}
      />
      {slots.chips(filters)}
      {onBoard ? (
        pipeline &&
        board?.({
          ...{ pipeline, sort, search, canMove: slots.bulk !== undefined, empty: shared.empty },
          filter: { ...filter, pipelineId: pipeline.id },
        })
      ) : list.isError && !list.data ? (
        <ErrorState error={list.error} onRetry={() => void list.refetch()} />
      ) : (
        <>
          <ListTotal
            count={count}
            loaded={!slots.waiting && list.isSuccess && !list.isPlaceholderData}
            counting={counting}
            near={list.data?.pages[0]?.near}
            words={(value, shown) =>
              plural(value, { 0: "Aucune opportunité", one: "# opportunité", other: `${shown} opportunités` })
            }
          />
          {display === "table" ? (
            <DataTable
              {...shared}
              columns={columns}
              total={count && !count.capped ? count.value : undefined}
              sort={matched ? undefined : sort}
              onSort={({ by, direction }) => change({ sort: by, direction })}
            />
          ) : display === "cards" ? (
            <RecordCards
              {...shared}
              title={({ title }) => <Highlight text={title} search={search} />}
              subtitle={({ contact }) => <Highlight text={contact.name} search={search} />}
              facts={(row) => [
                <StageLabel key="stage" stage={stageOf(pipelines, row)} />,
                row.amount === null ? "" : formatAmount(row.amount),
                row.owner?.name ?? "",
              ]}
              foot={({ status, createdAt }) => (
                <>
                  <StatusBadge status={status} />
                  <span>{formatDate(createdAt)}</span>
                </>
              )}
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
          {slots.bulk?.({ selection, filter, count, counting })}
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
