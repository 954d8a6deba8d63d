import type { OpportunityView } from "@crm/contract";
import { useLingui } from "@lingui/react/macro";
import { useQueryClient } from "@tanstack/react-query";
import { RecordOwner } from "../../ui/record-owner.tsx";
import { showSaved, useAssignOpportunity } from "./opportunity.queries.ts";

export function OpportunityOwner({ opportunity }: { opportunity: OpportunityView }) {
  const { t } = useLingui();
  const client = useQueryClient();
  const assign = useAssignOpportunity(opportunity.id);
  return (
    <RecordOwner
      record={opportunity}
      title={t`Affecter l’opportunité`}
      assign={assign.mutateAsync}
      show={(theirs) => showSaved(client, theirs)}
      said={({ can, owner }) => {
        if (!can.update) return t`Opportunité affectée. Vous ne la suivez plus : vous ne pourrez plus l’ouvrir.`;
        const name = owner?.name;
        return name ? t`Opportunité affectée à ${name}` : t`Plus personne ne suit cette opportunité`;
      }}
    />
  );
}
