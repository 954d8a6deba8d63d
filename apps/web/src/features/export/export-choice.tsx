import { exportFormats } from "@crm/contract";
import type { RecordName } from "@crm/fields";
import { useLingui } from "@lingui/react/macro";
import { Input, SegmentedControl, Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useId } from "react";
import classes from "./export.module.css";
import { type ExportBody, type ExportRecord, exportTemplates } from "./export.queries.ts";
import { formatWord } from "./export-words.ts";

export interface Choice {
  templateId: string | null;
  format: NonNullable<ExportBody["format"]>;
}
export const usualChoice: Choice = { templateId: null, format: "xlsx" };

interface Props<Record extends ExportRecord> {
  record: Record;
  value: Choice;
  onChange: (choice: Choice) => void;
}

const standard = "standard";

/** Which columns, as a template keeps them (guide 4.3), and which kind of file. Submissions have no templates. */
export function ExportChoice({ record, value, onChange }: Props<ExportRecord>) {
  const { t } = useLingui();
  const formatLabel = useId();
  return (
    <div className={classes["choice"]}>
      {record !== "submission" && <TemplateChoice record={record} value={value} onChange={onChange} />}
      <Input.Wrapper
        label={t`Format`}
        labelElement="div"
        labelProps={{ id: formatLabel }}
        description={t`CSV : un texte simple, pour d’autres logiciels.`}
      >
        <div>
          <SegmentedControl
            aria-labelledby={formatLabel}
            value={value.format}
            data={exportFormats.map((format) => ({ value: format, label: formatWord(format) }))}
            onChange={(format) => onChange({ ...value, format: format as Choice["format"] })}
          />
        </div>
      </Input.Wrapper>
    </div>
  );
}

function TemplateChoice({ record, value, onChange }: Props<RecordName>) {
  const { t } = useLingui();
  const { data = [] } = useQuery(exportTemplates);
  const templates = data.filter((template) => template.record === record);
  return (
    <Select
      label={t`Modèle d'export`}
      description={t`Les colonnes du fichier et leur ordre.`}
      allowDeselect={false}
      searchable={templates.length > 8}
      nothingFoundMessage={t`Aucun modèle ne correspond`}
      value={value.templateId ?? standard}
      data={[
        { value: standard, label: t`Export standard` },
        ...templates.map(({ id, name }) => ({ value: id, label: name })),
      ]}
      onChange={(id) => onChange({ ...value, templateId: id === standard ? null : id })}
    />
  );
}
