import type { ImportView } from "@crm/contract";
import { useLingui } from "@lingui/react/macro";
import { NumberInput, Select } from "@mantine/core";
import { useState } from "react";
import { TextFields, textOf } from "../../ui/file-text.tsx";
import type { ImportOptions } from "./import.queries.ts";
import classes from "./import-columns.module.css";

interface Props {
  view: ImportView;
  /** Another sheet, row of headers or way of reading it: the file is read again. */
  onRead: (chosen: Pick<ImportOptions, "sheet" | "headerRow" | "encoding" | "delimiter">) => void;
}

/** Which sheet is read or how its text, and which of its rows holds the headers. */
export function SheetFields({ view, onRead }: Props) {
  const { t } = useLingui();
  const found = Number(view.details["headerRow"] ?? view.options.headerRow ?? 1);
  const sheet = String(view.details["sheet"] ?? view.options.sheet ?? view.sheets[0] ?? "");
  // The headers of cards are made by the reader.
  const cards = textOf(view)?.delimiter === null;
  const [row, setRow] = useState<number | null>(null);
  const read = () => {
    if (row !== null && row !== found) onRead({ ...(sheet && { sheet }), headerRow: row });
    setRow(null);
  };
  return (
    <div className={classes["sheet"]}>
      {view.sheets.length > 1 && (
        <Select
          label={t`Feuille`}
          data={view.sheets}
          value={sheet}
          allowDeselect={false}
          onChange={(chosen) => chosen !== null && chosen !== sheet && onRead({ sheet: chosen })}
        />
      )}
      <TextFields view={view} onRead={onRead} />
      {!cards && (
        <NumberInput
          label={t`Ligne des en-têtes`}
          value={row ?? found}
          min={1}
          max={1_048_576}
          allowDecimal={false}
          clampBehavior="strict"
          onChange={(value) => setRow(value === "" ? null : Number(value))}
          onBlur={read}
          onKeyDown={({ key }) => key === "Enter" && read()}
        />
      )}
    </div>
  );
}
