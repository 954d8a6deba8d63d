import type { RecordName } from "@crm/fields";
import { useLingui } from "@lingui/react/macro";
import { Input, SegmentedControl, Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useId } from "react";
import classes from "./export.module.css";
import { type ExportBody, type ExportRecord, exportTemplates } from "./export.queries.ts";
import { csvWord, formatWord } from "./export-words.ts";

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
const kinds = ["xlsx", "csv"] as const;
const csvKinds = ["csv", "csv-raw"] as const;

/** Which columns, as a template keeps them (guide 4.3), and which kind of file. Submissions have no templates. */
export function ExportChoice({ record, value, onChange }: Props<ExportRecord>) {
  const { t } = useLingui();
  const formatLabel = useId();
  const csvLabel = useId();
  const choose = (format: string) => onChange({ ...value, format: format as Choice["format"] });
  const isCsv = value.format !== "xlsx";
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
            value={isCsv ? "csv" : "xlsx"}
            data={kinds.map((format) => ({ value: format, label: formatWord(format) }))}
            onChange={choose}
          />
        </div>
      </Input.Wrapper>
      {isCsv && (
        <Input.Wrapper
          label={t`Contenu du CSV`}
          labelElement="div"
          labelProps={{ id: csvLabel }}
          description={
            value.format === "csv"
              ? t`Les textes qu’Excel prendrait pour des formules sont précédés d’une apostrophe ; les numéros de téléphone ont des espaces. L’import les comprend.`
              : t`Chaque texte tel quel, pour un autre logiciel. N’ouvrez pas ce fichier dans Excel : il pourrait exécuter ou modifier des textes.`
          }
        >
          <div>
            <SegmentedControl
              aria-labelledby={csvLabel}
              value={value.format}
              data={csvKinds.map((format) => ({ value: format, label: csvWord(format) }))}
              onChange={choose}
            />
          </div>
        </Input.Wrapper>
      )}
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
