import { comparisons, type ReportAddress } from "@crm/contract";
import { useLingui } from "@lingui/react/macro";
import { Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { userDirectory } from "../../lib/shared.queries.ts";
import { DayFilter } from "../../ui/day-field.tsx";
import { UserSelect } from "../../ui/user-select.tsx";

interface Props {
  address: ReportAddress;
  change: (part: Partial<ReportAddress>) => void;
  /** What is wrong with the days that are compared with. */
  fault: string | null;
}

/** « Comparer avec »: the period before, a year before, other days, or somebody else. */
export function CompareFields({ address, change, fault }: Props) {
  const { t } = useLingui();
  const { data: users = [] } = useQuery(userDirectory);
  const labels = {
    before: t`Période précédente`,
    year: t`Un an plus tôt`,
    period: t`Une autre période`,
    user: t`Un autre utilisateur`,
  };
  return (
    <>
      <Select
        label={t`Comparer avec`}
        placeholder={t`Rien`}
        clearable
        clearButtonProps={{ "aria-label": t`Effacer : Comparer avec` }}
        value={address.compare}
        data={comparisons.map((value) => ({ value, label: labels[value] }))}
        onChange={(compare) => change({ compare, compareFrom: null, compareTo: null, compareOwnerId: null })}
      />
      {address.compare === "period" && (
        <>
          <DayFilter
            label={t`Comparées du`}
            value={address.compareFrom}
            onChange={(compareFrom) => change({ compareFrom })}
          />
          <DayFilter
            label={t`jusqu’au`}
            value={address.compareTo}
            onChange={(compareTo) => change({ compareTo })}
            error={fault}
          />
        </>
      )}
      {address.compare === "user" && (
        <UserSelect
          label={t`Utilisateur comparé`}
          placeholder={t`Choisir`}
          users={users}
          withNone
          value={address.compareOwnerId}
          onChange={(compareOwnerId) => change({ compareOwnerId })}
        />
      )}
    </>
  );
}
