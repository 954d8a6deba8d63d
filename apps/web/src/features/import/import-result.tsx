import { type ImportView, importApi } from "@crm/contract";
import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { download, saveAs } from "../../lib/api.ts";
import { formatNumber } from "../../lib/format.ts";
import { FormError } from "../../ui/form-error.tsx";
import { Section } from "../../ui/section.tsx";
import classes from "./import.module.css";
import { fieldLabel } from "./import-words.ts";

/** How many rows are new, change something, change nothing, or are refused. */
export function ImportCounts({ created, updated, unchanged, refused }: ImportView) {
  const { t } = useLingui();
  const counts = [
    { label: t`Nouveaux`, value: created },
    { label: t`Mis à jour`, value: updated },
    { label: t`Inchangés`, value: unchanged },
    { label: t`Refusés`, value: refused },
  ];
  return (
    <dl className={classes["counts"]}>
      {counts.map(({ label, value }, index) => (
        <div key={label} className={classes["count"]} data-bad={(index === 3 && value > 0) || undefined}>
          <dt>{label}</dt>
          <dd>{formatNumber(value)}</dd>
        </div>
      ))}
    </dl>
  );
}

/** The columns that were recognised, and those that are not read. */
export function ImportColumns({ columns }: Pick<ImportView, "columns">) {
  const { t } = useLingui();
  const headed = columns.filter(({ header }) => header !== "");
  const [known, ignored] = [headed.filter(({ code }) => code !== null), headed.filter(({ code }) => code === null)];
  return (
    <>
      <h3 className={classes["sub"]}>{t`Colonnes reconnues`}</h3>
      <ul className={classes["chips"]}>
        {known.map((column) => (
          <li key={column.header} className={classes["chip"]}>
            {[column.code, column.label, fieldLabel(column)].includes(column.header)
              ? column.header
              : `${column.header} → ${fieldLabel(column)}`}
          </li>
        ))}
      </ul>
      {ignored.length > 0 && (
        <>
          <h3 className={classes["sub"]}>{t`Colonnes ignorées`}</h3>
          <ul className={classes["chips"]}>
            {ignored.map(({ header }) => (
              <li key={header} className={classes["chip"]} data-ignored>
                {header}
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

/** The first refused rows: which, where and why; all of them are in the report. */
export function ImportRefused({ view }: { view: ImportView }) {
  const { t } = useLingui();
  const report = useMutation({
    mutationFn: async () => saveAs(await download(importApi.report, { params: { id: view.id } })),
  });
  const { refused, refusedRows } = view;
  if (refused === 0 || refusedRows.length === 0) return null;
  const more = refused - refusedRows.length;
  return (
    <Section
      title={t`Lignes refusées`}
      badge={formatNumber(refused)}
      actions={
        view.status === "running" ? undefined : (
          <Button
            variant="default"
            size="compact-sm"
            loading={report.isPending}
            onClick={() => report.mutate()}
            leftSection={<IconDownload size={14} aria-hidden />}
          >
            {t`Télécharger le rapport`}
          </Button>
        )
      }
    >
      <FormError error={report.error} />
      <p
        className={classes["text"]}
      >{t`Ces lignes ne sont pas importées. Corrigez-les dans le rapport, puis importez-le à son tour.`}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: whatever scrolls must be reachable without a mouse. */}
      <section className={classes["frame"]} tabIndex={0} aria-label={t`Lignes refusées`}>
        <table className={classes["table"]} aria-label={t`Lignes refusées`}>
          <thead>
            <tr>
              <th scope="col" className={classes["number"]}>{t`Ligne`}</th>
              <th scope="col">{t`Colonne et motif`}</th>
            </tr>
          </thead>
          <tbody>
            {refusedRows.map(({ row, reasons }) => (
              <tr key={row}>
                <td>{row}</td>
                <td>
                  <ul className={classes["reasons"]}>
                    {reasons.map(({ column, message }) => (
                      <li key={`${column} ${message}`}>
                        <strong>{column}</strong> – {message}
                      </li>
                    ))}
                  </ul>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {more > 0 && (
        <p className={classes["hint"]} style={{ marginTop: 8 }}>
          {plural(more, { one: "Et # autre ligne, dans le rapport.", other: "Et # autres lignes, dans le rapport." })}
        </p>
      )}
    </Section>
  );
}
