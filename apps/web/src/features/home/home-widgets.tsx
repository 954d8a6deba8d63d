import { type HomeWidget, type Me, usualWidgets, widgetsFor } from "@crm/contract";
import { useLingui } from "@lingui/react/macro";
import { Skeleton } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconLayoutDashboard } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Fragment, type ReactNode } from "react";
import { EmptyState } from "../../ui/states.tsx";
import { ChangesSince } from "./changes-since.tsx";
import { homeWidgetList } from "./home.queries.ts";
import classes from "./home-page.module.css";
import { MyPipeline } from "./my-pipeline.tsx";
import { RecentContacts } from "./recent-contacts.tsx";
import { RecentOpportunities } from "./recent-opportunities.tsx";
import { RecentSubmissions } from "./recent-submissions.tsx";
import { StaleOpportunities } from "./stale-opportunities.tsx";

const twoColumns = "(min-width: 62.01em)";

/** Widgets that other features know; one that is not chosen is not rendered, and asks for nothing. */
export type OtherWidgets = Record<Exclude<HomeWidget, keyof ReturnType<typeof ownWidgets>>, ReactNode>;

const ownWidgets = (me: Me, opens: (address: string) => boolean) => ({
  pipeline: <MyPipeline me={me} board={opens("/opportunites")} />,
  stale: <StaleOpportunities me={me} />,
  changes: <ChangesSince me={me} />,
  contacts: <RecentContacts opens={opens} />,
  submissions: <RecentSubmissions opens={opens} />,
  opportunities: <RecentOpportunities opens={opens} />,
});

/** What this person wants to see; the usual widgets where that can't be read. */
export function useHomeWidgets(me: Me): readonly HomeWidget[] | undefined {
  const { data, isError } = useQuery(homeWidgetList);
  return data?.widgets ?? (isError ? widgetsFor(me.permissions, usualWidgets) : undefined);
}

interface Props {
  me: Me;
  opens: (address: string) => boolean;
  others: OtherWidgets;
}

/**
 * The chosen widgets, from left to right and on downwards; on a narrow screen one under another. Each reads by itself:
 * none waits for another, a fault stays its own.
 */
export function HomeWidgets({ me, opens, others }: Props) {
  const { t } = useLingui();
  const wide = useMediaQuery(twoColumns, window.matchMedia(twoColumns).matches, { getInitialValueInEffect: false });
  const chosen = useHomeWidgets(me);
  const shown: Record<HomeWidget, ReactNode> = { ...ownWidgets(me, opens), ...others };
  if (chosen?.length === 0)
    return (
      <EmptyState title={t`Aucun bloc sur l’accueil`} icon={<IconLayoutDashboard size={20} stroke={1.6} />}>
        {t`Choisissez ce que vous voulez y voir avec « Personnaliser l’accueil ».`}
      </EmptyState>
    );
  const columns = wide ? [0, 1] : [0];
  return (
    <div className={classes["grid"]}>
      {columns.map((column) => (
        <div key={column} className={classes["column"]}>
          {chosen ? (
            chosen
              .filter((_, place) => place % columns.length === column)
              .map((widget) => <Fragment key={widget}>{shown[widget]}</Fragment>)
          ) : (
            <Skeleton height={420} />
          )}
        </div>
      ))}
    </div>
  );
}
