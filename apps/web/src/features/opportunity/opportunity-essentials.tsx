import { Amount, type OpportunityView, type PipelineView, PlannedDay } from "@crm/contract";
import { useLingui } from "@lingui/react/macro";
import { Anchor, Button, Group, Stack } from "@mantine/core";
import { useState } from "react";
import { Link } from "react-router";
import { formatAmount, formatDate, today } from "../../lib/format.ts";
import { DayField } from "../../ui/day-field.tsx";
import { FormError } from "../../ui/form-error.tsx";
import { EditableSection, Properties, Property } from "../../ui/section.tsx";
import { UnsavedGuard } from "../../ui/unsaved-guard.tsx";
import { AmountField } from "./amount-field.tsx";
import classes from "./opportunity.module.css";
import { useUpdateOpportunity } from "./opportunity.queries.ts";
import { useFieldSaving } from "./opportunity-conflict.tsx";

interface Props {
  opportunity: OpportunityView;
  pipeline: PipelineView | undefined;
}

/** The essentials at the top left of the card; the pencil changes the amount and the expected date. */
export function OpportunityEssentials({ opportunity, pipeline }: Props) {
  const { t } = useLingui();
  const { contact, amount, expectedOn, code, createdAt, statusOn, can } = opportunity;
  return (
    <EditableSection
      title={t`Informations essentielles`}
      editLabel={t`Modifier le montant et la date prévue`}
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
          <Property label={t`Date prévue`}>{expectedOn !== null && <Expected opportunity={opportunity} />}</Property>
          <Property label={t`Code`}>{code}</Property>
          <Property label={t`Créée le`}>{formatDate(createdAt)}</Property>
          <Property label={t`Statut depuis le`}>{formatDate(statusOn)}</Property>
        </Properties>
      }
      form={(close) => <EssentialsForm opportunity={opportunity} onClose={close} />}
    />
  );
}

/** When it should be won; said aloud and in words when that day has passed without an end. */
function Expected({ opportunity: { expectedOn, status } }: { opportunity: OpportunityView }) {
  const { t } = useLingui();
  if (expectedOn === null) return null;
  const late = status === "open" && expectedOn < today();
  return (
    <>
      {formatDate(expectedOn)}
      {late && <span className={classes["late"]}>{t`dépassée`}</span>}
    </>
  );
}

function EssentialsForm({ opportunity, onClose }: { opportunity: OpportunityView; onClose: () => void }) {
  const { t } = useLingui();
  const [before] = useState(opportunity);
  const [amount, setAmount] = useState(opportunity.amount);
  const [expectedOn, setExpectedOn] = useState(opportunity.expectedOn);
  const update = useUpdateOpportunity(opportunity.id);
  const dirty = amount !== before.amount || expectedOn !== before.expectedOn;
  const fault =
    amount === null || Amount.safeParse(amount).success
      ? null
      : t`Indiquez un montant positif, avec deux décimales au plus.`;
  const saving = useFieldSaving({
    fields: {
      amount: { label: t`Montant`, mine: amount, show: (value) => value !== null && formatAmount(value) },
      expectedOn: { label: t`Date prévue`, mine: expectedOn, show: (day) => day !== null && formatDate(day) },
    },
    before,
    save: (version) => {
      // Only what was changed here: the rest may have been changed by somebody else.
      const changed = {
        ...(amount === before.amount ? {} : { amount }),
        ...(expectedOn === before.expectedOn ? {} : { expectedOn }),
      };
      return update.mutateAsync({ version, ...changed });
    },
    onDone: onClose,
  });
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!fault && (expectedOn === null || PlannedDay.safeParse(expectedOn).success))
          dirty ? saving.run(before.version) : onClose();
      }}
    >
      <Stack gap="sm">
        <AmountField value={amount} onChange={setAmount} error={fault} />
        <DayField planned label={t`Date prévue`} value={expectedOn} onChange={setExpectedOn} />
      </Stack>
      <FormError error={saving.refusal} />
      <Group justify="flex-end" gap="xs" mt="md">
        <Button data-cancel variant="default" onClick={onClose}>{t`Annuler`}</Button>
        <Button type="submit" loading={saving.pending}>{t`Valider`}</Button>
      </Group>
      <UnsavedGuard when={dirty && !update.isSuccess} />
      {saving.dialog}
    </form>
  );
}
