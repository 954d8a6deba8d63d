import type { ExportView } from "@crm/contract";
import { useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { IconDownload, IconFileSpreadsheet, IconTrash } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "react-router";
import { formatDate, formatDateTime } from "../../lib/format.ts";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import { FormError } from "../../ui/form-error.tsx";
import { IconButton } from "../../ui/icon-button.tsx";
import { Page, PageHeader } from "../../ui/page.tsx";
import { Progress } from "../../ui/progress.tsx";
import { ShowMore } from "../../ui/show-more.tsx";
import { CardSkeleton, EmptyState, ErrorState } from "../../ui/states.tsx";
import classes from "./export.module.css";
import {
  exportList,
  isWorking,
  useCancelExport,
  useDownloadExport,
  useExportEvents,
  useRemoveExport,
} from "./export.queries.ts";
import { exportWarning, fileSize, formatWord, recordWord, rowCount, selectedWord } from "./export-words.ts";

/** Outils → Mes exports (guide 4.2): every export that I asked for, and its file as long as it is kept. */
export function ExportListPage() {
  const { t } = useLingui();
  const list = useInfiniteQuery(exportList);
  const [removing, setRemoving] = useState<ExportView | null>(null);
  useExportEvents();
  const rows = list.data?.pages.flatMap((page) => page.rows);
  return (
    <Page>
      <PageHeader
        title={t`Mes exports`}
        subtitle={t`Les fichiers que vous avez demandés. Vous seul pouvez les télécharger.`}
        actions={
          <Button component={Link} to="/contacts/export" variant="default">
            {t`Exporter les contacts vers Excel`}
          </Button>
        }
      />
      {!rows ? (
        list.isError ? (
          <ErrorState error={list.error} onRetry={() => void list.refetch()} />
        ) : (
          <CardSkeleton lines={6} />
        )
      ) : rows.length === 0 ? (
        <EmptyState title={t`Aucun export`} icon={<IconFileSpreadsheet size={20} stroke={1.6} />}>
          {t`Exportez vos contacts, vos opportunités ou vos enregistrements depuis leur liste : leurs fichiers vous attendront ici.`}
        </EmptyState>
      ) : (
        <>
          <ul className={classes["list"]} aria-label={t`Mes exports`}>
            {rows.map((view) => (
              <li key={view.id}>
                <ExportItem view={view} onRemove={() => setRemoving(view)} />
              </li>
            ))}
          </ul>
          {list.hasNextPage && <ShowMore loading={list.isFetchingNextPage} onMore={() => void list.fetchNextPage()} />}
        </>
      )}
      <RemoveExport view={removing} onClose={() => setRemoving(null)} />
    </Page>
  );
}

function ExportItem({ view, onRemove }: { view: ExportView; onRemove: () => void }) {
  const { t } = useLingui();
  const get = useDownloadExport();
  const cancel = useCancelExport();
  const { record, status, template, format, file, createdAt, expiresAt, total } = view;
  const name = file?.name ?? recordWord(record);
  const at = formatDateTime(createdAt);
  const warning = exportWarning(view);
  const facts = [
    ...(status === "done" ? [rowCount(record, total)] : []),
    selectedWord(view),
    ...(record === "submission" ? [] : [template?.name ?? t`Export standard`]),
    formatWord(format),
    ...(file ? [fileSize(file.size)] : []),
  ];
  return (
    <article className={classes["item"]} aria-label={t`${name}, demandé le ${at}`}>
      <div className={classes["what"]}>
        <span className={classes["name"]}>{name}</span>
        <State view={view} />
      </div>
      <div className={classes["act"]}>
        {view.can.download && (
          <Button
            size="compact-md"
            variant="light"
            leftSection={<IconDownload size={16} aria-hidden />}
            loading={get.isPending}
            onClick={() => get.mutate(view.id)}
          >
            {t`Télécharger`}
          </Button>
        )}
        {view.can.cancel ? (
          <Button
            size="compact-md"
            variant="default"
            loading={cancel.isPending}
            onClick={() => cancel.mutate(view.id)}
          >{t`Arrêter`}</Button>
        ) : (
          <IconButton label={t`Supprimer`} onClick={onRemove}>
            <IconTrash size={16} aria-hidden />
          </IconButton>
        )}
      </div>
      <div className={classes["facts"]}>{facts.join(" · ")}</div>
      <div className={classes["when"]}>
        {t`demandé le ${at}`}
        {file && expiresAt && <> · {t`disponible jusqu’au ${formatDate(expiresAt)}`}</>}
      </div>
      {isWorking(view) && (
        <div className={classes["wide"]}>
          <Progress label={t`Export en cours`} done={view.done} total={view.total} waiting={view.total === 0} />
        </div>
      )}
      {warning && <p className={classes["warning"]}>{warning}</p>}
      <FormError error={get.error ?? cancel.error} />
    </article>
  );
}

/** Nothing beside a file that is there. */
function State({ view: { status, file } }: { view: ExportView }) {
  const { t } = useLingui();
  const words = {
    waiting: t`En attente`,
    running: t`En cours`,
    done: file ? null : t`Expiré`,
    failed: t`Échec`,
    cancelled: t`Arrêté`,
  };
  const word = words[status];
  return (
    word && (
      <span className={classes["state"]} data-status={status}>
        {word}
      </span>
    )
  );
}

function RemoveExport({ view, onClose }: { view: ExportView | null; onClose: () => void }) {
  const { t } = useLingui();
  const remove = useRemoveExport();
  const name = view?.file?.name ?? (view && recordWord(view.record));
  return (
    <ConfirmDialog
      opened={view !== null}
      danger
      title={t`Supprimer cet export ?`}
      confirmLabel={t`Supprimer`}
      onConfirm={() => view && remove.mutateAsync(view.id)}
      onClose={onClose}
    >
      {t`« ${name} » et son fichier seront supprimés définitivement. Les fiches exportées, elles, ne changent pas.`}
    </ConfirmDialog>
  );
}
