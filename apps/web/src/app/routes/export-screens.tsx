import type { PipelineView } from "@crm/contract";
import { useLingui } from "@lingui/react/macro";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { contactCount } from "../../features/contact/contact.queries.ts";
import { toFilter as contactFilter, useContactAddress } from "../../features/contact/contact-address.ts";
import { ContactFilters, useContactFilters } from "../../features/contact/contact-filters.tsx";
import { ExportPage } from "../../features/export/export-page.tsx";
import { opportunityCount } from "../../features/opportunity/opportunity.queries.ts";
import {
  noFilters,
  toFilter as opportunityFilter,
  useOpportunityAddress,
} from "../../features/opportunity/opportunity-address.ts";
import {
  OpportunityFilters,
  useOpportunitySubjects,
  useReportChips,
} from "../../features/opportunity/opportunity-filters.tsx";
import { useMe } from "../../features/session/session.queries.ts";
import { submissionCount, submissionList } from "../../features/submission/submission.queries.ts";
import { toQuery, useSubmissionAddress } from "../../features/submission/submission-address.ts";
import { SubmissionFilters } from "../../features/submission/submission-filters.tsx";
import { pipelineList } from "../../lib/shared.queries.ts";
import type { FilterState } from "../../ui/list-slots.ts";
import { SearchBar } from "../../ui/search-bar.tsx";
import { filterSlots } from "./list-slots.tsx";

/** With the search and the filters of the list of contacts (guide 4.1). */
export function ContactExport() {
  const { t } = useLingui();
  const { address, change } = useContactAddress();
  const state = useContactFilters(address, change);
  const slots = filterSlots("contact");
  const filter = contactFilter(address);
  return (
    <ExportPage
      record="contact"
      title={t`Exporter les contacts vers Excel`}
      action={t`Exporter vers Excel`}
      email={useMe().email}
      filter={filter}
      counting={contactCount(filter, true)}
      filters={
        <>
          <SearchBar
            value={address.search}
            placeholder={t`Nom, organisation, e-mail, téléphone, code…`}
            onSearch={(search) => change({ search }, { replace: true })}
            activeFilters={state.own.length + state.answers.length + (state.tree?.items.length ?? 0)}
          >
            <ContactFilters address={address} onChange={change} slots={slots} state={state} />
          </SearchBar>
          {slots.chips(state)}
        </>
      }
    />
  );
}

const noPipelines: PipelineView[] = [];

/** With the search and the filters of the list of opportunities (guide 4.2). */
export function OpportunityExport() {
  const { t } = useLingui();
  const { address, change } = useOpportunityAddress();
  const { data: pipelines = noPipelines } = useQuery(pipelineList);
  const slots = filterSlots("opportunity");
  const filter = opportunityFilter(address);
  const state: FilterState = {
    fields: useOpportunitySubjects(pipelines),
    own: useReportChips(address, change),
    answers: address.answers,
    onAnswers: (answers) => change({ answers }),
    tree: address.filter,
    onTree: (filter) => change({ filter }),
    onClear: () => change(noFilters),
  };
  return (
    <ExportPage
      record="opportunity"
      title={t`Exporter les opportunités vers Excel`}
      action={t`Ok`}
      back={{ to: "/outils/import-export", label: t`Import/export (lab)` }}
      email={useMe().email}
      filter={filter}
      counting={opportunityCount(filter, true)}
      filters={
        <>
          <SearchBar
            value={address.search}
            placeholder={t`Contact, objet, code…`}
            onSearch={(search) => change({ search }, { replace: true })}
            activeFilters={address.answers.length + (address.filter?.items.length ?? 0)}
          >
            {slots.answerFilters(state.answers, state.onAnswers)}
            {slots.groups(state)}
          </SearchBar>
          <OpportunityFilters address={address} pipelines={pipelines} onChange={change} contactName={undefined} />
          {slots.chips(state)}
        </>
      }
    />
  );
}

/** With the search and the filters of the list of submissions (guide 1.2). */
export function SubmissionExport() {
  const { t } = useLingui();
  const { address, change } = useSubmissionAddress();
  const filter = toQuery(address);
  // Only its name is to be told: the list that led here has asked for it.
  const { data } = useInfiniteQuery({ ...submissionList(filter), enabled: address.contactId !== null });
  const contact = data?.pages[0]?.rows[0]?.contact?.name;
  return (
    <ExportPage
      record="submission"
      title={t`Exporter les enregistrements vers Excel`}
      action={t`Exporter vers Excel`}
      back={{ to: "/outils/import-export", label: t`Import/export (lab)` }}
      email={useMe().email}
      filter={filter}
      counting={submissionCount(filter, true)}
      filters={<SubmissionFilters address={address} onChange={change} contact={contact} />}
    />
  );
}
