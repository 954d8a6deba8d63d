import type { ExportColumn } from "@crm/contract";
import type { RecordName } from "@crm/fields";
import { useLingui } from "@lingui/react/macro";
import { Badge } from "@mantine/core";
import classes from "./export-template.module.css";
import { columnLabel, panelOf, panelWords } from "./template-words.ts";

/** A chosen column: what it is called, the panel it comes from, and what heads it in the file. */
export function ColumnName({ record, column }: { record: RecordName; column: ExportColumn }) {
  const { t, i18n } = useLingui();
  return (
    <span className={classes["column"]}>
      <span className={classes["label"]}>
        {columnLabel(i18n, column)}
        {column.archived && <Badge color="gray">{t({ message: "Archivée", context: "question" })}</Badge>}
      </span>
      <span className={classes["from"]}>
        {i18n._(panelWords(record)[panelOf(column.ref)])} · <code>{column.code}</code>
      </span>
    </span>
  );
}
