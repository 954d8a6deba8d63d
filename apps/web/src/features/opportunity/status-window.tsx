import type { OpportunityStatus } from "@crm/contract";
import { useLingui } from "@lingui/react/macro";
import { Modal, Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { ErrorState } from "../../ui/states.tsx";
import { opportunityCard } from "./opportunity.queries.ts";
import { StatusForm } from "./status-button.tsx";

/** The window of guide 3.2.1 away from the card, with the state already chosen: nothing is written before « Valider ». */
export function StatusWindow({ id, status, onClose }: { id: string; status: OpportunityStatus; onClose: () => void }) {
  const { t } = useLingui();
  const card = useQuery(opportunityCard(id));
  return (
    <Modal opened onClose={onClose} title={t`Statut de l’opportunité`} size={400}>
      {card.data ? (
        <StatusForm opportunity={card.data} initial={status} onClose={onClose} />
      ) : card.isError ? (
        <ErrorState error={card.error} onRetry={() => void card.refetch()} />
      ) : (
        <Skeleton height={320} />
      )}
    </Modal>
  );
}
