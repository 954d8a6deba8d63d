import type { ImportView } from "@crm/contract";
import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { IconAlertTriangle, IconInfoCircle } from "@tabler/icons-react";
import { useState } from "react";
import { Link } from "react-router";
import { useDraft } from "../../lib/draft.ts";
import { FormError } from "../../ui/form-error.tsx";
import { Section } from "../../ui/section.tsx";
import { UnsavedGuard } from "../../ui/unsaved-guard.tsx";
import classes from "./import.module.css";
import { useEditCells, useRunImport } from "./import.queries.ts";
import { ImportLists } from "./import-lists.tsx";
import { type Corrections, ImportPreview } from "./import-preview.tsx";
import { ImportCounts } from "./import-result.tsx";
import { fieldLabel, remarkWords } from "./import-words.ts";

/** Corrections that one request takes. */
const mostEdits = 500;

interface Props {
  view: ImportView;
  /** Where columns are matched. */
  columns: string;
}

/** The third step: what the import will do, row by row; cells at fault are mended in place, and « Importer ». */
export function ImportCheck({ view, columns }: Props) {
  const { t } = useLingui();
  const run = useRunImport(view.id);
  const edit = useEditCells(view.id);
  const key = `import:${view.id}`;
  const [corrections, setCorrections] = useState<Corrections>(() => ({}));
  const pending = Object.keys(corrections).length;
  const draft = useDraft<Corrections>(key, pending > 0 ? corrections : undefined);
  const [taken, setTaken] = useState(false);
  if (!taken) {
    setTaken(true);
    if (draft.stored) setCorrections(draft.stored);
  }
  const nothing = view.created + view.updated === 0;
  const remarks = (view.details["remarks"] ?? {}) as Record<string, number>;
  const choices = (view.details["choicesAdded"] ?? []) as { label: string; choices: string[] }[];

  async function checkAgain() {
    const [sent, left] = [
      Object.entries(corrections).slice(0, mostEdits),
      Object.entries(corrections).slice(mostEdits),
    ];
    const edits = sent.map(([at, value]) => {
      const [row = 0, column = 0] = at.split(":").map(Number);
      return { row, column, value };
    });
    try {
      await edit.mutateAsync(edits);
    } catch {
      return; // told above the rows
    }
    // By then the progress of the check stands here: what is kept must go all the same.
    if (left.length === 0) draft.clear();
    setCorrections(Object.fromEntries(left));
  }

  return (
    <>
      <Section title={t`Résultat de la vérification`}>
        <p className={classes["text"]} role="status">
          {plural(view.total, { one: "# ligne lue.", other: "# lignes lues." })}{" "}
          {nothing
            ? t`Rien à importer : aucune ligne n’apporte de changement.`
            : t`Rien n’est encore importé : voici ce que fera l’import.`}
        </p>
        {view.missing.length > 0 && (
          <p className={classes["missing"]} role="alert">
            <IconAlertTriangle size={16} aria-hidden />
            {t`Il manque : ${view.missing.map((code) => fieldLabel({ code, label: null }, view.record)).join(", ")}. Revenez aux colonnes.`}
          </p>
        )}
        <ImportCounts {...view} />
        {view.similar > 0 && (
          <p className={classes["note"]}>
            <IconInfoCircle size={16} aria-hidden />
            {plural(view.similar, {
              one: "# nouveau contact ressemble à un contact existant. Il sera importé ; Outils → Doublons le proposera ensuite.",
              other:
                "# nouveaux contacts ressemblent à des contacts existants. Ils seront importés ; Outils → Doublons les proposera ensuite.",
            })}
          </p>
        )}
        {Object.entries(remarks).map(([rule, count]) => (
          <p key={rule} className={classes["note"]}>
            <IconInfoCircle size={16} aria-hidden />
            {remarkWords(rule, count)}
          </p>
        ))}
        {choices.map(({ label, choices }) => (
          <p key={label} className={classes["note"]}>
            <IconInfoCircle size={16} aria-hidden />
            {t`Choix ajoutés à « ${label} » : ${choices.join(", ")}.`}
          </p>
        ))}
        <ImportLists view={view} />
        <FormError error={run.error} />
        <div className={classes["buttons"]}>
          <Button component={Link} to={columns} variant="default">{t`Revenir aux colonnes`}</Button>
          <Button
            loading={run.isPending}
            disabled={nothing || !view.can.run || pending > 0}
            onClick={() => run.mutate()}
            data-tip={pending > 0 ? t`Vérifiez d’abord vos corrections.` : undefined}
          >{t`Importer`}</Button>
        </div>
      </Section>
      {view.missing.length === 0 && (
        <ImportPreview
          view={view}
          corrections={corrections}
          onCorrect={setCorrections}
          onCheck={() => void checkAgain()}
          checking={edit.isPending}
          error={edit.error}
        />
      )}
      <UnsavedGuard when={pending > 0} onLeave={draft.clear} />
    </>
  );
}
