import type { ImportRecord } from "@crm/contract";
import { useLingui } from "@lingui/react/macro";
import { Badge, Select } from "@mantine/core";
import type { ImportColumn, ImportTarget } from "./import.queries.ts";
import classes from "./import-columns.module.css";
import { fieldLabel, headerOf } from "./import-words.ts";

interface Props {
  record: ImportRecord;
  column: ImportColumn;
  /** What it fills, as chosen here or found by the server. */
  code: string | null;
  byHand: boolean;
  targets: readonly ImportTarget[];
  /** The column that fills this field already. */
  takenBy: (code: string) => string | undefined;
  onChange: (code: string | null) => void;
}

const none = "-";

/** A column: its header, its first values, what it fills, and how that was found. */
export function ColumnLine({ record, column, code, byHand, targets, takenBy, onChange }: Props) {
  const { t } = useLingui();
  const header = headerOf(column);
  const found = byHand ? "hand" : column.by;
  const words = {
    code: t({ message: "par son code", context: "how a column was recognised" }),
    label: t({ message: "par son libellé", context: "how a column was recognised" }),
    alias: t({ message: "par un autre nom", context: "how a column was recognised" }),
    memory: t({ message: "mémorisé", context: "how a column was recognised" }),
    hand: t({ message: "à la main", context: "how a column was recognised" }),
  };
  const data = targets.map((target) => {
    const other = target.code === code ? undefined : takenBy(target.code);
    const label = fieldLabel(target, record);
    return {
      value: target.code,
      label: other ? t`${label} – colonne « ${other} »` : label,
      disabled: other !== undefined,
    };
  });
  // Until the targets are there, what it fills is told all the same.
  const known = code === null || data.some(({ value }) => value === code);
  const own = known ? [] : [{ value: code, label: fieldLabel(column, record) }];
  return (
    <li className={classes["match"]} data-ignored={code === null || undefined}>
      <span className={classes["name"]}>{header}</span>
      <span className={classes["sample"]}>{column.sample.join(" · ") || t`Vide`}</span>
      <span className={classes["target"]}>
        <Select
          aria-label={t`Champ de la colonne « ${header} »`}
          searchable
          allowDeselect={false}
          value={code ?? none}
          data={[{ value: none, label: t`Ne pas importer` }, ...own, ...data]}
          onChange={(chosen) => onChange(chosen === none ? null : chosen)}
          nothingFoundMessage={t`Aucun champ de ce nom`}
          comboboxProps={{ withinPortal: true }}
        />
        {found ? (
          <Badge color={code === null ? "gray" : "indigo"}>{words[found]}</Badge>
        ) : (
          <Badge color="gray">{t({ message: "Non reconnue", context: "column of a file" })}</Badge>
        )}
      </span>
    </li>
  );
}
