import type { OpportunityView } from "@crm/contract";
import { lazy, Suspense } from "react";
import { ActionSection } from "../../features/action/action-section.tsx";
import { DeleteOpportunity } from "../../features/bin/delete-opportunity.tsx";
import { Exchanges } from "../../features/interaction/exchanges.tsx";
import { useAnswerOpportunity } from "../../features/opportunity/opportunity.queries.ts";
import { OpportunityCardPage } from "../../features/opportunity/opportunity-card-page.tsx";
import { OpportunityListPage } from "../../features/opportunity/opportunity-list-page.tsx";
import { RecordAnswers } from "../../features/question/record-answers.tsx";
import { useMe } from "../../features/session/session.queries.ts";
import { useListSlots } from "./list-slots.tsx";

// Its code and the one that drags come with the first board.
const Board = lazy(async () => ({ default: (await import("../../features/board/board.tsx")).Board }));

/** The list, with the questions of opportunities, saved views and the board. */
export const OpportunityList = () => (
  <OpportunityListPage
    {...useListSlots("opportunity")}
    board={({ sort, ...of }) => (
      <Suspense>
        <Board sort={{ sort: sort.by, direction: sort.direction }} {...of} />
      </Suspense>
    )}
  />
);

/** The card, with its criteria. */
export const OpportunityCard = () => (
  <OpportunityCardPage
    answers={(opportunity) => <Criteria opportunity={opportunity} />}
    exchanges={(opportunity) => <Exchanges opportunity={opportunity} />}
    planned={(opportunity) => <Planned opportunity={opportunity} />}
    endings={(opportunity) => opportunity.can.update && <DeleteOpportunity opportunity={opportunity} />}
  />
);

function Planned({ opportunity: { id, contact, can } }: { opportunity: OpportunityView }) {
  const me = useMe();
  return <ActionSection contactId={contact.id} opportunityId={id} canPlan={can.update} myId={me.id} />;
}

function Criteria({ opportunity }: { opportunity: OpportunityView }) {
  const { mutateAsync } = useAnswerOpportunity(opportunity.id);
  return <RecordAnswers record="opportunity" of={opportunity} canEdit={opportunity.can.update} save={mutateAsync} />;
}
