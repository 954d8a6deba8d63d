import type { UserView } from "@crm/contract";
import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { Badge, Button, NativeSelect } from "@mantine/core";
import { IconCheck, IconPlus, IconUsers } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { Link } from "react-router";
import { formatNumber } from "../../lib/format.ts";
import { DataTable } from "../../ui/data-table.tsx";
import type { Column } from "../../ui/data-table-parts.tsx";
import { Highlight } from "../../ui/highlight.tsx";
import { Page, PageHeader } from "../../ui/page.tsx";
import { SearchBar } from "../../ui/search-bar.tsx";
import { EmptyState, ErrorState } from "../../ui/states.tsx";
import { UserAvatar } from "../../ui/user-avatar.tsx";
import classes from "./user.module.css";
import { userList } from "./user.queries.ts";
import { useUserAddress } from "./user-address.ts";
import { profileWords, userName } from "./user-words.ts";

/** Configuration → Utilisateurs (guide 5): who uses the application. */
export function UserListPage() {
  const { t } = useLingui();
  const { address, change, clear } = useUserAddress();
  const { search, active } = address;
  const list = useQuery(userList({ search: search || undefined, active: active ?? undefined }));
  const columns = useColumns(search);
  const count = list.data?.count.value;
  return (
    <Page layout="fill">
      <PageHeader
        title={t`Utilisateurs`}
        count={count === undefined ? undefined : formatNumber(count)}
        actions={<NewButton />}
      />
      <SearchBar
        value={search}
        placeholder={t`Nom ou e-mail`}
        onSearch={(text) => change({ search: text }, { replace: true })}
        aside={
          <NativeSelect
            aria-label={t`État`}
            value={active ?? ""}
            data={[
              { value: "", label: t`Tous les états` },
              { value: "true", label: t`Actifs` },
              { value: "false", label: t`Désactivés` },
            ]}
            onChange={({ currentTarget }) =>
              change({ active: currentTarget.value === "" ? null : (currentTarget.value as "true" | "false") })
            }
          />
        }
      />
      <span className={classes["said"]} role="status">
        {count !== undefined && plural(count, { one: "# utilisateur", other: "# utilisateurs" })}
      </span>
      {list.isError && !list.data ? (
        <ErrorState error={list.error} onRetry={() => void list.refetch()} />
      ) : (
        <DataTable
          label={t`Utilisateurs`}
          columns={columns}
          rows={list.data?.rows ?? []}
          rowId={({ id }) => id}
          rowHref={({ id }) => `/configuration/utilisateurs/${id}`}
          loading={list.isPending}
          total={count}
          empty={
            <EmptyState
              title={t`Aucun utilisateur ne correspond`}
              icon={<IconUsers size={20} stroke={1.6} />}
              actions={<Button variant="default" onClick={clear}>{t`Effacer la recherche et les filtres`}</Button>}
            >
              {t`Essayez une partie du nom ou de l’adresse e-mail.`}
            </EmptyState>
          }
        />
      )}
    </Page>
  );
}

function NewButton() {
  const { t } = useLingui();
  return (
    <Button component={Link} to="/configuration/utilisateurs/nouveau" leftSection={<IconPlus size={16} aria-hidden />}>
      {t`Nouveau`}
    </Button>
  );
}

function useColumns(search: string): Column<UserView>[] {
  const { t, i18n } = useLingui();
  return useMemo(
    () => [
      {
        id: "name",
        header: t`Nom`,
        width: 240,
        cell: (user) => (
          <span className={classes["person"]}>
            <UserAvatar name={userName(user)} photoId={user.photoId} size={28} />
            <span className={classes["clip"]}>
              <Highlight text={userName(user)} search={search} />
            </span>
          </span>
        ),
      },
      {
        id: "email",
        header: t`E-mail`,
        width: 240,
        hideOnPhone: true,
        cell: ({ email }) => <Highlight text={email} search={search} />,
      },
      {
        id: "profile",
        header: t`Profil`,
        width: 120,
        hideOnPhone: true,
        cell: ({ profile }) => i18n._(profileWords[profile].label),
      },
      {
        id: "organisation",
        header: t`Organisation`,
        width: 150,
        hideOnPhone: true,
        cell: ({ organisation }) => organisation.name,
      },
      {
        id: "crmAccess",
        header: t`Administrateur`,
        width: 130,
        hideOnPhone: true,
        cell: ({ crmAccess }) =>
          crmAccess && <IconCheck size={16} role="img" aria-label={t`Oui`} className={classes["tick"]} />,
      },
      { id: "active", header: t`État`, width: 110, cell: ({ active }) => <UserState active={active} /> },
    ],
    [search, t, i18n],
  );
}

function UserState({ active }: { active: boolean }) {
  const { t } = useLingui();
  return active ? t`Actif` : <Badge color="gray">{t`Désactivé`}</Badge>;
}
