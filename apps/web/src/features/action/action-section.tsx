import { useLingui } from "@lingui/react/macro";
import { Button, Skeleton } from "@mantine/core";
import { IconCalendarPlus } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Section } from "../../ui/section.tsx";
import { ShowMore } from "../../ui/show-more.tsx";
import { ErrorState } from "../../ui/states.tsx";
import classes from "./action.module.css";
import { actionList } from "./action.queries.ts";
import { ActionLine } from "./action-line.tsx";
import { useActionDialogs } from "./use-action-dialogs.tsx";

interface Props {
  contactId: string;
  /** On an opportunity's card: its own actions only. */
  opportunityId?: string;
  /** A new one can be planned. */
  canPlan: boolean;
  myId: string;
}

/** « Actions planifiées » on the card of a contact or an opportunity, with the button « Planifier une action » (guide 3.2). */
export function ActionSection({ contactId, opportunityId, canPlan, myId }: Props) {
  const { t } = useLingui();
  const [state, setState] = useState<"open" | "done">("open");
  const of = opportunityId ? { opportunityId } : { contactId };
  const query = useInfiniteQuery(actionList({ ...of, state, size: 20 }));
  const commands = useActionDialogs(myId);
  const rows = query.data?.pages.flatMap((page) => page.rows) ?? [];
  return (
    <Section
      title={t`Actions planifiées`}
      badge={state === "open" && rows.length > 0 ? `${rows.length}${query.hasNextPage ? "+" : ""}` : undefined}
      flush={rows.length > 0}
      actions={
        canPlan && (
          <Button
            size="compact-md"
            leftSection={<IconCalendarPlus size={16} aria-hidden />}
            onClick={() => commands.plan({ contactId, opportunityId })}
          >
            {t`Planifier une action`}
          </Button>
        )
      }
    >
      {query.isPending ? (
        <Skeleton height={44} />
      ) : query.isError ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : rows.length === 0 ? (
        <p className={classes["none"]}>{state === "open" ? t`Aucune action à traiter.` : t`Aucune action réalisée.`}</p>
      ) : (
        <ul className={classes["list"]}>
          {rows.map((action) => (
            <ActionLine
              key={action.id}
              action={action}
              commands={commands}
              hide={opportunityId ? ["contact", "opportunity"] : ["contact"]}
            />
          ))}
        </ul>
      )}
      <div className={classes["foot"]} data-bare={rows.length === 0 || undefined}>
        {query.hasNextPage && (
          <ShowMore compact loading={query.isFetchingNextPage} onMore={() => void query.fetchNextPage()} />
        )}
        <Button variant="subtle" size="compact-sm" onClick={() => setState(state === "open" ? "done" : "open")}>
          {state === "open" ? t`Voir les actions réalisées` : t`Voir les actions à traiter`}
        </Button>
      </div>
      {commands.dialogs}
    </Section>
  );
}
