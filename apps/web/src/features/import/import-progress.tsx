import type { ImportView } from "@crm/contract";
import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { useState } from "react";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import { Progress } from "../../ui/progress.tsx";
import { Section } from "../../ui/section.tsx";
import classes from "./import.module.css";
import { useCancelImport } from "./import.queries.ts";
import { ImportCounts } from "./import-result.tsx";
import { statusWords } from "./import-words.ts";

/** The server at work: what is done, what is left, and « Annuler ». */
export function ImportProgress({ view }: { view: ImportView }) {
  const { t } = useLingui();
  const [asking, setAsking] = useState(false);
  const cancel = useCancelImport(view.id);
  const { status, undo, created, updated } = view;
  const running = status === "running";
  const undoing = status === "undoing";
  const [done, total] = undoing
    ? [(undo?.restored ?? 0) + (undo?.kept ?? 0), created + updated]
    : [view.done, view.total];
  return (
    <Section title={statusWords[status]()}>
      <Progress label={view.file.name} done={done} total={total} waiting={status === "checking" || total === 0} />
      <p className={classes["hint"]} style={{ margin: "8px 0 16px" }} role="status">
        {running
          ? t`Vous pouvez fermer cette page : l’import continue, et vous serez prévenu à la fin.`
          : undoing
            ? t`Vous pouvez fermer cette page : l’annulation continue.`
            : plural(view.done, {
                one: "# ligne lue. Rien n’est encore importé.",
                other: "# lignes lues. Rien n’est encore importé.",
              })}
      </p>
      {running && <ImportCounts {...view} />}
      {view.can.cancel && (
        <div className={classes["buttons"]}>
          <Button
            variant="default"
            loading={cancel.isPending}
            onClick={() => (running ? setAsking(true) : cancel.mutate())}
          >{t`Annuler`}</Button>
        </div>
      )}
      <ConfirmDialog
        opened={asking}
        onClose={() => setAsking(false)}
        title={t`Arrêter l’import ?`}
        confirmLabel={t`Arrêter l’import`}
        danger
        onConfirm={() => cancel.mutateAsync()}
      >
        {t`Les fiches déjà importées restent ; vous pourrez annuler cet import. Les lignes suivantes ne seront pas importées.`}
      </ConfirmDialog>
    </Section>
  );
}
