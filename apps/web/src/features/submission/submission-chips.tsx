import { useLingui } from "@lingui/react/macro";
import { CloseButton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { formatDate } from "../../lib/format.ts";
import { formList } from "../../lib/shared.queries.ts";
import { importChip } from "../../ui/import-chip.ts";
import { pickedChip } from "../../ui/picked-chip.ts";
import classes from "./submission.module.css";
import type { SubmissionAddress } from "./submission-address.ts";

interface Props {
  address: SubmissionAddress;
  onChange: (part: Partial<SubmissionAddress>) => void;
  /** The name of the contact that the list is about. */
  contact: string | undefined;
}

/** The filters in force, as they are read and taken off one by one. */
export function SubmissionChips({ address, onChange, contact }: Props) {
  const { t } = useLingui();
  const { formId, from, to, contactId, importId } = address;
  const { data: forms } = useQuery({ ...formList(), enabled: formId !== null });
  const { data: archived } = useQuery({ ...formList(true), enabled: formId !== null });
  const chip = (on: string | null, labelOf: (on: string) => string, part: Partial<SubmissionAddress>) =>
    on === null ? [] : [{ label: labelOf(on), onRemove: () => onChange(part) }];
  const chips = [
    ...pickedChip(
      formId,
      forms && archived && [...forms, ...archived],
      (name) => t`Formulaire : ${name}`,
      () => onChange({ formId: null }),
    ),
    ...chip(contactId, () => (contact ? t`Contact : ${contact}` : t`Un seul contact`), { contactId: null }),
    ...chip(from, (day) => t`Depuis le ${formatDate(day)}`, { from: null }),
    ...chip(to, (day) => t`Jusqu’au ${formatDate(day)}`, { to: null }),
    ...importChip(importId, () => onChange({ importId: null })),
  ];
  if (chips.length === 0) return null;
  return (
    <ul className={classes["chips"]} aria-label={t`Filtres actifs`}>
      {chips.map(({ label, onRemove }) => (
        <li key={label}>
          <span title={label}>{label}</span>
          <CloseButton size="sm" radius="xl" aria-label={t`Enlever le filtre : ${label}`} onClick={onRemove} />
        </li>
      ))}
    </ul>
  );
}
