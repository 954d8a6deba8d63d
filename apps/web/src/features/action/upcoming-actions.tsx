import { useLingui } from "@lingui/react/macro";
import { Skeleton } from "@mantine/core";
import { IconChecklist } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Section } from "../../ui/section.tsx";
import { SeeAll } from "../../ui/see-all.tsx";
import { EmptyState, ErrorState } from "../../ui/states.tsx";
import classes from "./action.module.css";
import { actionList } from "./action.queries.ts";
import { ActionLine } from "./action-line.tsx";
import { useActionDialogs } from "./use-action-dialogs.tsx";

/** « To do list » → « Actions à venir » on the home page (guide 3.2): what I have to do, the late ones first. */
export function UpcomingActions({ myId }: { myId: string }) {
  const { t } = useLingui();
  const query = useInfiniteQuery(actionList({ ownerId: "me", state: "open", size: 8 }));
  const commands = useActionDialogs(myId);
  const rows = query.data?.pages[0]?.rows ?? [];
  return (
    <Section flush title={t`To do list`} actions={<SeeAll to="/a-traiter" label={t`Toutes les actions à traiter`} />}>
      <h3 className={classes["subhead"]} id="upcoming-actions">
        {t`Actions à venir`}
      </h3>
      {query.isPending ? (
        <div aria-hidden>
          {[0, 1, 2].map((line) => (
            <div key={line} className={classes["line"]}>
              <Skeleton circle height={28} />
              <Skeleton height={36} />
            </div>
          ))}
        </div>
      ) : query.isError ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : rows.length === 0 ? (
        <EmptyState compact title={t`Rien à traiter`} icon={<IconChecklist size={20} stroke={1.6} />}>
          {t`Ouvrez la fiche d’un contact ou d’une opportunité, puis choisissez « Planifier une action ».`}
        </EmptyState>
      ) : (
        <ul className={classes["list"]} aria-labelledby="upcoming-actions">
          {rows.map((action) => (
            <ActionLine key={action.id} action={action} commands={commands} hide={["owner"]} />
          ))}
        </ul>
      )}
      {commands.dialogs}
    </Section>
  );
}
