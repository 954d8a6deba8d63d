import type { OpportunityView } from "@crm/contract";
import { ActionSection } from "../../features/action/action-section.tsx";
import { DeleteOpportunity } from "../../features/bin/delete-opportunity.tsx";
import { Exchanges } from "../../features/interaction/exchanges.tsx";
import { useAnswerOpportunity } from "../../features/opportunity/opportunity.queries.ts";
import { OpportunityCardPage } from "../../features/opportunity/opportunity-card-page.tsx";
import { RecordAnswers } from "../../features/question/record-answers.tsx";
import { useMe } from "../../features/session/session.queries.ts";

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
