import { useLingui } from "@lingui/react/macro";
import { Radio, Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { UserSelect } from "../../ui/user-select.tsx";
import classes from "./import.module.css";
import { type ImportOptions, userDirectory } from "./import.queries.ts";

interface Props {
  value: ImportOptions;
  onChange: (options: ImportOptions) => void;
  myId: string;
  disabled?: boolean;
}

/** What happens to contacts that are there already, and who follows the new ones. */
export function ImportOptionFields({ value, onChange, myId, disabled = false }: Props) {
  const { t } = useLingui();
  const { data: users = [] } = useQuery(userDirectory);
  return (
    <div className={classes["options"]}>
      <Radio.Group
        label={t`Si un contact a déjà cet e-mail`}
        value={value.mode}
        onChange={(mode) => onChange({ ...value, mode: mode === "create" ? "create" : "both" })}
      >
        <Stack gap={8} mt={6}>
          <Radio
            value="both"
            disabled={disabled}
            label={t`Le mettre à jour`}
            description={t`Seules les cellules remplies remplacent ses informations.`}
          />
          <Radio value="create" disabled={disabled} label={t`Le laisser tel quel`} />
        </Stack>
      </Radio.Group>
      <UserSelect
        label={t`Nouveaux contacts suivis par`}
        users={users}
        value={value.ownerId ?? myId}
        clearable={false}
        disabled={disabled}
        onChange={(id) => {
          const { ownerId: _, ...rest } = value;
          onChange({ ...rest, ...(id !== null && id !== myId ? { ownerId: id } : {}) });
        }}
      />
    </div>
  );
}
