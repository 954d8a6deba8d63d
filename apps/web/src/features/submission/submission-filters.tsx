import { useLingui } from "@lingui/react/macro";
import { Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { formList } from "../../lib/shared.queries.ts";
import { DayFilter } from "../../ui/day-field.tsx";
import { SearchBar } from "../../ui/search-bar.tsx";
import { filterCount, type SubmissionAddress } from "./submission-address.ts";
import { SubmissionChips } from "./submission-chips.tsx";

interface Props {
  address: SubmissionAddress;
  onChange: (part: Partial<SubmissionAddress>, options?: { replace: boolean }) => void;
  /** The name of the contact that they are about. */
  contact: string | undefined;
  tools?: ReactNode;
}

/** Search and filters of submissions, above their list and their export. */
export function SubmissionFilters({ address, onChange, contact, tools }: Props) {
  const { t } = useLingui();
  return (
    <>
      <SearchBar
        value={address.search}
        placeholder={t`Nom, e-mail, réponse, code…`}
        onSearch={(search) => onChange({ search }, { replace: true })}
        activeFilters={filterCount(address)}
        aside={tools}
      >
        <Filters address={address} onChange={onChange} />
      </SearchBar>
      <SubmissionChips address={address} onChange={onChange} contact={contact} />
    </>
  );
}

/** What « Plus de filtres » unfolds. */
function Filters({ address: { formId, from, to }, onChange }: Pick<Props, "address" | "onChange">) {
  const { t } = useLingui();
  const { data: forms = [] } = useQuery(formList());
  const { data: archived = [] } = useQuery(formList(true));
  const all = [...new Map([...forms, ...archived].map((form) => [form.id, form])).values()];
  return (
    <>
      <Select
        label={t`Formulaire`}
        placeholder={t`Tous`}
        clearable
        searchable
        clearButtonProps={{ "aria-label": t`Effacer : Formulaire` }}
        value={formId}
        data={all.map(({ id, name, archivedAt }) => ({
          value: id,
          label: archivedAt === null ? name : t`${name} (archivé)`,
        }))}
        nothingFoundMessage={t`Aucun formulaire`}
        onChange={(next) => onChange({ formId: next })}
      />
      <DayFilter label={t`Reçus depuis le`} value={from} onChange={(day) => onChange({ from: day })} />
      <DayFilter label={t`Reçus jusqu’au`} value={to} onChange={(day) => onChange({ to: day })} />
    </>
  );
}
