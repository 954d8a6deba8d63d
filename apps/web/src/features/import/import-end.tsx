import type { ImportView } from "@crm/contract";
import { useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { IconAlertTriangle, IconArrowBackUp, IconCircleCheck, IconInfoCircle } from "@tabler/icons-react";
import { Link } from "react-router";
import { codeSentence } from "../../lib/error-sentence.ts";
import { FormError } from "../../ui/form-error.tsx";
import { Section } from "../../ui/section.tsx";
import classes from "./import.module.css";
import { useCheckFile } from "./import.queries.ts";
import { ImportLists } from "./import-lists.tsx";
import { ImportCounts, ReportButton } from "./import-result.tsx";
import { UndoButton, UndoOutcome } from "./import-undo.tsx";
import { createdWords, importAddress, onlyAdds, recordPages, statusWords, updatedWords } from "./import-words.ts";

const icons = { done: IconCircleCheck, failed: IconAlertTriangle, undone: IconArrowBackUp } as const;

/** The end: done, stopped, undone, or failed with why and what to do. */
export function ImportEnd({ view, onStarted }: { view: ImportView; onStarted: (id: string) => void }) {
  const { t } = useLingui();
  const again = useCheckFile(view.record);
  const { record, status, failure, created, updated, options } = view;
  const Icon = icons[status as keyof typeof icons] ?? IconInfoCircle;
  const made = createdWords(record, created);
  const done = onlyAdds(record) ? `${made}.` : `${made}, ${updatedWords(record, updated)}.`;
  const { see, path } = recordPages[record];
  // Which records these were is known as long as the import can be undone.
  const theirs = view.can.undo ? `?importId=${view.id}` : "";
  const { sheet: _, headerRow: __, encoding: ___, delimiter: ____, ...usual } = options;
  return (
    <>
      <Section title={statusWords[status]()} actions={<ReportButton view={view} />}>
        <div className={classes["outcome"]} data-kind={status} role={status === "failed" ? "alert" : "status"}>
          <Icon size={18} aria-hidden />
          <span>
            {status === "failed" && failure
              ? codeSentence(failure, view.details)
              : status === "done"
                ? done
                : status === "undone"
                  ? t`Cet import est annulé.`
                  : created + updated > 0
                    ? t`L’import a été arrêté. Les fiches déjà importées restent.`
                    : t`L’import a été annulé.`}
          </span>
        </div>
        <ImportCounts {...view} />
        {status === "done" && <ImportLists view={view} />}
        <FormError error={again.error} />
        <div className={classes["buttons"]}>
          <UndoButton view={view} />
          {failure === "JOB_FAILED" || status === "cancelled" ? (
            <Button
              variant="default"
              loading={again.isPending}
              onClick={() =>
                again.mutate({ file: view.file, options: usual }, { onSuccess: ({ id }) => onStarted(id) })
              }
            >{t`Vérifier de nouveau ce fichier`}</Button>
          ) : null}
          <Button component={Link} to={importAddress(record)} variant="default">{t`Importer un autre fichier`}</Button>
          {status === "done" && (
            <Button component={Link} to={`${path}${theirs}`}>
              {see()}
            </Button>
          )}
        </div>
      </Section>
      <UndoOutcome view={view} />
    </>
  );
}
