import type { ContactView } from "@crm/contract";
import { useLingui } from "@lingui/react/macro";
import { useAnonymisation } from "../../features/anonymisation/anonymisation.queries.ts";
import { ExportPersonalData } from "../../features/anonymisation/export-personal-data.tsx";
import { DeleteContact } from "../../features/bin/delete-contact.tsx";
import { formatDate } from "../../lib/format.ts";
import { notify } from "../../ui/notify.ts";

/** What ends a contact's actions: what is held about the person, and the bin, which asks to delete or to anonymise. */
export function ContactEndings({ contact }: { contact: ContactView }) {
  const { t } = useLingui();
  const mark = useAnonymisation(contact.id, "mark");
  const cancel = useAnonymisation(contact.id, "cancel");

  async function anonymise() {
    const { anonymiseAt } = await mark.mutateAsync();
    await notify({
      message: t`Le contact sera anonymisé le ${formatDate(anonymiseAt ?? "")}.`,
      action: { label: t`Annuler`, run: () => cancel.mutate() },
    });
  }

  return (
    <>
      <ExportPersonalData contactId={contact.id} />
      {contact.can.update && <DeleteContact contact={contact} onAnonymise={anonymise} />}
    </>
  );
}
