import { Amount, OpportunityInput } from "@crm/contract";
import { useLingui } from "@lingui/react/macro";
import { Button, Group, Modal, Select, Stack, TextInput } from "@mantine/core";
import { IconTargetArrow } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useNavigate } from "react-router";
import { pipelineList, userDirectory } from "../../lib/shared.queries.ts";
import { FormError } from "../../ui/form-error.tsx";
import { UserSelect } from "../../ui/user-select.tsx";
import { AmountField } from "./amount-field.tsx";
import { useCreateOpportunity } from "./opportunity.queries.ts";

interface Props {
  contact: { id: string; name: string };
  /** The signed-in user, who follows it unless told otherwise. */
  myId: string;
}

/** « Nouvelle opportunité » on a contact's card (guide 3.2): its type and who follows it, then its own card. */
export function NewOpportunity({ contact, myId }: Props) {
  const { t } = useLingui();
  const [opened, setOpened] = useState(false);
  return (
    <>
      <Button fullWidth leftSection={<IconTargetArrow size={16} aria-hidden />} onClick={() => setOpened(true)}>
        {t`Nouvelle opportunité`}
      </Button>
      <Modal opened={opened} onClose={() => setOpened(false)} title={t`Nouvelle opportunité`} size={480}>
        <NewOpportunityForm contact={contact} myId={myId} onClose={() => setOpened(false)} />
      </Modal>
    </>
  );
}

function NewOpportunityForm({ contact, myId, onClose }: Props & { onClose: () => void }) {
  const { t } = useLingui();
  const navigate = useNavigate();
  const { data: pipelines, error: unread } = useQuery(pipelineList);
  const { data: users = [] } = useQuery(userDirectory);
  const types = pipelines?.filter(({ archived }) => !archived) ?? [];
  const [chosen, setChosen] = useState<string | null>(null);
  const pipelineId = chosen ?? types[0]?.id ?? null;
  const [ownerId, setOwnerId] = useState<string | null>(myId);
  const [title, setTitle] = useState("");
  const [amount, setAmount] = useState<number | null>(null);
  const create = useCreateOpportunity();

  const titleFault = OpportunityInput.shape.title.safeParse(title).success
    ? null
    : t`Ce nom est trop long : 200 caractères au plus.`;
  const amountFault =
    amount === null || Amount.safeParse(amount).success
      ? null
      : t`Indiquez un montant positif, avec deux décimales au plus.`;
  const type = types.find(({ id }) => id === pipelineId);

  function submit(event: FormEvent) {
    event.preventDefault();
    if (!pipelineId || titleFault || amountFault) return;
    create.mutateAsync({ contactId: contact.id, pipelineId, ownerId, title, amount }).then(
      async (view) => {
        onClose();
        // Given to somebody whose records one does not see, it can't be opened.
        if (view.can.update) await navigate(`/opportunites/${view.id}`);
      },
      // The refusal is shown below.
      () => undefined,
    );
  }

  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <Select
          label={t`Type d'opportunité`}
          data={types.map(({ id, name }) => ({ value: id, label: name }))}
          value={pipelineId}
          onChange={setChosen}
          allowDeselect={false}
          searchable={types.length > 8}
          data-autofocus
          error={
            pipelines && types.length === 0
              ? t`Aucun type n’est en service. Demandez à un gestionnaire d’en ajouter un dans Configuration.`
              : null
          }
        />
        <UserSelect
          label={t`Suivi par`}
          users={users}
          value={ownerId}
          onChange={setOwnerId}
          placeholder={t`Personne`}
        />
        <TextInput
          label={t`Nom de l'opportunité`}
          description={t`Facultatif`}
          placeholder={type ? `${type.name} – ${contact.name}` : ""}
          value={title}
          error={titleFault}
          autoComplete="off"
          onChange={({ currentTarget }) => setTitle(currentTarget.value)}
        />
        <AmountField value={amount} onChange={setAmount} error={amountFault} />
      </Stack>
      <FormError error={create.error ?? unread} />
      <Group justify="flex-end" gap="xs" mt="lg">
        <Button data-cancel variant="default" onClick={onClose}>{t`Annuler`}</Button>
        <Button type="submit" loading={create.isPending} disabled={types.length === 0}>{t`Valider`}</Button>
      </Group>
    </form>
  );
}
