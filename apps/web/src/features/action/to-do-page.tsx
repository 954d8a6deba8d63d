import type { ActionGroup, Me } from "@crm/contract";
import { actionGroups } from "@crm/contract";
import { useLingui } from "@lingui/react/macro";
import { Skeleton } from "@mantine/core";
import { IconChecklist } from "@tabler/icons-react";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useSearchParams } from "react-router";
import { formatCount } from "../../lib/format.ts";
import { userDirectory } from "../../lib/shared.queries.ts";
import { Page, PageHeader } from "../../ui/page.tsx";
import { Section } from "../../ui/section.tsx";
import { ShowMore } from "../../ui/show-more.tsx";
import { EmptyState, ErrorState } from "../../ui/states.tsx";
import { UserSelect } from "../../ui/user-select.tsx";
import classes from "./action.module.css";
import { type ActionFilterQuery, actionCounts, actionList } from "./action.queries.ts";
import { ActionLine } from "./action-line.tsx";
import { BrowserRemindersButton } from "./browser-reminders.tsx";
import { type ActionCommands, useActionDialogs } from "./use-action-dialogs.tsx";

/** Whose actions are shown is in the address: mine, unless it says otherwise. */
const everybody = "tous";

/** Opportunités → À traiter (guide 3.2): my actions, or each user's for who sees them; late, today, this week, later. */
export function ToDoPage({ me }: { me: Me }) {
  const { t } = useLingui();
  const [params, setParams] = useSearchParams();
  const whose = params.get("utilisateur") ?? me.id;
  const filter: ActionFilterQuery = whose === everybody ? {} : { ownerId: whose };
  const counts = useQuery(actionCounts(filter));
  const seesOthers = me.profile !== "salesperson";
  const { data: users = [] } = useQuery({ ...userDirectory, enabled: seesOthers });
  const commands = useActionDialogs(me.id);
  const shown = counts.data && actionGroups.filter((group) => counts.data[group].value > 0);
  const choose = (id: string | null) =>
    setParams(id === me.id ? {} : { utilisateur: id ?? everybody }, { replace: true });
  return (
    <Page>
      <PageHeader
        title={t`À traiter`}
        subtitle={t`Les actions planifiées sur vos contacts et vos opportunités.`}
        actions={<BrowserRemindersButton />}
      />
      {seesOthers && (
        <div className={classes["filters"]}>
          <UserSelect
            label={t`Utilisateur`}
            users={users}
            value={whose === everybody ? null : whose}
            onChange={choose}
          />
        </div>
      )}
      {counts.isError ? (
        <ErrorState error={counts.error} onRetry={() => void counts.refetch()} />
      ) : !shown ? (
        <Skeleton height={160} radius="lg" />
      ) : shown.length === 0 ? (
        <EmptyState title={t`Rien à traiter`} icon={<IconChecklist size={20} stroke={1.6} />}>
          {t`Ouvrez la fiche d’un contact ou d’une opportunité, puis choisissez « Planifier une action ».`}
        </EmptyState>
      ) : (
        <div className={classes["groups"]}>
          {shown.map((group) => (
            <Group
              key={group}
              group={group}
              filter={filter}
              count={formatCount(counts.data[group])}
              commands={commands}
              withOwner={whose === everybody}
            />
          ))}
        </div>
      )}
      {commands.dialogs}
    </Page>
  );
}

interface GroupProps {
  group: ActionGroup;
  filter: ActionFilterQuery;
  count: string;
  commands: ActionCommands;
  withOwner: boolean;
}

function Group({ group, filter, count, commands, withOwner }: GroupProps) {
  const { t } = useLingui();
  const query = useInfiniteQuery(actionList({ ...filter, group, size: 50 }));
  const titles = { late: t`En retard`, today: t`Aujourd’hui`, week: t`Cette semaine`, later: t`Plus tard` };
  const rows = query.data?.pages.flatMap((page) => page.rows) ?? [];
  return (
    <Section
      flush
      title={titles[group]}
      badge={<span className={group === "late" ? classes["late"] : ""}>{count}</span>}
    >
      {query.isError ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <ul className={classes["list"]} aria-label={titles[group]} aria-busy={query.isPending}>
          {query.isPending && (
            <li className={classes["line"]}>
              <Skeleton height={44} />
            </li>
          )}
          {rows.map((action) => (
            <ActionLine key={action.id} action={action} commands={commands} hide={withOwner ? [] : ["owner"]} />
          ))}
        </ul>
      )}
      {query.hasNextPage && (
        <div className={classes["foot"]}>
          <ShowMore compact loading={query.isFetchingNextPage} onMore={() => void query.fetchNextPage()} />
        </div>
      )}
    </Section>
  );
}
