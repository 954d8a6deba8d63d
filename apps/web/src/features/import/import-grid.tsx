import type { ImportRows, ImportView } from "@crm/contract";
import { useLingui } from "@lingui/react/macro";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { GridCell, OutcomeCell } from "./import-cell.tsx";
import classes from "./import-grid.module.css";
import type { Corrections } from "./import-preview.tsx";
import { fieldLabel, headerOf, reasonWords } from "./import-words.ts";

type Row = ImportRows["rows"][number];

interface Props {
  view: ImportView;
  rows: readonly Row[];
  total: number;
  from: number;
  /** Other rows are on their way. */
  stale: boolean;
  corrections: Corrections;
  onCorrect: (corrections: Corrections) => void;
}

/** A cell by its place on screen; column 0 is what becomes of the row. */
interface Place {
  row: number;
  column: number;
}

/** What moves the cell one stands on, and how far. */
const moves: Record<string, [rows: number, columns: number]> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  PageUp: [-10, 0],
  PageDown: [10, 0],
  Home: [0, Number.NEGATIVE_INFINITY],
  End: [0, Number.POSITIVE_INFINITY],
};

/** The columns that are imported, row by row: arrows move, Enter corrects, Escape leaves. The cell one stands on says what is wrong with it. */
export function ImportGrid({ view, rows, total, from, stale, corrections, onCorrect }: Props) {
  const { t } = useLingui();
  const columns = view.columns.filter(({ code }) => code !== null);
  const table = useRef<HTMLTableElement>(null);
  const [active, setActive] = useState<Place>(() => firstFault(rows, columns));
  const [editing, setEditing] = useState(false);
  const focusWanted = useRef(false);
  useEffect(() => {
    if (!focusWanted.current || editing) return;
    focusWanted.current = false;
    table.current?.querySelector<HTMLElement>("[tabindex='0']")?.focus();
  });

  function go(to: Place) {
    focusWanted.current = true;
    setActive({
      row: Math.max(0, Math.min(rows.length - 1, to.row)),
      column: Math.max(0, Math.min(columns.length, to.column)),
    });
  }
  function onKeyDown(event: KeyboardEvent) {
    if (editing || event.ctrlKey || event.metaKey || event.altKey) return;
    const move = moves[event.key];
    if (move) {
      event.preventDefault();
      go({ row: active.row + move[0], column: active.column + move[1] });
    } else if ((event.key === "Enter" || event.key === "F2") && active.column > 0) {
      event.preventDefault();
      setEditing(true);
    }
  }
  function correct(row: Row, index: number, value: string) {
    const { [`${row.row}:${index}`]: _, ...others } = corrections;
    onCorrect(value === (row.cells[index] ?? "") ? others : { ...others, [`${row.row}:${index}`]: value });
  }

  const row = rows[active.row];
  const column = columns[active.column - 1];
  const faults = row?.issues.filter((issue) => (column ? issue.column === column.index : issue.column === null)) ?? [];
  return (
    <>
      <p className={classes["said"]} data-bad={faults.length > 0 || undefined} role="status">
        {faults.length > 0 && row
          ? `${t`Ligne ${row.row}`}${column ? `, ${headerOf(column)}` : ""} : ${faults.map(reasonWords).join(" ")}`
          : t`Flèches pour se déplacer, Entrée pour corriger une cellule, Échap pour la laisser.`}
      </p>
      <div className={classes["frame"]} data-stale={stale || undefined}>
        <table
          ref={table}
          // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a grid of ARIA may well be a table (APG).
          role="grid"
          className={classes["grid"]}
          aria-label={t`Lignes du fichier`}
          aria-rowcount={total + 1}
          aria-colcount={columns.length + 2}
          aria-busy={stale || undefined}
          onKeyDown={onKeyDown}
        >
          <thead>
            <tr aria-rowindex={1}>
              <th scope="col" className={classes["number"]}>{t`Ligne`}</th>
              <th scope="col">{t`Résultat`}</th>
              {columns.map((one) => (
                <th key={one.index} scope="col">
                  {headerOf(one)}
                  {fieldLabel(one, view.record) !== one.header && (
                    <span className={classes["fills"]}>{fieldLabel(one, view.record)}</span>
                  )}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((one, place) => (
              <tr key={one.row} aria-rowindex={from + place + 2}>
                <th scope="row" className={classes["number"]}>
                  {one.row}
                </th>
                <OutcomeCell
                  row={one}
                  pending={columns.some(({ index }) => `${one.row}:${index}` in corrections)}
                  active={place === active.row && active.column === 0}
                  onFocus={() => setActive({ row: place, column: 0 })}
                />
                {columns.map((of, at) => (
                  <GridCell
                    key={of.index}
                    value={corrections[`${one.row}:${of.index}`] ?? one.cells[of.index] ?? ""}
                    edited={`${one.row}:${of.index}` in corrections || one.edited.includes(of.index)}
                    fault={
                      `${one.row}:${of.index}` in corrections
                        ? undefined
                        : one.issues.filter(({ column }) => column === of.index).map(reasonWords)[0]
                    }
                    refused={one.outcome === "refused" || one.outcome === "duplicate"}
                    label={headerOf(of)}
                    active={place === active.row && active.column === at + 1}
                    editing={editing && place === active.row && active.column === at + 1}
                    onFocus={() => setActive({ row: place, column: at + 1 })}
                    onEdit={() => {
                      setActive({ row: place, column: at + 1 });
                      setEditing(true);
                    }}
                    onDone={(value) => {
                      if (value !== null) correct(one, of.index, value);
                      focusWanted.current = true;
                      setEditing(false);
                    }}
                  />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

/** Where one stands first: on the first cell at fault. */
function firstFault(rows: readonly Row[], columns: readonly { index: number }[]): Place {
  const row = rows.findIndex(({ issues }) => issues.length > 0);
  const fault = rows[row]?.issues[0]?.column;
  return { row: Math.max(0, row), column: columns.findIndex(({ index }) => index === fault) + 1 };
}
