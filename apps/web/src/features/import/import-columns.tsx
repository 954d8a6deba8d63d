import { addedUp, contactKey, type ImportView } from "@crm/contract";
import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link, useNavigate } from "react-router";
import { codeSentence } from "../../lib/error-sentence.ts";
import { DoubtfulLines } from "../../ui/file-text.tsx";
import { FormError } from "../../ui/form-error.tsx";
import { Section } from "../../ui/section.tsx";
import { CardSkeleton } from "../../ui/states.tsx";
import classes from "./import.module.css";
import { type ImportOptions, importTargets, useChangeImport } from "./import.queries.ts";
import { ColumnLine } from "./import-column-line.tsx";
import columnClasses from "./import-columns.module.css";
import { ImportOptionFields } from "./import-options.tsx";
import { SheetFields } from "./import-sheet.tsx";
import { fieldLabel, headerOf, importAddress, statusWords } from "./import-words.ts";

interface Props {
  view: ImportView;
  myId: string;
  canConfigure: boolean;
  /** Where the check is shown. */
  next: string;
}

/** The second step: which column fills which field, and what to do with the rows. The file is being read meanwhile. */
export function ImportColumnsStep({ view, myId, canConfigure, next }: Props) {
  const { t } = useLingui();
  const navigate = useNavigate();
  const { data: targets } = useQuery(importTargets(view.record));
  const change = useChangeImport(view);
  /** What one chose here; the rest is as the server found it. */
  const [mapping, setMapping] = useState<Record<number, string | null>>({});
  const [options, setOptions] = useState<ImportOptions | null>(null);
  const asked = options ?? view.options;
  const codeOf = ({ index, code }: ImportView["columns"][number]) => mapping[index] ?? (index in mapping ? null : code);
  const filled = view.columns.flatMap((column) => codeOf(column) ?? []);
  /** Chosen just now: of an earlier one, the server has said already whether it will do. */
  const formChosen = asked.formId !== undefined && asked.formId !== view.options.formId;
  /** Known by their names, contacts need no e-mail. */
  const nameChosen = contactKey(new Set(filled), asked.key) === "name";
  const missing = view.missing.filter(
    (code) => !filled.includes(code) && !(code === "FORMULAIRE" && formChosen) && !(code === "EMAIL" && nameChosen),
  );
  /** The check did not come to its end, through no fault of the file. */
  const interrupted = view.status === "cancelled" || view.failure === "JOB_FAILED";
  const changed = interrupted || options !== null || view.columns.some((column) => codeOf(column) !== column.code);
  const unread = view.columns.length === 0;
  /** Its rows may well be on another sheet, or further down. */
  const elsewhere = view.failure === "NO_ROWS" || view.failure?.startsWith("HEADER_");

  function check(to: ImportOptions, hands: boolean) {
    const said = hands
      ? [
          ...view.columns.flatMap(({ index, code, by }) => (by === "hand" ? [[index, code] as const] : [])),
          ...Object.entries(mapping),
        ]
      : [];
    return change.mutateAsync({ options: to, mapping: Object.fromEntries(said) }).then(
      () => {
        setMapping({});
        setOptions(null);
        return true;
      },
      // Told below.
      () => false,
    );
  }
  async function proceed() {
    if (!changed || (await check(asked, true))) await navigate(next);
  }

  const another = (
    <Button component={Link} to={importAddress(view.record)} variant="default">{t`Choisir un autre fichier`}</Button>
  );
  const failure = view.failure && (
    <div className={classes["outcome"]} data-kind="failed" role="alert">
      <IconAlertTriangle size={18} aria-hidden />
      <span>{codeSentence(view.failure, view.details)}</span>
    </div>
  );
  if (unread)
    return view.status === "checking" ? (
      <>
        <p className={classes["heard"]} role="status">{t`Lecture du fichier…`}</p>
        <CardSkeleton lines={8} />
      </>
    ) : (
      <Section title={statusWords[view.status]()}>
        {failure}
        {elsewhere && <SheetFields view={view} onRead={(sheet) => void check({ ...asked, ...sheet }, false)} />}
        <FormError error={change.error} />
        <div className={classes["buttons"]}>
          {interrupted && (
            <Button
              variant="default"
              loading={change.isPending}
              onClick={() => void check(asked, false)}
            >{t`Vérifier de nouveau ce fichier`}</Button>
          )}
          {another}
        </div>
      </Section>
    );
  return (
    <>
      <Section title={t`Colonnes du fichier`} badge={view.columns.length}>
        {failure}
        <SheetFields view={view} onRead={(sheet) => void check({ ...asked, ...sheet }, false)} />
        <DoubtfulLines view={view} />
        <p className={classes["text"]} role="status">
          {plural(filled.length, {
            one: "# colonne sera importée. Vérifiez ce que chacune remplit.",
            other: "# colonnes seront importées. Vérifiez ce que chacune remplit.",
          })}
        </p>
        {missing.length > 0 && (
          <p className={classes["missing"]} role="alert">
            <IconAlertTriangle size={16} aria-hidden />
            {t`Il manque : ${missing.map((code) => fieldLabel({ code, label: labelOf(targets, code) }, view.record)).join(", ")}. Choisissez la colonne qui remplit ce champ.`}
            {missing.includes("FORMULAIRE") &&
              ` ${t`Le formulaire se choisit aussi dans les options, pour tout le fichier.`}`}
          </p>
        )}
        <div className={columnClasses["head"]} aria-hidden>
          <span>{t`Colonne`}</span>
          <span>{t`Premières valeurs`}</span>
          <span>{t`Champ`}</span>
        </div>
        <ul className={columnClasses["matches"]} aria-label={t`Colonnes du fichier`}>
          {view.columns.map((column) => (
            <ColumnLine
              key={column.index}
              record={view.record}
              column={column}
              code={codeOf(column)}
              byHand={column.index in mapping}
              targets={targets ?? []}
              takenBy={(code) => {
                const other = addedUp.has(code)
                  ? undefined
                  : view.columns.find((one) => one.index !== column.index && codeOf(one) === code);
                return other && headerOf(other);
              }}
              onChange={(code) => setMapping({ ...mapping, [column.index]: code })}
            />
          ))}
        </ul>
      </Section>
      <Section title={t`Options de l’import`}>
        <ImportOptionFields
          record={view.record}
          value={asked}
          onChange={setOptions}
          filled={filled}
          myId={myId}
          canConfigure={canConfigure}
        />
        <FormError error={change.error} />
        <div className={classes["buttons"]}>
          {another}
          <Button
            loading={change.isPending}
            disabled={(missing.length > 0 && !changed) || (view.status === "failed" && !changed)}
            onClick={() => void proceed()}
          >{t`Vérifier le fichier`}</Button>
        </div>
      </Section>
    </>
  );
}

const labelOf = (targets: { code: string; label: string }[] | undefined, code: string) =>
  targets?.find((target) => target.code === code)?.label ?? null;
