import type { OpportunityCard } from "@crm/contract";
import { useLingui } from "@lingui/react/macro";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Section } from "../../ui/section.tsx";
import { Timeline } from "../../ui/timeline.tsx";
import { opportunityTimeline } from "./opportunity.queries.ts";

/** « Historique »: what happened to the opportunity, newest first; older events are fetched on demand. */
export function OpportunityHistory({ opportunity: { id, timeline } }: { opportunity: OpportunityCard }) {
  const { t } = useLingui();
  const [more, setMore] = useState(false);
  const older = useInfiniteQuery({
    ...opportunityTimeline(id, timeline.next ?? ""),
    enabled: more && timeline.next !== null,
  });
  return (
    <Section title={t`Historique`}>
      <Timeline
        events={[...timeline.rows, ...(older.data?.pages.flatMap(({ rows }) => rows) ?? [])]}
        hasMore={older.data ? older.hasNextPage : timeline.next !== null}
        loadingMore={older.isFetching}
        onMore={() => (more ? void older.fetchNextPage() : setMore(true))}
      />
    </Section>
  );
}
