import type { OpportunityCard } from "@crm/contract";
import { useLingui } from "@lingui/react/macro";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Section } from "../../ui/section.tsx";
import { Timeline } from "../../ui/timeline.tsx";
import { kindsOf, TimelineFilter, type TimelineTopic } from "../../ui/timeline-filter.tsx";
import { opportunityTimeline } from "./opportunity.queries.ts";

/** « Historique »: what happened to the opportunity, newest first; older events are fetched on demand. */
export function OpportunityHistory({ opportunity: { id, timeline } }: { opportunity: OpportunityCard }) {
  const { t } = useLingui();
  const [more, setMore] = useState(false);
  const older = useInfiniteQuery({
    ...opportunityTimeline(id, timeline.next ?? ""),
    enabled: more && timeline.next !== null,
  });
  const [topic, setTopic] = useState<TimelineTopic | null>(null);
  const some = useInfiniteQuery({ ...opportunityTimeline(id, undefined, kindsOf(topic)), enabled: topic !== null });
  const paged = topic === null ? older : some;
  const rows = paged.data?.pages.flatMap(({ rows }) => rows) ?? [];
  return (
    <Section title={t`Historique`} actions={<TimelineFilter value={topic} onChange={setTopic} />}>
      <Timeline
        events={topic === null ? [...timeline.rows, ...rows] : rows}
        hasMore={paged.data || topic !== null ? paged.hasNextPage : timeline.next !== null}
        loading={topic !== null && some.isPending}
        loadingMore={paged.isFetching}
        onMore={() => (more || topic !== null ? void paged.fetchNextPage() : setMore(true))}
      />
    </Section>
  );
}
