import type { ImportView } from "@crm/contract";
import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { IconArrowBackUp } from "@tabler/icons-react";
import { useState } from "react";
import { Link } from "react-router";
import { formatNumber } from "../../lib/format.ts";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import { Section } from "../../ui/section.tsx";
import classes from "./import.module.css";
import { type ImportSummary, useUndoImport } from "./import.queries.ts";
import { listsOf } from "./import-lists.tsx";
import { createdWords, onlyAdds, recordPages, updatedWords } from "./import-words.ts";

interface ButtonProps {
  view: ImportSummary;
  size?: "sm" | "compact-sm";
  /** Beside others in a list: names the file too. */
  named?: boolean;
  onStarted?: () => void;
}

/** « Annuler cet import »: says what it will do, asks once. */
export function UndoButton({ view, size = "sm", named = false, onStarted }: ButtonProps) {
  const { t } = useLingui();
  const [asking, setAsking] = useState(false);
  const undo = useUndoImport(view.id);
  const { record, created, updated, file } = view;
  if (!view.can.undo) return null;
  return (
    <>
      <Button
        variant="default"
        size={size}
        leftSection={<IconArrowBackUp size={16} aria-hidden />}
        onClick={() => setAsking(true)}
        {...(named && { "aria-label": t`Annuler cet import : ${file.name}` })}
      >{t`Annuler cet import`}</Button>
      <ConfirmDialog
        opened={asking}
        onClose={() => setAsking(false)}
        title={t`Annuler cet import ?`}
        confirmLabel={t`Annuler cet import`}
        cancelLabel={t`Garder l’import`}
        danger
        onConfirm={async () => {
          await undo.mutateAsync();
          onStarted?.();
        }}
      >
        <ul className={classes["will"]}>
          {created > 0 && <li>{t`${createdWords(record, created)} : suppression définitive.`}</li>}
          {updated > 0 && <li>{t`${updatedWords(record, updated)} : chaque valeur redevient ce qu’elle était.`}</li>}
          {listsOf(view).length > 0 && (
            <li>{t`Les contacts quittent les listes où l’import les a mis. Une liste qu’il a créée est supprimée si elle est vide, et ni renommée ni partagée depuis.`}</li>
          )}
          <li>
            {onlyAdds(record)
              ? t`Les contacts et leurs consentements ne changent pas.`
              : t`Ce que quelqu’un a modifié ou utilisé depuis l’import est laissé tel quel, et vous sera dit.`}
          </li>
        </ul>
      </ConfirmDialog>
    </>
  );
}

/** What undoing put back, and what it had to leave, with why. */
export function UndoOutcome({ view }: { view: ImportView }) {
  const { t } = useLingui();
  const { undo, record, keptRecords } = view;
  if (!undo) return null;
  const reasons: Record<ImportView["keptRecords"][number]["reason"], string> = {
    EDIT_CONFLICT: t`modifié depuis l’import`,
    STILL_IN_USE: t`utilisé depuis l’import`,
    NOT_FOUND: t`n’existe plus`,
  };
  // A submission that is not taken away is gone already: there is nothing to open.
  const left = onlyAdds(record) ? [] : keptRecords;
  const more = onlyAdds(record) ? 0 : undo.kept - left.length;
  return (
    <Section title={t`Annulation`} badge={undo.kept > 0 ? formatNumber(undo.kept) : undefined}>
      <p className={classes["text"]} role="status">
        {onlyAdds(record)
          ? plural(undo.restored, { one: "# enregistrement retiré.", other: "# enregistrements retirés." })
          : plural(undo.restored, {
              one: "# fiche remise comme avant l’import.",
              other: "# fiches remises comme avant l’import.",
            })}{" "}
        {undo.kept > 0 &&
          (onlyAdds(record)
            ? plural(undo.kept, { one: "# n’existait plus.", other: "# n’existaient plus." })
            : plural(undo.kept, { one: "# fiche n’a pas pu l’être :", other: "# fiches n’ont pas pu l’être :" }))}
      </p>
      {left.length > 0 && (
        <ul className={classes["kept"]} aria-label={t`Fiches laissées telles quelles`}>
          {left.map(({ id, code, name, reason }) => (
            <li key={id} className={classes["keptLine"]}>
              {reason === "NOT_FOUND" || code === "" ? (
                <span>{name || t`Fiche supprimée`}</span>
              ) : (
                <Link to={`${recordPages[record].path}/${id}`}>{`${name || code} (${code})`}</Link>
              )}
              <span className={classes["dim"]}>{reasons[reason]}</span>
            </li>
          ))}
        </ul>
      )}
      {more > 0 && (
        <p className={classes["hint"]}>{plural(more, { one: "Et # autre fiche.", other: "Et # autres fiches." })}</p>
      )}
    </Section>
  );
}
