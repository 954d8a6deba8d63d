import { useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { IconDownload, IconFileSpreadsheet } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { FormError } from "../../ui/form-error.tsx";
import { Progress } from "../../ui/progress.tsx";
import { Section } from "../../ui/section.tsx";
import classes from "./export.module.css";
import { exportCard, isWorking, useCancelExport, useDownloadExport, useExportEvents } from "./export.queries.ts";
import { exportsAddress, exportWarning, rowCount } from "./export-words.ts";

/** What becomes of the export that was just asked for. */
export function ExportProgress({ id, email }: { id: string; email: string }) {
  const { t } = useLingui();
  const { data: view } = useQuery(exportCard(id));
  const cancel = useCancelExport();
  const get = useDownloadExport();
  useExportEvents();
  if (!view) return null;
  const warning = exportWarning(view);
  const said = isWorking(view)
    ? t`Vous recevrez l’export par e-mail à ${email}. Vous pouvez quitter cette page : l’export continue.`
    : view.status === "done"
      ? t`L’export est prêt : ${rowCount(view.record, view.total)}. Un e-mail vous le rappelle à ${email}.`
      : view.status === "cancelled"
        ? t`L’export a été arrêté.`
        : t`L’export a échoué.`;
  return (
    <Section title={t`Votre export`}>
      <div className={classes["told"]}>
        <p className={classes["text"]} role="status">
          {said}
        </p>
        {isWorking(view) && (
          <Progress label={t`Export`} done={view.done} total={view.total} waiting={view.total === 0} />
        )}
        {warning && <p className={classes["warning"]}>{warning}</p>}
        <FormError error={cancel.error ?? get.error} />
        <div className={classes["buttons"]}>
          {view.can.cancel && (
            <Button variant="default" loading={cancel.isPending} onClick={() => cancel.mutate(id)}>{t`Arrêter`}</Button>
          )}
          <Button
            component={Link}
            to={exportsAddress}
            variant="default"
            leftSection={<IconFileSpreadsheet size={16} aria-hidden />}
          >
            {t`Mes exports`}
          </Button>
          {view.can.download && (
            <Button
              leftSection={<IconDownload size={16} aria-hidden />}
              loading={get.isPending}
              onClick={() => get.mutate(id)}
            >
              {t`Télécharger`}
            </Button>
          )}
        </div>
      </div>
    </Section>
  );
}
