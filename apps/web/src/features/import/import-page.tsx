import { useLingui } from "@lingui/react/macro";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useSearchParams } from "react-router";
import { Page, PageHeader } from "../../ui/page.tsx";
import { CardSkeleton, ErrorState } from "../../ui/states.tsx";
import classes from "./import.module.css";
import { importCard, isWorking, useImportEvents } from "./import.queries.ts";
import { ImportHeaders } from "./import-headers.tsx";
import { ImportHistory } from "./import-history.tsx";
import { ImportChecked, ImportEnded } from "./import-outcome.tsx";
import { ImportProgress } from "./import-progress.tsx";
import { ImportRefused } from "./import-result.tsx";
import { ImportStart } from "./import-start.tsx";

/** Outils → Importer des contacts (guide 1.2, 2.5). The import under way is in the address: a closed tab loses nothing. */
export function ImportPage({ myId }: { myId: string }) {
  const { t } = useLingui();
  const [search, setSearch] = useSearchParams();
  const id = search.get("import");
  const open = (started: string) => setSearch({ import: started });
  return (
    <Page>
      <PageHeader
        title={t`Importer des contacts`}
        back={{ to: "/outils/import-export", label: t`Import/export (lab)` }}
      />
      <div className={classes["steps"]}>
        {id === null ? (
          <>
            <ImportStart myId={myId} onStarted={open} />
            <ImportHistory />
            <ImportHeaders />
          </>
        ) : (
          <OneImport key={id} id={id} myId={myId} onStarted={open} />
        )}
      </div>
    </Page>
  );
}

function OneImport({ id, myId, onStarted }: { id: string; myId: string; onStarted: (id: string) => void }) {
  const { t } = useLingui();
  const { data: view, error, refetch } = useQuery(importCard(id));
  useImportEvents(id);
  useContactsRefresh(view?.status === "running", view !== undefined && !isWorking(view));
  if (error && !view)
    return <ErrorState error={error} onRetry={() => void refetch()} title={t`Impossible d’afficher cet import`} />;
  if (!view) return <CardSkeleton lines={6} />;
  return (
    <>
      {isWorking(view) ? (
        <ImportProgress view={view} />
      ) : view.status === "checked" ? (
        <ImportChecked view={view} myId={myId} onStarted={onStarted} />
      ) : (
        <ImportEnded view={view} onStarted={onStarted} />
      )}
      <ImportRefused view={view} />
    </>
  );
}

/** Once a run that was watched has ended, lists of contacts and of imports are read again. */
function useContactsRefresh(running: boolean, ended: boolean): void {
  const client = useQueryClient();
  const watched = useRef(false);
  useEffect(() => {
    if (running) watched.current = true;
    if (!ended || !watched.current) return;
    watched.current = false;
    void client.invalidateQueries({ queryKey: ["contact"] });
    void client.invalidateQueries({ queryKey: ["import", "list"] });
  }, [running, ended, client]);
}
