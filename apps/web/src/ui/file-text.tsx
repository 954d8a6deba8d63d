import { type CsvText, csvDelimiters, type ImportOptions, type TextEncoding, textEncodings } from "@crm/contract";
import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { Select } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import classes from "./file-text.module.css";

type Reading = Pick<ImportOptions, "encoding" | "delimiter">;
/** What tells how a file was read: an import, or a deletion by file. */
interface Read {
  details: Record<string, unknown>;
}

interface Props {
  view: Read & { options: Reading };
  /** Another encoding or delimiter: the file is read again. */
  onRead: (chosen: Reading) => void;
}

/** How a file was read as text; undefined: it is a workbook. */
export const textOf = ({ details }: Read) => details["text"] as CsvText | undefined;

/** Of a CSV or vCard: its encoding, with some of its words as each would have them, and what parts the cells of a CSV. */
export function TextFields({ view, onRead }: Props) {
  const { t } = useLingui();
  const text = textOf(view);
  if (!text) return null;
  const { encoding, delimiter, samples } = text;
  const offered = (Object.keys(textEncodings) as TextEncoding[]).filter((one) => one === encoding || one in samples);
  const marks: Record<string, string> = {
    ";": t`Point-virgule ( ; )`,
    ",": t`Virgule ( , )`,
    "\t": t`Tabulation`,
    "|": t`Barre ( | )`,
  };
  const told = (chosen: unknown) => (chosen === undefined ? t`Reconnu dans le fichier.` : t`Choisi à la main.`);
  return (
    <>
      {offered.length > 1 && (
        <Select
          label={t`Codage des lettres`}
          description={told(view.options.encoding)}
          inputWrapperOrder={["label", "input", "description"]}
          data={offered.map((value) => ({ value, label: textEncodings[value] }))}
          value={encoding}
          allowDeselect={false}
          maxDropdownHeight={320}
          comboboxProps={{ width: 320, position: "bottom-start" }}
          renderOption={({ option }) => (
            <span className={classes["encoding"]}>
              {option.label}
              <span>{samples[option.value as TextEncoding]}</span>
            </span>
          )}
          onChange={(chosen) => chosen !== null && chosen !== encoding && onRead({ encoding: chosen as TextEncoding })}
        />
      )}
      {delimiter !== null && (
        <Select
          label={t`Séparateur des colonnes`}
          description={told(view.options.delimiter)}
          inputWrapperOrder={["label", "input", "description"]}
          data={[...new Set<string>([...csvDelimiters, delimiter])].map((value) => ({
            value,
            label: marks[value] ?? value,
          }))}
          value={delimiter}
          allowDeselect={false}
          onChange={(chosen) => {
            const known = csvDelimiters.find((mark) => mark === chosen);
            if (known !== undefined && known !== delimiter) onRead({ delimiter: known });
          }}
        />
      )}
    </>
  );
}

/** Lines of a text that seem to be written in another encoding. */
export function DoubtfulLines({ view }: { view: Read }) {
  const { count, lines } = textOf(view)?.doubtful ?? { count: 0, lines: [] };
  if (count === 0) return null;
  const named = `${lines.join(", ")}${count > lines.length ? "…" : ""}`;
  return (
    <p className={classes["missing"]} role="alert">
      <IconAlertTriangle size={16} aria-hidden />
      <span>
        {plural(count, {
          one: `# ligne du fichier semble écrite dans un autre codage : ligne ${named}.`,
          other: `# lignes du fichier semblent écrites dans un autre codage : lignes ${named}.`,
        })}
      </span>
    </p>
  );
}
