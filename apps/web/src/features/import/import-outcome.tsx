import type { ImportView } from "@crm/contract";
import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { IconAlertTriangle, IconCircleCheck, IconInfoCircle } from "@tabler/icons-react";
import { useState } from "react";
import { Link } from "react-router";
import { codeSentence } from "../../lib/error-sentence.ts";
import { FormError } from "../../ui/form-error.tsx";
import { Section } from "../../ui/section.tsx";
import classes from "./import.module.css";
import { type ImportOptions, useCheckFile, useRunImport } from "./import.queries.ts";
import { ImportOptionFields } from "./import-options.tsx";
import { ImportColumns, ImportCounts } from "./import-result.tsx";
import { importAddress, statusWords } from "./import-words.ts";

const same = (one: ImportOptions, other: ImportOptions) => one.mode === other.mode && one.ownerId === other.ownerId;

/** The dry run's result, and « Importer »; other options are counted anew before anything is written. */
export function ImportChecked({
  view,
  myId,
  onStarted,
}: {
  view: ImportView;
  myId: string;
  onStarted: (id: string) => void;
}) {
  const { t } = useLingui();
  const [options, setOptions] = useState(view.options);
  const run = useRunImport(view.id);
  const again = useCheckFile();
  const changed = !same(options, view.options);
  const nothing = view.created + view.updated === 0;
  return (
    <Section title={t`Résultat de la vérification`}>
      <p className={classes["text"]} role="status">
        {plural(view.total, { one: "# ligne lue.", other: "# lignes lues." })}{" "}
        {nothing
          ? t`Rien à importer : aucune ligne n’apporte de changement.`
          : t`Rien n’est encore importé : voici ce que fera l’import.`}
      </p>
      <ImportCounts {...view} />
      {view.similar > 0 && (
        <p className={classes["text"]}>
          <IconInfoCircle size={16} aria-hidden style={{ verticalAlign: "-3px" }} />{" "}
          {plural(view.similar, {
            one: "# nouveau contact ressemble à un contact existant. Il sera importé ; Outils → Doublons le proposera ensuite.",
            other:
              "# nouveaux contacts ressemblent à des contacts existants. Ils seront importés ; Outils → Doublons les proposera ensuite.",
          })}
        </p>
      )}
      <ImportColumns columns={view.columns} />
      <ImportOptionFields
        value={options}
        onChange={setOptions}
        myId={myId}
        disabled={run.isPending || again.isPending}
      />
      <FormError error={run.error ?? again.error} />
      <div className={classes["buttons"]}>
        <Button component={Link} to={importAddress()} variant="default">{t`Choisir un autre fichier`}</Button>
        {changed ? (
          <Button
            loading={again.isPending}
            onClick={() => again.mutate({ file: view.file, options }, { onSuccess: ({ id }) => onStarted(id) })}
          >{t`Vérifier de nouveau`}</Button>
        ) : (
          <Button
            loading={run.isPending}
            disabled={nothing || !view.can.run}
            onClick={() => run.mutate()}
          >{t`Importer`}</Button>
        )}
      </div>
    </Section>
  );
}

/** The end: done, stopped, or failed with why and what to do. */
export function ImportEnded({ view, onStarted }: { view: ImportView; onStarted: (id: string) => void }) {
  const { t } = useLingui();
  const again = useCheckFile();
  const { status, failure, created, updated } = view;
  const counted = status === "done" || view.done > 0;
  return (
    <Section title={statusWords[status]()}>
      <div className={classes["outcome"]} data-kind={status} role={status === "failed" ? "alert" : "status"}>
        {status === "failed" ? (
          <IconAlertTriangle size={18} aria-hidden />
        ) : status === "done" ? (
          <IconCircleCheck size={18} aria-hidden />
        ) : (
          <IconInfoCircle size={18} aria-hidden />
        )}
        <span>
          {status === "failed" && failure
            ? codeSentence(failure, view.details)
            : status === "done"
              ? t`${plural(created, { one: "# contact créé", other: "# contacts créés" })}, ${plural(updated, { one: "# mis à jour", other: "# mis à jour" })}.`
              : counted && created + updated > 0
                ? t`L’import a été arrêté. Les contacts déjà importés restent.`
                : t`L’import a été annulé.`}
        </span>
      </div>
      {counted && <ImportCounts {...view} />}
      <FormError error={again.error} />
      <div className={classes["buttons"]}>
        {failure === "JOB_FAILED" || status === "cancelled" ? (
          <Button
            variant="default"
            loading={again.isPending}
            onClick={() =>
              again.mutate({ file: view.file, options: view.options }, { onSuccess: ({ id }) => onStarted(id) })
            }
          >{t`Vérifier de nouveau ce fichier`}</Button>
        ) : null}
        <Button component={Link} to={importAddress()} variant="default">
          {status === "done" ? t`Importer un autre fichier` : t`Choisir un autre fichier`}
        </Button>
        {status === "done" && <Button component={Link} to="/contacts">{t`Voir les contacts`}</Button>}
      </div>
    </Section>
  );
}
