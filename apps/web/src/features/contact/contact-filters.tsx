import { contactFilterFields, emailValidities } from "@crm/contract";
import { useLingui } from "@lingui/react/macro";
import { Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { type FilterSubject, fieldSubject } from "../../lib/filter-subject.ts";
import { selectionList, userDirectory } from "../../lib/shared.queries.ts";
import { contactLabels } from "../../ui/field-labels.ts";
import { importChip } from "../../ui/import-chip.ts";
import type { FilterState, ListSlots } from "../../ui/list-slots.ts";
import { pickedChip, useOwners } from "../../ui/picked-chip.ts";
import { UserSelect } from "../../ui/user-select.tsx";
import type { ContactAddress } from "./contact-address.ts";
import { validityLabels } from "./email-validity.tsx";

interface Props {
  address: ContactAddress;
  onChange: (part: Partial<ContactAddress>) => void;
  /** The filters on the questions marked « Afficher dans la recherche », and groups of criteria. */
  slots: Pick<ListSlots, "answerFilters" | "groups">;
  state: FilterState;
}

/** What « Plus de filtres » unfolds (guide 2.1). */
export function ContactFilters({ address, onChange, slots, state }: Props) {
  const { t, i18n } = useLingui();
  const { data: users = [] } = useQuery(userDirectory);
  const { data: selections = [] } = useQuery(selectionList);
  return (
    <>
      <UserSelect
        label={t`Suivi par`}
        users={users}
        withNone
        value={address.ownerId}
        onChange={(ownerId) => onChange({ ownerId })}
      />
      <Select
        label={t`Validité d’e-mail`}
        placeholder={t`Toutes`}
        clearable
        clearButtonProps={{ "aria-label": t`Effacer : Validité d’e-mail` }}
        value={address.emailValidity}
        data={emailValidities.map((value) => ({ value, label: i18n._(validityLabels[value]) }))}
        onChange={(emailValidity) => onChange({ emailValidity })}
      />
      <Select
        label={t`Liste de sélection`}
        placeholder={t`Toutes`}
        clearable
        searchable
        clearButtonProps={{ "aria-label": t`Effacer : Liste de sélection` }}
        value={address.selectionId}
        data={selections.map(({ id, name }) => ({ value: id, label: name }))}
        nothingFoundMessage={t`Aucune liste`}
        onChange={(selectionId) => onChange({ selectionId })}
      />
      {slots.answerFilters(state.answers, state.onAnswers)}
      {slots.groups(state)}
    </>
  );
}

/** The filters in force, as they are read and taken off one by one. */
export function useContactFilters(
  address: ContactAddress,
  onChange: (part: Partial<ContactAddress>) => void,
): FilterState {
  const { t, i18n } = useLingui();
  const fields = useContactSubjects();
  const owners = useOwners();
  const { ownerId, emailValidity, selectionId, importId, answers, filter } = address;
  const { data: selections } = useQuery({ ...selectionList, enabled: selectionId !== null });
  return {
    ...{ fields, answers, tree: filter },
    own: [
      ...pickedChip(
        ownerId,
        owners,
        (name) => t`Suivi par : ${name}`,
        () => onChange({ ownerId: null }),
      ),
      ...(emailValidity === null
        ? []
        : [
            {
              label: t`Validité d’e-mail : ${i18n._(validityLabels[emailValidity])}`,
              onRemove: () => onChange({ emailValidity: null }),
            },
          ]),
      ...pickedChip(
        selectionId,
        selections,
        (name) => t`Liste de sélection : ${name}`,
        () => onChange({ selectionId: null }),
      ),
      ...importChip(importId, () => onChange({ importId: null })),
    ],
    onAnswers: (answers) => onChange({ answers }),
    onTree: (filter) => onChange({ filter }),
    onClear: () =>
      onChange({ ownerId: null, emailValidity: null, selectionId: null, importId: null, answers: [], filter: null }),
  };
}

/** The built-in fields that a group of criteria can ask of a contact. */
function useContactSubjects(): FilterSubject[] {
  const { t, i18n } = useLingui();
  const { data: users } = useQuery(userDirectory);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `t` is a new function at each render; the locale is what it depends on
  return useMemo(() => {
    const of = contactFilterFields;
    const text = (field: "lastName" | "firstName" | "company" | "email" | "postalCode" | "city" | "country") =>
      fieldSubject(field, i18n._(contactLabels[field]), of[field]);
    const consents = [
      { value: "granted", label: t`accordé` },
      { value: "withdrawn", label: t`retiré` },
      { value: "unknown", label: t`non renseigné` },
    ];
    return [
      ...(["lastName", "firstName", "company", "email"] as const).map(text),
      fieldSubject(
        "emailValidity",
        t`Validité d’e-mail`,
        of.emailValidity,
        emailValidities.map((value) => ({ value, label: i18n._(validityLabels[value]) })),
      ),
      ...(["postalCode", "city", "country"] as const).map(text),
      fieldSubject(
        "owner",
        t`Suivi par`,
        of.owner,
        (users ?? []).map(({ id, name }) => ({ value: id, label: name })),
      ),
      fieldSubject("createdAt", t`Date de création`, of.createdAt),
      fieldSubject("emailConsent", t`Consentement e-mail`, of.emailConsent, consents),
      fieldSubject("smsConsent", t`Consentement SMS`, of.smsConsent, consents),
    ];
  }, [users, i18n.locale]);
}
