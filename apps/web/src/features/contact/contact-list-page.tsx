import type { ContactRow } from "@crm/contract";
import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { IconPlus, IconUsers } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";
import { Link } from "react-router";
import { contactName, formatDate, formatPhone } from "../../lib/format.ts";
import { byMatch } from "../../lib/list-address.ts";
import { DataTable } from "../../ui/data-table.tsx";
import { DisplaySwitch } from "../../ui/display-switch.tsx";
import { Highlight } from "../../ui/highlight.tsx";
import { type ListSlots, useListLook, useSortThatFits } from "../../ui/list-slots.ts";
import { ListTotal } from "../../ui/list-total.tsx";
import { Page, PageHeader } from "../../ui/page.tsx";
import { RecordCards } from "../../ui/record-cards.tsx";
import { matchSort, RecordList, SortSelect } from "../../ui/record-list.tsx";
import { SearchBar } from "../../ui/search-bar.tsx";
import { useSelection } from "../../ui/selection.ts";
import { EmptyState, ErrorState } from "../../ui/states.tsx";
import { UserAvatar } from "../../ui/user-avatar.tsx";
import classes from "./contact.module.css";
import { contactCount, contactList } from "./contact.queries.ts";
import { sortOf, toFilter, toQuery, useContactAddress } from "./contact-address.ts";
import { ContactFacts, useContactColumns, usualColumns } from "./contact-columns.tsx";
import { ContactFilters, useContactFilters } from "./contact-filters.tsx";
import { EmailValidity } from "./email-validity.tsx";

/** Contacts → Liste (guide 2.1). What is searched, filtered and sorted is in the address; the display is remembered. */
export function ContactListPage(slots: ListSlots) {
  const { t } = useLingui();
  const { address, change, open } = useContactAddress();
  const { search } = address;
  const own = useContactColumns(search);
  const { columns, display, setDisplay, sorts, state } = useListLook({
    ...{ remembered: "crm-contacts-display", address, change, own, slots, usual: usualColumns },
  });
  const filters = useContactFilters(address, change);
  const list = useInfiniteQuery({ ...contactList(toQuery(address)), enabled: !slots.waiting });
  useSortThatFits(list.error, change);
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.rows) ?? [], [list.data]);
  const count = list.data?.pages[0]?.count ?? null;
  const sort = sortOf(address);
  const matched = byMatch(address);
  const activeFilters = filters.own.length + address.answers.length + (address.filter?.items.length ?? 0);

  const ids = useMemo(() => rows.map(({ id }) => id), [rows]);
  const filter = toFilter(address);
  const selection = useSelection(ids, JSON.stringify(filter));

  const { fetchNextPage, isFetchingNextPage } = list;
  const onEndReached = useCallback(() => {
    if (!isFetchingNextPage) void fetchNextPage();
  }, [fetchNextPage, isFetchingNextPage]);

  const shared = {
    label: t`Contacts`,
    rows,
    rowId: ({ id }: ContactRow) => id,
    rowHref: ({ id }: ContactRow) => `/contacts/${id}`,
    loading: list.isPending,
    hasMore: list.hasNextPage,
    onEndReached,
    selection: slots.bulk && selection,
    rowName: contactName,
    empty: <NoContact filtered={search !== "" || activeFilters > 0} onClear={() => open(slots.everything)} />,
  };
  const first = [
    { value: "name", label: t`Nom` },
    { value: "company", label: t`Organisation` },
    { value: "createdAt", label: t`Date de création` },
    { value: "emailValidity", label: t`Validité d’e-mail` },
  ];
  const sortOptions = [
    ...(matched ? [{ value: matchSort, label: t`Pertinence` }] : []),
    ...first,
    ...sorts.filter(({ value }) => !first.some((option) => option.value === value)),
  ];

  const counting = (exact: boolean) => contactCount(filter, exact);

  return (
    <Page layout="fill">
      <PageHeader title={t`Contacts`} actions={<NewContactButton />} />
      <SearchBar
        value={search}
        placeholder={t`Nom, organisation, e-mail, téléphone, code…`}
        onSearch={(text) => change({ search: text }, { replace: true })}
        activeFilters={activeFilters}
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
            <DisplaySwitch display={display} onChange={setDisplay} />
          </>
        }
      >
        <ContactFilters address={address} onChange={change} slots={slots} state={filters} />
      </SearchBar>
      {slots.chips(filters)}
      {list.isError && !list.data ? (
        <ErrorState error={list.error} onRetry={() => void list.refetch()} />
      ) : (
        <>
          <ListTotal
            count={count}
            loaded={!slots.waiting && list.isSuccess && !list.isPlaceholderData}
            counting={counting}
            near={list.data?.pages[0]?.near}
            words={(value, shown) =>
              plural(value, { 0: "Aucun contact", one: "# contact", other: `${shown} contacts` })
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
              media={(contact) => <UserAvatar name={contactName(contact)} size={32} />}
              title={(contact) => <Highlight text={contactName(contact)} search={search} />}
              subtitle={({ company }) => <Highlight text={company} search={search} />}
              facts={({ email, mobile, phone, city }) =>
                [email, formatPhone(mobile || phone), city]
                  .filter(Boolean)
                  .map((fact) => <Highlight key={fact} text={fact} search={search} />)
              }
              foot={({ emailValidity, owner, createdAt }) => (
                <>
                  <EmailValidity validity={emailValidity} />
                  <span className={classes["clip"]}>{owner?.name ?? formatDate(createdAt)}</span>
                </>
              )}
            />
          ) : (
            <RecordList
              {...shared}
              media={(contact) => <UserAvatar name={contactName(contact)} size={32} />}
              title={(contact) => <Highlight text={contactName(contact)} search={search} />}
              details={(contact) => <ContactFacts contact={contact} search={search} />}
              aside={({ emailValidity, createdAt }) => (
                <span className={classes["aside"]}>
                  <EmailValidity validity={emailValidity} />
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

function NewContactButton() {
  const { t } = useLingui();
  return (
    <Button component={Link} to="/contacts/nouveau" leftSection={<IconPlus size={16} aria-hidden />}>
      {t`Nouveau contact`}
    </Button>
  );
}

function NoContact({ filtered, onClear }: { filtered: boolean; onClear: () => void }) {
  const { t } = useLingui();
  if (filtered)
    return (
      <EmptyState
        title={t`Aucun contact ne correspond`}
        actions={<Button variant="default" onClick={onClear}>{t`Effacer la recherche et les filtres`}</Button>}
      >
        {t`Essayez un autre mot, une partie du nom ou du numéro, ou moins de filtres.`}
      </EmptyState>
    );
  return (
    <EmptyState
      title={t`Aucun contact pour l’instant`}
      icon={<IconUsers size={20} stroke={1.6} />}
      actions={
        <>
          <Button component={Link} to="/outils/importer-contacts" variant="default">{t`Importer des contacts`}</Button>
          <NewContactButton />
        </>
      }
    >
      {t`Créez votre premier contact, ou importez ceux que vous avez déjà dans un fichier Excel ou CSV.`}
    </EmptyState>
  );
}
