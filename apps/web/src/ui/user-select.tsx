import type { UserRef } from "@crm/contract";
import { useLingui } from "@lingui/react/macro";
import { Select } from "@mantine/core";
import { UserAvatar } from "./user-avatar.tsx";
import classes from "./user-select.module.css";

interface Props {
  label: string;
  users: readonly UserRef[];
  /** A user's id, null for nobody, "none" only with `withNone`. */
  value: string | null;
  onChange: (id: string | null) => void;
  placeholder?: string;
  /** Offers « Personne » as the choice "none": for filters. */
  withNone?: boolean;
  /** Can be emptied. */
  clearable?: boolean;
  error?: string | undefined;
  disabled?: boolean;
}

/** Chooses a person by typing a few letters. Inactive people stay visible where they are already chosen, and only there. */
export function UserSelect({
  label,
  users,
  value,
  onChange,
  placeholder,
  withNone,
  clearable = true,
  error,
  disabled,
}: Props) {
  const { t } = useLingui();
  const byId = new Map(users.map((user) => [user.id, user]));
  const offered = users.filter((user) => user.active || user.id === value);
  const chosen = value ? byId.get(value) : undefined;
  return (
    <Select
      label={label}
      data={[
        ...(withNone ? [{ value: "none", label: t`Personne` }] : []),
        ...offered.map((user) => ({ value: user.id, label: user.name })),
      ]}
      value={value}
      onChange={onChange}
      placeholder={placeholder ?? t`Tous`}
      searchable
      clearable={clearable}
      clearButtonProps={{ "aria-label": t`Effacer : ${label}` }}
      nothingFoundMessage={t`Aucun utilisateur`}
      error={error}
      disabled={disabled ?? false}
      leftSection={chosen ? <UserAvatar name={chosen.name} photoId={chosen.photoId} size={20} /> : undefined}
      renderOption={({ option }) => {
        const user = byId.get(option.value);
        return (
          <span className={classes["option"]}>
            {user && <UserAvatar name={user.name} photoId={user.photoId} size={20} />}
            {option.label}
            {user && !user.active && <span className={classes["inactive"]}>{t`désactivé`}</span>}
          </span>
        );
      }}
    />
  );
}
