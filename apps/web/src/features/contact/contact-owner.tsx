import type { ContactView } from "@crm/contract";
import { useLingui } from "@lingui/react/macro";
import { useQueryClient } from "@tanstack/react-query";
import { RecordOwner } from "../../ui/record-owner.tsx";
import { showSaved, useAssignContact } from "./contact.queries.ts";

export function ContactOwner({ contact }: { contact: ContactView }) {
  const { t } = useLingui();
  const client = useQueryClient();
  const assign = useAssignContact(contact.id);
  return (
    <RecordOwner
      record={contact}
      title={t`Affecter le contact`}
      assign={assign.mutateAsync}
      show={(theirs) => showSaved(client, theirs)}
      said={({ can, owner }) => {
        if (!can.update) return t`Contact affecté. Vous ne le suivez plus : vous ne pourrez plus l’ouvrir.`;
        const name = owner?.name;
        return name ? t`Contact affecté à ${name}` : t`Plus personne ne suit ce contact`;
      }}
    />
  );
}
