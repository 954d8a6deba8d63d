import { Amount, type OpportunityView, type PipelineView } from "@crm/contract";
import { useLingui } from "@lingui/react/macro";
import { Anchor, Button, Group } from "@mantine/core";
import { useState } from "react";
import { Link } from "react-router";
import { formatAmount, formatDate } from "../../lib/format.ts";
import { FormError } from "../../ui/form-error.tsx";
import { EditableSection, Properties, Property } from "../../ui/section.tsx";
import { UnsavedGuard } from "../../ui/unsaved-guard.tsx";
import { AmountField } from "./amount-field.tsx";
import { useUpdateOpportunity } from "./opportunity.queries.ts";
import { useFieldSaving } from "./opportunity-conflict.tsx";

interface Props {
  opportunity: OpportunityView;
  pipeline: PipelineView | undefined;
}

/** The essentials at the top left of the card; the pencil changes the amount. */
export function OpportunityEssentials({ opportunity, pipeline }: Props) {
  const { t } = useLingui();
  const { contact, amount, code, createdAt, statusOn, can } = opportunity;
  return (
    <EditableSection
      title={t`Informations essentielles`}
      editLabel={t`Modifier le montant`}
      canEdit={can.update}
      view={
        <Properties>
          <Property label={t`Contact`}>
            <Anchor component={Link} to={`/contacts/${contact.id}`}>
              {contact.name}
            </Anchor>
          </Property>
          <Property label={t`Type`}>{pipeline?.name}</Property>
          <Property label={t`Montant`}>{amount !== null && formatAmount(amount)}</Property>
          <Property label={t`Code`}>{code}</Property>
          <Property label={t`Créée le`}>{formatDate(createdAt)}</Property>
          <Property label={t`Statut depuis le`}>{formatDate(statusOn)}</Property>
        </Properties>
      }
      form={(close) => <AmountForm opportunity={opportunity} onClose={close} />}
    />
  );
}

function AmountForm({ opportunity, onClose }: { opportunity: OpportunityView; onClose: () => void }) {
  const { t } = useLingui();
  const [before] = useState(opportunity);
  const [amount, setAmount] = useState(opportunity.amount);
  const update = useUpdateOpportunity(opportunity.id);
  const dirty = amount !== before.amount;
  const fault =
    amount === null || Amount.safeParse(amount).success
      ? null
      : t`Indiquez un montant positif, avec deux décimales au plus.`;
  const saving = useFieldSaving({
    field: "amount",
    label: t`Montant`,
    before,
    mine: amount,
    show: (value) => value !== null && formatAmount(value),
    save: (version) => update.mutateAsync({ version, amount }),
    onDone: onClose,
  });
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!fault) dirty ? saving.run(before.version) : onClose();
      }}
    >
      <AmountField value={amount} onChange={setAmount} error={fault} />
      <FormError error={saving.refusal} />
      <Group justify="flex-end" gap="xs" mt="md">
        <Button variant="default" onClick={onClose}>{t`Annuler`}</Button>
        <Button type="submit" loading={saving.pending}>{t`Valider`}</Button>
      </Group>
      <UnsavedGuard when={dirty && !update.isSuccess} />
      {saving.dialog}
    </form>
  );
}
