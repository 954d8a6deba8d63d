import type { ExportColumn } from "@crm/contract";
import type { RecordName } from "@crm/fields";
import { useLingui } from "@lingui/react/macro";
import { IconMinus } from "@tabler/icons-react";
import { useRef } from "react";
import { IconButton } from "../../ui/icon-button.tsx";
import { SortableList } from "../../ui/sortable-list.tsx";
import { ColumnName } from "./column-name.tsx";
import classes from "./export-template.module.css";
import { columnLabel } from "./template-words.ts";

interface Props {
  record: RecordName;
  columns: readonly ExportColumn[];
  onChange: (refs: string[]) => void;
}

/** The column on the right (guide 4.3): the criteria in the order of the file, each with its « - ». */
export function ChosenColumns({ record, columns, onChange }: Props) {
  const { t, i18n } = useLingui();
  const box = useRef<HTMLDivElement>(null);
  const refs = columns.map(({ ref }) => ref);
  return (
    <div ref={box} tabIndex={-1} className={classes["chosen"]}>
      <SortableList
        label={t`Critères du modèle`}
        items={columns}
        itemId={({ ref }) => ref}
        itemLabel={(column) => columnLabel(i18n, column)}
        onReorder={onChange}
      >
        {(column) => (
          <div className={classes["choice"]}>
            <ColumnName record={record} column={column} />
            <IconButton
              label={t`Retirer ${columnLabel(i18n, column)}`}
              onClick={({ currentTarget }) => {
                focusNeighbour(currentTarget, box.current);
                onChange(refs.filter((ref) => ref !== column.ref));
              }}
            >
              <IconMinus size={16} aria-hidden />
            </IconButton>
          </div>
        )}
      </SortableList>
    </div>
  );
}

/** Before the line of this button goes: the keyboard goes on with the next line, else the one before, else `otherwise`. */
export function focusNeighbour(button: HTMLElement, otherwise: HTMLElement | null): void {
  const line = button.closest("li");
  const next = line?.nextElementSibling ?? line?.previousElementSibling;
  const buttons = next?.querySelectorAll<HTMLElement>("button") ?? [];
  ([...buttons].at(-1) ?? otherwise)?.focus();
}
