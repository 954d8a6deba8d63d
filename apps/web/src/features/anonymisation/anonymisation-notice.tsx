import type { ContactView } from "@crm/contract";
import { useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { IconUserOff } from "@tabler/icons-react";
import { errorSentence } from "../../lib/error-sentence.ts";
import { formatDate } from "../../lib/format.ts";
import { notify } from "../../ui/notify.ts";
import classes from "./anonymisation.module.css";
import { useAnonymisation } from "./anonymisation.queries.ts";

/** Above the card of a contact that is marked: when it will be done, and the way back (guide 2.3). Nothing on others. */
export function AnonymisationNotice({ contact: { id, anonymiseAt, anonymisedAt, can } }: { contact: ContactView }) {
  const { t } = useLingui();
  const cancel = useAnonymisation(id, "cancel");
  if (anonymiseAt === null && anonymisedAt === null) return null;

  async function run() {
    try {
      await cancel.mutateAsync();
      await notify({ message: t`L’anonymisation est annulée.` });
    } catch (error) {
      await notify({ kind: "error", message: errorSentence(error) });
    }
  }

  return (
    <div className={classes["notice"]} role="status">
      <IconUserOff size={18} aria-hidden />
      <p>
        {anonymisedAt !== null
          ? t`Ce contact a été anonymisé le ${formatDate(anonymisedAt)}.`
          : t`Ce contact sera anonymisé définitivement le ${formatDate(anonymiseAt ?? "")}.`}
      </p>
      {anonymisedAt === null && can.update && (
        <Button variant="default" size="compact-sm" loading={cancel.isPending} onClick={() => void run()}>
          {t`Annuler l’anonymisation`}
        </Button>
      )}
    </div>
  );
}
