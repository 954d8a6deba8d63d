import type { OpportunityView } from "@crm/contract";
import { useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import { useDeleteRecord } from "./delete-record.ts";

/** The bin of an opportunity's card (guide 3.3). */
export function DeleteOpportunity({ opportunity: { id, title, contact } }: { opportunity: OpportunityView }) {
  const { t } = useLingui();
  const [opened, setOpened] = useState(false);
  const remove = useDeleteRecord("opportunity");
  return (
    <>
      <Button
        variant="default"
        fullWidth
        leftSection={<IconTrash size={16} aria-hidden />}
        onClick={() => setOpened(true)}
      >
        {t`Supprimer`}
      </Button>
      <ConfirmDialog
        opened={opened}
        onClose={() => setOpened(false)}
        title={t`Supprimer l’opportunité « ${title} » ?`}
        confirmLabel={t`Supprimer`}
        danger
        onConfirm={() => remove(id, () => t`« ${title} » est dans la corbeille.`)}
      >
        {t`Elle quitte les listes et la fiche de ${contact.name}. Vous pourrez la restaurer depuis Outils → Corbeille.`}
      </ConfirmDialog>
    </>
  );
}
