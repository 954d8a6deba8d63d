import type { BinRow } from "@crm/contract";
import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { IconRestore, IconTrash } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { errorSentence } from "../../lib/error-sentence.ts";
import { formatDateTime } from "../../lib/format.ts";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import { IconButton } from "../../ui/icon-button.tsx";
import { notify } from "../../ui/notify.ts";
import { ShowMore } from "../../ui/show-more.tsx";
import { CardSkeleton, EmptyState, ErrorState } from "../../ui/states.tsx";
import classes from "./bin.module.css";
import { type BinRecord, binList, useBin } from "./bin.queries.ts";

const dayMs = 86_400_000;

/** What was deleted of one kind: who did it, when, how long it stays, and the way back. */
export function BinList({ record, canPurge }: { record: BinRecord; canPurge: boolean }) {
  const { t } = useLingui();
  const list = useInfiniteQuery(binList(record));
  const rows = list.data?.pages.flatMap((page) => page.rows) ?? [];
  if (list.isPending) return <CardSkeleton lines={4} />;
  if (!list.data) return <ErrorState error={list.error} onRetry={() => void list.refetch()} />;
  if (rows.length === 0)
    return (
      <EmptyState title={t`La corbeille est vide`} icon={<IconTrash size={20} stroke={1.6} />}>
        {record === "contact"
          ? t`Un contact supprimé depuis sa fiche se retrouve ici.`
          : t`Une opportunité supprimée depuis sa fiche se retrouve ici.`}
      </EmptyState>
    );
  return (
    <>
      <ul className={classes["list"]} aria-label={t`Corbeille`}>
        {rows.map((row) => (
          <Line key={row.id} row={row} record={record} canPurge={canPurge} />
        ))}
      </ul>
      {list.hasNextPage && <ShowMore loading={list.isFetchingNextPage} onMore={() => void list.fetchNextPage()} />}
    </>
  );
}

function Line({ row, record, canPurge }: { row: BinRow; record: BinRecord; canPurge: boolean }) {
  const { t } = useLingui();
  const [asking, setAsking] = useState(false);
  const restore = useBin(record, "restore");
  const purge = useBin(record, "purge");
  const { id, name, code, deletedAt, deletedBy, purgeAt, opportunities, contact } = row;
  const left = Math.max(0, Math.ceil((new Date(purgeAt).getTime() - Date.now()) / dayMs));
  const by = deletedBy?.name ?? t`l’application`;

  async function bringBack() {
    try {
      await restore.mutateAsync(id);
      await notify({ message: t`« ${name} » est restauré.` });
    } catch (error) {
      await notify({ kind: "error", message: errorSentence(error) });
    }
  }

  return (
    <li className={classes["line"]}>
      <div className={classes["about"]}>
        <p className={classes["name"]}>
          {name} <span className={classes["dim"]}>{code}</span>
        </p>
        <p className={classes["dim"]}>
          {[
            t`Supprimé le ${formatDateTime(deletedAt)} par ${by}`,
            contact && t`Contact : ${contact.name}`,
            opportunities > 0 && plural(opportunities, { one: "avec # opportunité", other: "avec # opportunités" }),
          ]
            .filter(Boolean)
            .join(" · ")}
        </p>
      </div>
      <span className={classes["left"]}>
        {plural(left, { 0: "dernier jour", one: "encore # jour", other: "encore # jours" })}
      </span>
      <div className={classes["buttons"]}>
        <Button
          variant="default"
          size="compact-sm"
          leftSection={<IconRestore size={14} aria-hidden />}
          aria-label={t`Restaurer ${name}`}
          loading={restore.isPending}
          onClick={() => void bringBack()}
        >
          {t`Restaurer`}
        </Button>
        {canPurge && (
          <IconButton label={t`Supprimer définitivement ${name}`} onClick={() => setAsking(true)}>
            <IconTrash size={16} aria-hidden />
          </IconButton>
        )}
      </div>
      <ConfirmDialog
        opened={asking}
        onClose={() => setAsking(false)}
        title={t`Supprimer définitivement « ${name} » ?`}
        confirmLabel={t`Supprimer définitivement`}
        danger
        onConfirm={() => purge.mutateAsync(id)}
      >
        {record === "contact"
          ? t`Le contact, ses opportunités et son historique ne pourront plus être restaurés.`
          : t`L’opportunité et son historique ne pourront plus être restaurés.`}
      </ConfirmDialog>
    </li>
  );
}
