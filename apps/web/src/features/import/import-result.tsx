import { type ImportView, importApi } from "@crm/contract";
import { useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { download, saveAs } from "../../lib/api.ts";
import { errorSentence } from "../../lib/error-sentence.ts";
import { formatNumber } from "../../lib/format.ts";
import { notify } from "../../ui/notify.ts";
import classes from "./import.module.css";
import { onlyAdds } from "./import-words.ts";

/** How many rows are new, change something, change nothing, are left alone or refused; those that need a look are marked. */
export function ImportCounts({
  record,
  created,
  updated,
  unchanged,
  skipped,
  refused,
  duplicates,
  similar,
  options,
}: ImportView) {
  const { t } = useLingui();
  const counts = [
    { label: t`Nouveaux`, value: created },
    ...(onlyAdds(record) ? [] : [{ label: t`Mis à jour`, value: updated }]),
    { label: t`Inchangés`, value: unchanged },
    ...(options.mode === "both" ? [] : [{ label: t`Laissés`, value: skipped }]),
    { label: t`Refusés`, value: refused, bad: refused > 0 },
    ...(duplicates > 0 ? [{ label: t`dont doublons du fichier`, value: duplicates, bad: true }] : []),
    ...(similar > 0 ? [{ label: t`Ressemblances`, value: similar }] : []),
  ];
  return (
    <dl className={classes["counts"]}>
      {counts.map(({ label, value, bad }) => (
        <div key={label} className={classes["count"]} data-bad={bad || undefined}>
          <dt>{label}</dt>
          <dd>{formatNumber(value)}</dd>
        </div>
      ))}
    </dl>
  );
}

/** The refused rows as a file, to be mended and imported again. */
export function ReportButton({ view }: { view: ImportView }) {
  const { t } = useLingui();
  const report = useMutation({
    mutationFn: async () => saveAs(await download(importApi.report, { params: { id: view.id } })),
    onError: (error) => void notify({ kind: "error", message: errorSentence(error) }),
  });
  if (view.refused === 0 || view.status === "running") return null;
  return (
    <Button
      variant="default"
      size="compact-sm"
      loading={report.isPending}
      onClick={() => report.mutate()}
      leftSection={<IconDownload size={14} aria-hidden />}
    >
      {t`Télécharger le rapport`}
    </Button>
  );
}
