import type { Display } from "@crm/contract";
import { useLingui } from "@lingui/react/macro";
import { ActionIcon } from "@mantine/core";
import { IconLayoutGrid, IconLayoutKanban, IconLayoutList, IconTable } from "@tabler/icons-react";
import { IconButton } from "./icon-button.tsx";

/** Guide 2.1: the buttons on the right that turn the table into a list, into cards, and back. */
export function DisplaySwitch({
  display,
  onChange,
  board = false,
}: {
  display: Display;
  onChange: (display: Display) => void;
  /** The records stand on stages: a board too. */
  board?: boolean;
}) {
  const { t } = useLingui();
  const choices = [
    { value: "table", label: t`Affichage tableau`, Icon: IconTable },
    { value: "list", label: t`Affichage liste`, Icon: IconLayoutList },
    { value: "cards", label: t`Affichage fiches`, Icon: IconLayoutGrid },
    ...(board ? [{ value: "kanban", label: t`Affichage kanban`, Icon: IconLayoutKanban } as const] : []),
  ] as const;
  return (
    <ActionIcon.Group>
      {choices.map(({ value, label, Icon }) => (
        <IconButton
          key={value}
          label={label}
          variant={value === display ? "light" : "default"}
          size={36}
          aria-pressed={value === display}
          onClick={() => onChange(value)}
        >
          <Icon size={16} aria-hidden />
        </IconButton>
      ))}
    </ActionIcon.Group>
  );
}
