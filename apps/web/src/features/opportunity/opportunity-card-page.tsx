import type { OpportunityCard, OpportunityView } from "@crm/contract";
import { useLingui } from "@lingui/react/macro";
import { Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useParams } from "react-router";
import { ApiError } from "../../lib/api.ts";
import { pipelineList } from "../../lib/shared.queries.ts";
import { DuplicateButton } from "../../ui/duplicate-button.tsx";
import { Page } from "../../ui/page.tsx";
import { Section } from "../../ui/section.tsx";
import { ErrorState, NotFound, PageSkeleton } from "../../ui/states.tsx";
import classes from "./opportunity.module.css";
import { opportunityCard, useDuplicateOpportunity } from "./opportunity.queries.ts";
import { OpportunityEssentials } from "./opportunity-essentials.tsx";
import { OpportunityHeader } from "./opportunity-header.tsx";
import { OpportunityHistory } from "./opportunity-history.tsx";
import { OpportunityNotes } from "./opportunity-notes.tsx";
import { OpportunityOwner } from "./opportunity-owner.tsx";
import { ProgressBar } from "./progress-bar.tsx";

interface Slots {
  /** « Critères »: the answers to the questions, from the feature that knows questions. */
  answers: (opportunity: OpportunityView) => ReactNode;
  /** The exchanges with the contact (guide 3.2). */
  exchanges?: (opportunity: OpportunityView) => ReactNode;
  /** What is to be done (guide 3.2). */
  planned?: (opportunity: OpportunityView) => ReactNode;
  /** What ends its actions: « Supprimer ». */
  endings?: (opportunity: OpportunityView) => ReactNode;
}

/** An opportunity's card: its progress across the top, essentials and criteria at the left, history in the middle. */
export function OpportunityCardPage(slots: Slots) {
  const { t } = useLingui();
  const { id = "" } = useParams();
  const { data: opportunity, error, isPending, refetch } = useQuery(opportunityCard(id));
  if (isPending) return <PageSkeleton />;
  if (!opportunity) {
    const absent = error instanceof ApiError && (error.status === 404 || error.status === 422);
    if (!absent) return <ErrorState error={error} onRetry={() => void refetch()} />;
    return (
      <NotFound title={t`Opportunité introuvable`} back={{ to: "/opportunites", label: t`Retour aux opportunités` }} />
    );
  }
  // Another opportunity starts with no form open.
  return <Card key={opportunity.id} opportunity={opportunity} {...slots} />;
}

function Card({ opportunity, answers, exchanges, endings, planned }: Slots & { opportunity: OpportunityCard }) {
  const { t } = useLingui();
  const { data: pipelines } = useQuery(pipelineList);
  const pipeline = pipelines?.find(({ id }) => id === opportunity.pipelineId);
  return (
    <Page>
      <OpportunityHeader opportunity={opportunity} pipeline={pipeline} />
      {pipeline ? <ProgressBar opportunity={opportunity} pipeline={pipeline} /> : <Skeleton height={106} radius="lg" />}
      <div className={classes["card"]}>
        <div className={classes["left"]}>
          <OpportunityEssentials opportunity={opportunity} pipeline={pipeline} />
          {answers(opportunity)}
        </div>
        <div className={classes["right"]}>
          <Section title={t`Actions`}>
            <div className={classes["actions"]}>
              <OpportunityOwner opportunity={opportunity} />
              {opportunity.can.update && <Duplicate opportunity={opportunity} />}
              {endings?.(opportunity)}
            </div>
          </Section>
        </div>
        <div className={classes["middle"]}>
          {exchanges?.(opportunity)}
          {planned?.(opportunity)}
          <OpportunityNotes opportunity={opportunity} />
          <OpportunityHistory opportunity={opportunity} />
        </div>
      </div>
    </Page>
  );
}

/** « Dupliquer » (guide 3.4): the copy is titled « [Copie] … ». */
function Duplicate({ opportunity: { id } }: { opportunity: OpportunityView }) {
  const { t } = useLingui();
  const duplicating = useDuplicateOpportunity(id);
  return (
    <DuplicateButton
      duplicating={duplicating}
      folder="/opportunites"
      said={t`Copie créée : changez son nom avec le crayon.`}
    />
  );
}
