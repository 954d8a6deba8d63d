import type { AuditView, ContactCard } from "@crm/contract";
import { useLingui } from "@lingui/react/macro";
import { useInfiniteQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { Section } from "../../ui/section.tsx";
import { Timeline } from "../../ui/timeline.tsx";
import { kindsOf, TimelineFilter, type TimelineTopic } from "../../ui/timeline-filter.tsx";
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
  const [topic, setTopic] = useState<TimelineTopic | null>(null);
  const some = useInfiniteQuery({ ...contactTimeline(id, undefined, kindsOf(topic)), enabled: topic !== null });
  const paged = topic === null ? older : some;
  const rows = paged.data?.pages.flatMap(({ rows }) => rows) ?? [];
  const events = topic === null ? [...timeline.rows, ...rows] : rows;
  return (
    <Section title={t`Historique`} actions={<TimelineFilter value={topic} onChange={setTopic} />}>
      <Timeline
        withOpportunity
        events={events}
        action={eventAction && ((event) => eventAction(event, events))}
        hasMore={paged.data || topic !== null ? paged.hasNextPage : timeline.next !== null}
        loading={topic !== null && some.isPending}
        loadingMore={paged.isFetching}
        onMore={() => (more || topic !== null ? void paged.fetchNextPage() : setMore(true))}
      />
    </Section>
  );
}
