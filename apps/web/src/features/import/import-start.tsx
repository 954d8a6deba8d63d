import { uploadLimits } from "@crm/contract";
import { useLingui } from "@lingui/react/macro";
import { Button, FileButton } from "@mantine/core";
import { IconFileSpreadsheet, IconFolderOpen } from "@tabler/icons-react";
import { type DragEvent, useRef, useState } from "react";
import { FormError } from "../../ui/form-error.tsx";
import { Section } from "../../ui/section.tsx";
import classes from "./import.module.css";
import { type ImportOptions, useCheckFile } from "./import.queries.ts";
import { ImportOptionFields } from "./import-options.tsx";

const megabytes = uploadLimits.import / 1024 / 1024;

/** The first step: a file, what to do with it, « Vérifier le fichier ». */
export function ImportStart({ myId, onStarted }: { myId: string; onStarted: (id: string) => void }) {
  const { t } = useLingui();
  const [file, setFile] = useState<File | null>(null);
  const [over, setOver] = useState(false);
  const [options, setOptions] = useState<ImportOptions>({ existing: "update" });
  const resetInput = useRef<() => void>(null);
  const check = useCheckFile();
  const tooLarge = file !== null && file.size > uploadLimits.import;
  const size = file ? Math.max(1, Math.round(file.size / 1024)) : 0;

  function choose(chosen: File | null) {
    check.reset();
    if (chosen) setFile(chosen);
    resetInput.current?.(); // so that the same file can be chosen again
  }
  const drag = (event: DragEvent, inside: boolean) => {
    event.preventDefault();
    setOver(inside);
  };

  return (
    <Section title={t`Fichier à importer`}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is an extra; the button inside does the same. */}
      <div
        className={classes["drop"]}
        data-over={over || undefined}
        onDragOver={(event) => drag(event, true)}
        onDragLeave={(event) => drag(event, false)}
        onDrop={(event) => {
          drag(event, false);
          choose(event.dataTransfer.files[0] ?? null);
        }}
      >
        <IconFileSpreadsheet size={28} stroke={1.4} aria-hidden />
        <div role="status" className={classes["name"]}>
          {file ? t`${file.name} (${size} ko)` : t`Déposez ici un fichier Excel (.xlsx) ou CSV`}
        </div>
        <FileButton
          onChange={choose}
          accept=".xlsx,.csv,.txt"
          resetRef={resetInput}
          inputProps={{ "aria-label": t`Fichier à importer` }}
        >
          {(props) => (
            <Button {...props} variant="default" leftSection={<IconFolderOpen size={16} aria-hidden />}>
              {file ? t`Choisir un autre fichier` : t`Choisir un fichier`}
            </Button>
          )}
        </FileButton>
        <p className={classes["hint"]}>{t`200 000 lignes et ${megabytes} Mo au plus.`}</p>
      </div>
      <ImportOptionFields value={options} onChange={setOptions} myId={myId} disabled={check.isPending} />
      <FormError error={tooLarge ? t`Ce fichier est trop lourd : ${megabytes} Mo au plus.` : check.error} />
      <div className={classes["buttons"]}>
        <Button
          disabled={!file || tooLarge}
          loading={check.isPending}
          onClick={() => file && check.mutate({ file, options }, { onSuccess: ({ id }) => onStarted(id) })}
        >
          {t`Vérifier le fichier`}
        </Button>
      </div>
    </Section>
  );
}
