import type { BulkView } from "@crm/contract";
import { useLingui } from "@lingui/react/macro";
import { Button, Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useSearchParams } from "react-router";
import { formatDateTime } from "../../lib/format.ts";
import { bulkTitle } from "../../ui/bulk-words.ts";
import { FormError } from "../../ui/form-error.tsx";
import { Page, PageHeader } from "../../ui/page.tsx";
import { EmptyState, ErrorState } from "../../ui/states.tsx";
import classes from "./bulk.module.css";
import { bulkList, isWorking, useBulkEvents, useUndoBulk } from "./bulk.queries.ts";
import { bulkActions } from "./bulk-actions.tsx";
import { CancelButton, WorkingBar } from "./bulk-progress.tsx";
import { bulkFailure, bulkTold, useBulkEnd } from "./bulk-told.ts";

/** Outils → Modifications en masse: what was done to many records at once, how far it is, and « Annuler ». */
export function BulkPage() {
  const { t } = useLingui();
  const [search] = useSearchParams();
  const asked = search.get("id");
  const { data, error, refetch } = useQuery(bulkList);
  useBulkEvents();
  const shown = data?.filter(({ status }) => status !== "checking" && status !== "checked") ?? [];
  return (
    <Page>
      <PageHeader title={bulkTitle()} back={{ to: "/outils/import-export", label: t`Import/export (lab)` }} />
      {error && !data ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : !data ? (
        <Skeleton height={72} radius={10} aria-hidden />
      ) : shown.length === 0 ? (
        <EmptyState title={t`Aucune modification en masse`}>
          {t`Sélectionnez des contacts ou des opportunités dans leur liste pour les modifier ensemble.`}
        </EmptyState>
      ) : (
        <ul className={classes["list"]} aria-label={bulkTitle()}>
          {shown.map((view) => (
            <li key={view.id}>
              <BulkItem view={view} current={view.id === asked} />
            </li>
          ))}
        </ul>
      )}
    </Page>
  );
}

function BulkItem({ view, current }: { view: BulkView; current: boolean }) {
  const { t } = useLingui();
  useBulkEnd(view);
  return (
    <article className={classes["item"]} aria-current={current || undefined}>
      <div className={classes["what"]} role={view.status === "failed" ? "alert" : undefined}>
        {view.status === "failed"
          ? bulkFailure(view)
          : isWorking(view)
            ? bulkActions[view.kind].label()
            : bulkTold(view)}
      </div>
      <div>
        <CancelButton view={view} />
        <UndoButton view={view} />
      </div>
      <div className={classes["dim"]}>
        {[
          what(view),
          formatDateTime(view.createdAt),
          view.status === "undone" && t`annulée`,
          view.status === "cancelled" && t`arrêtée`,
        ]
          .filter(Boolean)
          .join(" · ")}
      </div>
      {isWorking(view) && (
        <div className={classes["wide"]}>
          <WorkingBar view={view} />
        </div>
      )}
    </article>
  );
}

/** What the change was told: who, which question, which file. */
const what = ({ kind, params }: BulkView): string =>
  [bulkActions[kind].label(), params["ownerName"] ?? params["label"] ?? params["fileName"]].filter(Boolean).join(" : ");

/** « Annuler »: brings back each record that nobody has changed since. */
export function UndoButton({ view }: { view: BulkView }) {
  const { t } = useLingui();
  const undo = useUndoBulk();
  if (!view.can.undo) return <FormError error={undo.error} />;
  return (
    <>
      <Button variant="default" size="compact-sm" loading={undo.isPending} onClick={() => undo.mutate(view.id)}>
        {t({ context: "undo", message: "Annuler" })}
      </Button>
      <FormError error={undo.error} />
    </>
  );
}
