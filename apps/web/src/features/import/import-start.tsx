import { uploadLimits } from "@crm/contract";
import { useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { useState } from "react";
import { FileDrop } from "../../ui/file-drop.tsx";
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
  const [options, setOptions] = useState<ImportOptions>({ mode: "both", empty: "keep", unknownChoices: "refuse" });
  const check = useCheckFile();
  const tooLarge = file !== null && file.size > uploadLimits.import;

  return (
    <Section title={t`Fichier à importer`}>
      <FileDrop
        label={t`Fichier à importer`}
        file={file}
        onFile={(chosen) => {
          check.reset();
          setFile(chosen);
        }}
        accept=".xlsx,.csv,.txt"
        invitation={t`Déposez ici un fichier Excel (.xlsx) ou CSV`}
        hint={t`200 000 lignes et ${megabytes} Mo au plus.`}
      />
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
