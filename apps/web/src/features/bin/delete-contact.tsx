import type { ContactView } from "@crm/contract";
import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { Button, Group, Modal, Skeleton } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { contactName } from "../../lib/format.ts";
import { FormError } from "../../ui/form-error.tsx";
import classes from "./bin.module.css";
import { contactImpact } from "./bin.queries.ts";
import { useDeleteRecord } from "./delete-record.ts";

interface Props {
  contact: ContactView;
  /** Marks the contact, which the feature of anonymisation knows how to. */
  onAnonymise: () => Promise<unknown>;
}

/** The bin of a contact's card (guide 2.3): asks whether to delete or to anonymise, and says what goes. */
export function DeleteContact({ contact, onAnonymise }: Props) {
  const { t } = useLingui();
  const [opened, setOpened] = useState(false);
  const close = () => setOpened(false);
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
      <Modal opened={opened} onClose={close} title={t`Supprimer ou anonymiser ${contactName(contact)} ?`} size={520}>
        {opened && <Choice contact={contact} onAnonymise={onAnonymise} onClose={close} />}
      </Modal>
    </>
  );
}

function Choice({ contact, onAnonymise, onClose }: Props & { onClose: () => void }) {
  const { t } = useLingui();
  const { data: impact, error: unread } = useQuery({ ...contactImpact(contact.id), staleTime: 0 });
  const [busy, setBusy] = useState<"delete" | "anonymise" | null>(null);
  const [error, setError] = useState<unknown>(null);
  const remove = useDeleteRecord("contact");
  const name = contactName(contact);

  async function run(what: "delete" | "anonymise") {
    setBusy(what);
    setError(null);
    try {
      if (what === "delete") await remove(contact.id, () => t`${name} est dans la corbeille.`);
      else await onAnonymise();
      onClose();
    } catch (refusal) {
      setError(refusal);
      setBusy(null);
    }
  }

  const { opportunities = 0, open = 0, binDays = 0, anonymisationDelayDays = 0 } = impact ?? {};
  const along =
    opportunities === 0
      ? t`Ce contact n’a pas d’opportunité.`
      : plural(opportunities, { one: "# opportunité part avec lui.", other: "# opportunités partent avec lui." });
  const stillOpen = plural(open, {
    0: "Aucune n’est ouverte.",
    one: "Attention : # est encore ouverte.",
    other: "Attention : # sont encore ouvertes.",
  });
  const stay = plural(binDays, {
    one: "Le tout peut être restauré depuis la corbeille pendant # jour.",
    other: "Le tout peut être restauré depuis la corbeille pendant # jours.",
  });
  const delay = plural(anonymisationDelayDays, {
    0: "Le contact est marqué. L’anonymisation définitive sera effectuée dans l’heure.",
    one: "Le contact est marqué. L’anonymisation définitive sera effectuée dans # jour ; elle peut être annulée d’ici là.",
    other:
      "Le contact est marqué. L’anonymisation définitive sera effectuée dans # jours ; elle peut être annulée d’ici là.",
  });
  return (
    <>
      <div className={classes["choice"]}>
        <div>
          <h3>{t`Supprimer`}</h3>
          {impact ? (
            <p>{[along, opportunities > 0 && stillOpen, stay].filter(Boolean).join(" ")}</p>
          ) : (
            <Skeleton height={40} mt={6} aria-hidden />
          )}
        </div>
        <Button color="red" loading={busy === "delete"} disabled={!impact} onClick={() => void run("delete")}>
          {t`Supprimer`}
        </Button>
      </div>
      {contact.anonymiseAt === null && (
        <div className={classes["choice"]}>
          <div>
            <h3>{t`Anonymiser`}</h3>
            {impact ? <p>{delay}</p> : <Skeleton height={40} mt={6} aria-hidden />}
            <p>{t`La personne est alors effacée partout : coordonnées, notes, textes libres, historique, fichiers importés. Les opportunités et leurs chiffres restent, sans elle.`}</p>
          </div>
          <Button color="red" loading={busy === "anonymise"} disabled={!impact} onClick={() => void run("anonymise")}>
            {t`Anonymiser`}
          </Button>
        </div>
      )}
      <FormError error={error ?? unread} />
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={onClose} data-autofocus>
          {t`Annuler`}
        </Button>
      </Group>
    </>
  );
}
