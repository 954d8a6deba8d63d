import type { OpportunityView } from "@crm/contract";
import { useAnswerOpportunity } from "../../features/opportunity/opportunity.queries.ts";
import { OpportunityCardPage } from "../../features/opportunity/opportunity-card-page.tsx";
import { OpportunityListPage } from "../../features/opportunity/opportunity-list-page.tsx";
import { AnswerFilters } from "../../features/question/answer-filters.tsx";
import { RecordAnswers } from "../../features/question/record-answers.tsx";

/** The list, with the filters on the questions of opportunities. */
export const OpportunityList = () => (
  <OpportunityListPage
    answerFilters={(value, onChange) => <AnswerFilters record="opportunity" value={value} onChange={onChange} />}
  />
);

/** The card, with its criteria. */
export const OpportunityCard = () => (
  <OpportunityCardPage answers={(opportunity) => <Criteria opportunity={opportunity} />} />
);

function Criteria({ opportunity }: { opportunity: OpportunityView }) {
  const { mutateAsync } = useAnswerOpportunity(opportunity.id);
  return <RecordAnswers record="opportunity" of={opportunity} canEdit={opportunity.can.update} save={mutateAsync} />;
}
