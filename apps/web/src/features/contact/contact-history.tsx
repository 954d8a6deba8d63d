import type { AuditView, ContactCard } from "@crm/contract";
import { useLingui } from "@lingui/react/macro";
import { useInfiniteQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { Section } from "../../ui/section.tsx";
import { Timeline } from "../../ui/timeline.tsx";
import { contactTimeline } from "./contact.queries.ts";

/** « Historique »: what happened to the contact and its opportunities; older events are fetched on demand. */
export function ContactHistory({
  contact: { id, timeline },
  eventAction,
}: {
  contact: ContactCard;
  eventAction?: ((event: AuditView, events: readonly AuditView[]) => ReactNode) | undefined;
}) {
  const { t } = useLingui();
  const [more, setMore] = useState(false);
  const older = useInfiniteQuery({
    ...contactTimeline(id, timeline.next ?? ""),
    enabled: more && timeline.next !== null,
  });
  const events = [...timeline.rows, ...(older.data?.pages.flatMap(({ rows }) => rows) ?? [])];
  return (
    <Section title={t`Historique`}>
      <Timeline
        withOpportunity
        events={events}
        action={eventAction && ((event) => eventAction(event, events))}
        hasMore={older.data ? older.hasNextPage : timeline.next !== null}
        loadingMore={older.isFetching}
        onMore={() => (more ? void older.fetchNextPage() : setMore(true))}
      />
    </Section>
  );
}
