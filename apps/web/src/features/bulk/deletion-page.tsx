import {
  type BulkReport,
  type BulkView,
  type ImportOptions,
  importLimits,
  reasonSentence,
  uploadLimits,
} from "@crm/contract";
import { useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { Link, useSearchParams } from "react-router";
import { codeSentence } from "../../lib/error-sentence.ts";
import { formatNumber } from "../../lib/format.ts";
import { FileDrop } from "../../ui/file-drop.tsx";
import { DoubtfulLines, TextFields } from "../../ui/file-text.tsx";
import { FormError } from "../../ui/form-error.tsx";
import { Page, PageHeader } from "../../ui/page.tsx";
import { Progress } from "../../ui/progress.tsx";
import { Section } from "../../ui/section.tsx";
import { CardSkeleton, ErrorState } from "../../ui/states.tsx";
import classes from "./bulk.module.css";
import { bulkCard, isWorking, useBulkEvents, useCheckDeletion, useRunBulk } from "./bulk.queries.ts";
import { UndoButton } from "./bulk-page.tsx";
import { CancelButton, WorkingBar } from "./bulk-progress.tsx";
import { bulkFailure, bulkTold, useBulkEnd } from "./bulk-told.ts";

const megabytes = uploadLimits.import / 1024 / 1024;
const here = "/outils/supprimer-contacts";

/** Outils → Import/export → Supprimer des contacts (guide 2.6). The deletion is in the address: a closed tab loses nothing. */
export function DeletionPage() {
  const { t } = useLingui();
  const [search, setSearch] = useSearchParams();
  const id = search.get("id");
  const [file, setFile] = useState<File | null>(null);
  const started = (started: string) => setSearch({ id: started });
  return (
    <Page>
      <PageHeader
        title={t`Supprimer des contacts`}
        back={{ to: "/outils/import-export", label: t`Import/export (lab)` }}
      />
      <div className={classes["steps"]}>
        {id === null ? (
          <Start file={file} onFile={setFile} onStarted={started} />
        ) : (
          <OneDeletion key={id} id={id} file={file} onStarted={started} />
        )}
      </div>
    </Page>
  );
}

interface StartProps {
  file: File | null;
  onFile: (file: File) => void;
  onStarted: (id: string) => void;
}

function Start({ file, onFile, onStarted }: StartProps) {
  const { t } = useLingui();
  const check = useCheckDeletion();
  const tooLarge = file !== null && file.size > uploadLimits.import;
  return (
    <Section title={t`Fichier des contacts à supprimer`}>
      <p className={classes["text"]}>
        {t`Exportez les contacts à supprimer, et gardez la colonne « Code contact » : c’est elle qui les désigne. Seuls les contacts du fichier seront supprimés.`}
      </p>
      <FileDrop
        label={t`Fichier des contacts à supprimer`}
        file={file}
        onFile={(chosen) => {
          check.reset();
          onFile(chosen);
        }}
        accept=".xlsx,.csv,.txt"
        invitation={t`Déposez ici un fichier Excel (.xlsx) ou CSV`}
        hint={t`${formatNumber(importLimits.rows)} lignes et ${megabytes} Mo au plus.`}
      />
      <FormError error={tooLarge ? t`Ce fichier est trop lourd : ${megabytes} Mo au plus.` : check.error} />
      <div className={classes["buttons"]}>
        <Button
          disabled={!file || tooLarge}
          loading={check.isPending}
          onClick={() => file && check.mutate({ file }, { onSuccess: ({ id }) => onStarted(id) })}
        >
          {t`Vérifier le fichier`}
        </Button>
      </div>
    </Section>
  );
}

function OneDeletion({ id, file, onStarted }: { id: string; file: File | null; onStarted: (id: string) => void }) {
  const { t } = useLingui();
  const { data: view, error, refetch } = useQuery(bulkCard(id));
  useBulkEvents();
  useBulkEnd(view);
  if (error && !view) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!view) return <CardSkeleton lines={5} />;
  const reading = <Reading view={view} file={file} onStarted={onStarted} />;
  const fileName = String(view.params["fileName"] ?? "");
  if (view.status === "checking")
    return (
      <Section title={t`Vérification en cours`}>
        <Progress label={fileName} done={0} total={0} waiting />
      </Section>
    );
  if (view.status === "checked" && view.report) return <Checked view={view} report={view.report} reading={reading} />;
  return (
    <Section title={isWorking(view) ? t`Suppression en cours` : fileName || t`Supprimer des contacts`}>
      {isWorking(view) ? (
        <>
          <WorkingBar view={view} />
          <p className={classes["text"]} role="status">
            {t`Vous pouvez fermer cette page : le travail continue, et vous serez prévenu à la fin.`}
          </p>
        </>
      ) : (
        <p className={classes["text"]} role={view.status === "failed" ? "alert" : "status"}>
          {view.status === "failed"
            ? view.report
              ? bulkFailure(view)
              : view.failure && codeSentence(view.failure, view.details)
            : view.status === "cancelled" && view.done === 0
              ? t`Aucun contact n’a été supprimé.`
              : `${bulkTold(view)}.`}
        </p>
      )}
      {view.status === "failed" && reading}
      <div className={classes["buttons"]}>
        <CancelButton view={view} />
        <UndoButton view={view} />
        {!isWorking(view) && <OtherFile />}
      </div>
    </Section>
  );
}

/** How its text was read; while the page has the file, other ways too: the server has forgotten it, and gets it again. */
function Reading({ view, file, onStarted }: { view: BulkView; file: File | null; onStarted: (id: string) => void }) {
  const check = useCheckDeletion();
  const { encoding, delimiter } = view.params as Pick<ImportOptions, "encoding" | "delimiter">;
  const asked = { ...(encoding && { encoding }), ...(delimiter && { delimiter }) };
  return (
    <>
      {file && (
        <div className={classes["reading"]}>
          <TextFields
            view={{ details: view.details, options: asked }}
            onRead={(chosen) => check.mutate({ file, ...asked, ...chosen }, { onSuccess: ({ id }) => onStarted(id) })}
          />
        </div>
      )}
      <DoubtfulLines view={view} />
      <FormError error={check.error} />
    </>
  );
}

const OtherFile = () => {
  const { t } = useLingui();
  return <Button component={Link} to={here} variant="default">{t`Choisir un autre fichier`}</Button>;
};

/** What would go, and what of the file would not; « Supprimer ». */
function Checked({ view, report, reading }: { view: BulkView; report: BulkReport; reading: ReactNode }) {
  const { t, i18n } = useLingui();
  const run = useRunBulk(view.id);
  const figures = [
    { label: t`Contacts à supprimer`, value: report.contacts },
    { label: t`Opportunités supprimées avec eux`, value: report.opportunities },
    { label: t`Codes inconnus`, value: report.unknown },
    { label: t`Lignes en double`, value: report.duplicates },
    { label: t`Lignes sans code`, value: report.blank },
    { label: t`Lignes illisibles`, value: report.unreadable },
  ];
  return (
    <Section title={t`Résultat de la vérification`}>
      <p className={classes["text"]} role="status">
        {report.contacts === 0
          ? t`Rien à supprimer : ce fichier ne désigne aucun contact que vous puissiez supprimer.`
          : t`Rien n’est encore supprimé : voici ce que fera la suppression. Vous pourrez l’annuler pendant 30 jours.`}
      </p>
      {reading}
      <dl className={classes["counts"]}>
        {figures.map(({ label, value }) => (
          <div key={label} className={classes["figure"]}>
            <dt>{label}</dt>
            <dd>{formatNumber(value)}</dd>
          </div>
        ))}
      </dl>
      <Codes label={t`Codes inconnus`} codes={report.unknownCodes} count={report.unknown} />
      {report.unreadableRows.map(({ row, reasons }) => (
        <p key={row} className={classes["codes"]}>
          {t`Ligne ${row}`} :{" "}
          {reasons.map((reason) => reasonSentence(reason, i18n.locale === "en" ? "en" : "fr")).join(" ")}
        </p>
      ))}
      <FormError error={run.error} />
      <div className={classes["buttons"]}>
        <OtherFile />
        <Button color="red" loading={run.isPending} disabled={report.contacts === 0} onClick={() => run.mutate()}>
          {t`Supprimer`}
        </Button>
      </div>
    </Section>
  );
}

const Codes = ({ label, codes, count }: { label: string; codes: string[]; count: number }) =>
  codes.length > 0 && (
    <p className={classes["codes"]}>
      {label} : {codes.join(", ")}
      {count > codes.length && "…"}
    </p>
  );
