import type { ImportRows, importOutcomes } from "@crm/contract";
import { useLingui } from "@lingui/react/macro";
import { Badge } from "@mantine/core";
import { useRef } from "react";
import classes from "./import-grid.module.css";
import { reasonWords } from "./import-words.ts";

type Outcome = (typeof importOutcomes)[number];

interface OutcomeProps {
  row: ImportRows["rows"][number];
  /** Something was corrected since. */
  pending: boolean;
  active: boolean;
  onFocus: () => void;
}

/** What becomes of a row. */
export function OutcomeCell({ row, pending, active, onFocus }: OutcomeProps) {
  const { t } = useLingui();
  const words: Record<Outcome, string> = {
    new: t({ message: "Nouveau", context: "row of a file" }),
    changed: t({ message: "Mis à jour", context: "row of a file" }),
    unchanged: t({ message: "Inchangé", context: "row of a file" }),
    skipped: t({ message: "Laissé", context: "row of a file" }),
    refused: t({ message: "Refusé", context: "row of a file" }),
    duplicate: t({ message: "Doublon", context: "row of a file" }),
  };
  const bad = row.outcome === "refused" || row.outcome === "duplicate";
  const whole = row.issues.find(({ column }) => column === null);
  return (
    <td
      className={classes["outcome"]}
      tabIndex={active ? 0 : -1}
      onFocus={onFocus}
      data-tip={whole && reasonWords(whole)}
    >
      {pending ? (
        <Badge color="gray">{t({ message: "À vérifier", context: "row of a file" })}</Badge>
      ) : (
        <Badge color={bad ? "red" : row.outcome === "new" || row.outcome === "changed" ? "indigo" : "gray"}>
          {words[row.outcome]}
        </Badge>
      )}
    </td>
  );
}

interface CellProps {
  value: string;
  edited: boolean;
  /** What is said of it: why its row is refused, or that the cell is left out. */
  fault: string | undefined;
  refused: boolean;
  /** Its column's header. */
  label: string;
  active: boolean;
  editing: boolean;
  onFocus: () => void;
  onEdit: () => void;
  /** What was typed, or null: left as it was. */
  onDone: (value: string | null) => void;
}

/** A cell: read, and mended in place. Enter keeps what was typed, and so does leaving it; Escape does not. */
export function GridCell({
  value,
  edited,
  fault,
  refused,
  label,
  active,
  editing,
  onFocus,
  onEdit,
  onDone,
}: CellProps) {
  const { t } = useLingui();
  const over = useRef(false);
  /** A second click on the cell that one stands on corrects it, as a finger has no Enter. */
  const stood = useRef(false);
  const end = (typed: string | null) => {
    // Taken away with the focus in it, the field is left once more.
    if (over.current) return;
    over.current = true;
    onDone(typed);
  };
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid around listens to the keyboard.
    <td
      tabIndex={active && !editing ? 0 : -1}
      data-bad={(refused && fault !== undefined) || undefined}
      data-edited={edited || undefined}
      aria-invalid={(refused && fault !== undefined) || undefined}
      data-tip={editing ? undefined : fault}
      onFocus={onFocus}
      onMouseDown={({ currentTarget }) => {
        stood.current = currentTarget === document.activeElement;
      }}
      onClick={() => {
        if (stood.current) onEdit();
      }}
    >
      {editing ? (
        <input
          className={classes["typed"]}
          aria-label={t`Corriger ${label}`}
          defaultValue={value}
          maxLength={32_767}
          // biome-ignore lint/a11y/noAutofocus: one asked to type here.
          autoFocus
          onFocus={({ currentTarget }) => {
            over.current = false;
            currentTarget.select();
          }}
          onClick={(event) => event.stopPropagation()}
          onBlur={({ currentTarget }) => end(currentTarget.value)}
          onKeyDown={(event) => {
            event.stopPropagation();
            if (event.key === "Enter") end(event.currentTarget.value);
            if (event.key === "Escape") end(null);
          }}
        />
      ) : (
        <span className={classes["cell"]}>{value}</span>
      )}
    </td>
  );
}
