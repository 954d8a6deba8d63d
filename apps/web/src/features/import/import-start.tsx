import { type ImportRecord, importApi, importLimits, uploadLimits } from "@crm/contract";
import { useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { IconFileDownload } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { download, saveAs } from "../../lib/api.ts";
import { formatNumber } from "../../lib/format.ts";
import { FileDrop } from "../../ui/file-drop.tsx";
import { FormError } from "../../ui/form-error.tsx";
import { Section } from "../../ui/section.tsx";
import { useCheckFile } from "./import.queries.ts";

const megabytes = uploadLimits.import / 1024 / 1024;

/** The first step: a file. It is sent and read at once; nothing is written before the last step. */
export function ImportStart({ record, onStarted }: { record: ImportRecord; onStarted: (id: string) => void }) {
  const { t } = useLingui();
  const [file, setFile] = useState<File | null>(null);
  const check = useCheckFile(record);
  const template = useMutation({
    mutationFn: async () => saveAs(await download(importApi.template, { query: { record } })),
  });
  const tooLarge = file !== null && file.size > uploadLimits.import;

  return (
    <Section
      title={t`Fichier à importer`}
      actions={
        <Button
          variant="subtle"
          size="compact-sm"
          leftSection={<IconFileDownload size={14} aria-hidden />}
          loading={template.isPending}
          onClick={() => template.mutate()}
        >{t`Modèle de fichier`}</Button>
      }
    >
      <FileDrop
        label={t`Fichier à importer`}
        file={file}
        onFile={(chosen) => {
          check.reset();
          setFile(chosen);
          if (chosen.size <= uploadLimits.import)
            check.mutate({ file: chosen }, { onSuccess: ({ id }) => onStarted(id) });
        }}
        accept=".xlsx,.csv,.txt,.vcf"
        invitation={t`Déposez ici un fichier Excel (.xlsx), CSV ou vCard (.vcf)`}
        hint={
          check.isPending
            ? t`Envoi du fichier…`
            : t`${formatNumber(importLimits.rows)} lignes et ${megabytes} Mo au plus. Rien n’est importé avant votre accord.`
        }
      />
      <FormError
        error={tooLarge ? t`Ce fichier est trop lourd : ${megabytes} Mo au plus.` : (check.error ?? template.error)}
      />
    </Section>
  );
}
