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

/** The server at work: what is done, what is left, and « Annuler ». */
export function ImportProgress({ view }: { view: ImportView }) {
  const { t } = useLingui();
  const [asking, setAsking] = useState(false);
  const cancel = useCancelImport(view.id);
  const running = view.status === "running";
  const title = running ? t`Import en cours` : t`Vérification en cours`;
  return (
    <Section title={title}>
      <Progress label={view.file.name} done={view.done} total={view.total} waiting={!running || view.total === 0} />
      <p className={classes["hint"]} style={{ margin: "8px 0 16px" }} role="status">
        {running
          ? t`Vous pouvez fermer cette page : l’import continue, et vous serez prévenu à la fin.`
          : plural(view.done, {
              one: "# ligne lue. Rien n’est encore importé.",
              other: "# lignes lues. Rien n’est encore importé.",
            })}
      </p>
      {running && <ImportCounts {...view} />}
      <div className={classes["buttons"]}>
        <Button
          variant="default"
          loading={cancel.isPending}
          onClick={() => (running ? setAsking(true) : cancel.mutate())}
        >{t`Annuler`}</Button>
      </div>
      <ConfirmDialog
        opened={asking}
        onClose={() => setAsking(false)}
        title={t`Arrêter l’import ?`}
        confirmLabel={t`Arrêter l’import`}
        danger
        onConfirm={() => cancel.mutateAsync()}
      >
        {t`Les contacts déjà importés restent. Les lignes suivantes ne seront pas importées.`}
      </ConfirmDialog>
    </Section>
  );
}
