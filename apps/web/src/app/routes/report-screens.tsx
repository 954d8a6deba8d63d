import { choicesOf, type Question, storageOf } from "@crm/fields";
import { useQuery } from "@tanstack/react-query";
import { PinWidget } from "../../features/home/pin-widget.tsx";
import { useOpportunitySubjects } from "../../features/opportunity/opportunity-filters.tsx";
import { FunnelPage } from "../../features/report/funnel-page.tsx";
import type { ReportSlots } from "../../features/report/report-slots.ts";
import { SalesPage } from "../../features/report/sales-page.tsx";
import { pipelineList, questionList } from "../../lib/shared.queries.ts";
import { filterSlots } from "./list-slots.tsx";

const none: never[] = [];
const isChoice = (question: Question) => choicesOf(question).length > 0 || storageOf(question) === "boolean";
const toGrouping = (question: Question) => ({
  value: question.id,
  label: question.label,
  several: storageOf(question) === "texts",
  yesNo: storageOf(question) === "boolean",
});
const toContactGrouping = (question: Question) => ({ ...toGrouping(question), ofContact: true });

/** What reports get from the features that know opportunities and their questions. */
function useReportSlots(): ReportSlots {
  const { data: pipelines = none } = useQuery(pipelineList);
  const { data: questions = none } = useQuery(questionList("opportunity"));
  const { data: contactQuestions = none } = useQuery(questionList("contact"));
  return {
    ...filterSlots("opportunity"),
    pin: (widget) => <PinWidget widget={widget} />,
    fields: useOpportunitySubjects(pipelines),
    groupings: [
      ...questions.filter(isChoice).map(toGrouping),
      ...contactQuestions.filter(isChoice).map(toContactGrouping),
    ],
  };
}

/** Opportunités → Entonnoir des ventes. */
export const Funnel = () => <FunnelPage {...useReportSlots()} />;

/** Opportunités → Reporting commercial. */
export const Sales = () => <SalesPage {...useReportSlots()} />;
