import type { ImportRecord, ImportView } from "@crm/contract";
import { useLingui } from "@lingui/react/macro";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useSearchParams } from "react-router";
import { Page, PageHeader } from "../../ui/page.tsx";
import { CardSkeleton, ErrorState } from "../../ui/states.tsx";
import classes from "./import.module.css";
import { importCard, isWorking, useImportEvents } from "./import.queries.ts";
import { ImportCheck } from "./import-check.tsx";
import { ImportColumnsStep } from "./import-columns.tsx";
import { ImportEnd } from "./import-end.tsx";
import { ImportHeaders } from "./import-headers.tsx";
import { ImportHistory } from "./import-history.tsx";
import { ImportProgress } from "./import-progress.tsx";
import { ImportStart } from "./import-start.tsx";
import { ImportStepper, type Step } from "./import-stepper.tsx";
import { importAddress, importPages } from "./import-words.ts";

interface Props {
  /** What a new file holds; an import that is there says it itself. */
  record: ImportRecord;
  myId: string;
  /** Whether this person may add choices to questions. */
  canConfigure: boolean;
}

/**
 * Outils → Importer des contacts, des opportunités, des enregistrements (guide 1.2, 2.5): file, columns, check, run. The
 * import and the step are in the address: a closed tab loses nothing.
 */
export function ImportPage({ record, myId, canConfigure }: Props) {
  const { t } = useLingui();
  const [search, setSearch] = useSearchParams();
  const id = search.get("import");
  const { data: view } = useQuery({ ...importCard(id ?? ""), enabled: id !== null });
  const page = importPages[view?.record ?? record];
  const open = (started: string) => setSearch({ import: started });
  return (
    <Page>
      <PageHeader
        title={page.title()}
        subtitle={view?.file.name}
        back={{ to: "/outils/import-export", label: t`Import/export (lab)` }}
      />
      <div className={classes["steps"]}>
        {id === null ? (
          <>
            <ImportStepper current="file" />
            <ImportStart record={record} onStarted={open} />
            <ImportHistory />
            <ImportHeaders record={record} />
          </>
        ) : (
          <OneImport key={id} id={id} myId={myId} canConfigure={canConfigure} onStarted={open} />
        )}
      </div>
    </Page>
  );
}

interface OneProps {
  id: string;
  myId: string;
  canConfigure: boolean;
  onStarted: (id: string) => void;
}

function OneImport({ id, myId, canConfigure, onStarted }: OneProps) {
  const { t } = useLingui();
  const [search] = useSearchParams();
  const { data: view, error, refetch } = useQuery(importCard(id));
  useImportEvents(id);
  useRecordsRefresh(view);
  if (error && !view)
    return <ErrorState error={error} onRetry={() => void refetch()} title={t`Impossible d’afficher cet import`} />;
  if (!view) return <CardSkeleton lines={6} />;
  const step = stepOf(view, search.get("etape"));
  const address = importAddress(view.record, id);
  const checked = `${address}&etape=verification`;
  const links =
    step === "run"
      ? {}
      : { file: importAddress(view.record), columns: address, ...(view.can.run && { check: checked }) };
  return (
    <>
      <ImportStepper current={step} links={links} />
      {step === "columns" ? (
        <ImportColumnsStep view={view} myId={myId} canConfigure={canConfigure} next={checked} />
      ) : isWorking(view) ? (
        <ImportProgress view={view} />
      ) : step === "check" ? (
        <ImportCheck view={view} columns={address} />
      ) : (
        <ImportEnd view={view} onStarted={onStarted} />
      )}
    </>
  );
}

/** Where an import stands: what was not run yet can still be matched and corrected. */
function stepOf({ status, can }: ImportView, asked: string | null): Step {
  const before = status === "checking" || status === "checked" || can.edit;
  if (!before) return "run";
  return asked === "verification" && (status === "checking" || status === "checked") ? "check" : "columns";
}

/** Once a run or its undoing that was watched has ended, lists of records and of imports are read again. */
function useRecordsRefresh(view: ImportView | undefined): void {
  const client = useQueryClient();
  const watched = useRef(false);
  const writing = view?.status === "running" || view?.status === "undoing";
  const ended = view !== undefined && !isWorking(view);
  useEffect(() => {
    if (writing) watched.current = true;
    if (!ended || !watched.current) return;
    watched.current = false;
    for (const noun of ["contact", "opportunity", "submission", "form", "import"])
      void client.invalidateQueries({ queryKey: noun === "import" ? ["import", "list"] : [noun] });
  }, [writing, ended, client]);
}
