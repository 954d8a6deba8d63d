import { type ExportView, importLimits } from "@crm/contract";
import { plural, t } from "@lingui/core/macro";
import { codeSentence } from "../../lib/error-sentence.ts";
import { formatNumber } from "../../lib/format.ts";
import type { ExportRecord } from "./export.queries.ts";

export const exportsAddress = "/outils/mes-exports";

/** « 1 234 contacts ». */
export function rowCount(record: ExportRecord, count: number): string {
  const shown = formatNumber(count);
  return {
    contact: () => plural(count, { 0: "aucun contact", one: "# contact", other: `${shown} contacts` }),
    opportunity: () => plural(count, { 0: "aucune opportunité", one: "# opportunité", other: `${shown} opportunités` }),
    submission: () =>
      plural(count, { 0: "aucun enregistrement", one: "# enregistrement", other: `${shown} enregistrements` }),
  }[record]();
}

export const recordWord = (record: ExportRecord): string =>
  ({ contact: t`Contacts`, opportunity: t`Opportunités`, submission: t`Enregistrements` })[record];

/** What the screen of an export offers. */
export const exportOffer = (record: ExportRecord): string =>
  ({
    contact: t`Exportez tous vos contacts, ou seulement ceux que trouvent les filtres.`,
    opportunity: t`Exportez toutes vos opportunités, ou seulement celles que trouvent les filtres.`,
    submission: t`Exportez tous les enregistrements de vos formulaires, ou seulement ceux que trouvent les filtres.`,
  })[record];

export const formatWord = (format: ExportView["format"]): string =>
  ({ xlsx: t`Excel (.xlsx)`, csv: t`CSV (.csv)`, "csv-raw": t`CSV brut (.csv)` })[format];

/** What a CSV is made for. */
export const csvWord = (format: "csv" | "csv-raw"): string => (format === "csv" ? t`Pour Excel` : t`Brut`);

/** Which records were asked for. */
export function selectedWord({ record, selected }: ExportView): string {
  if (selected === "filter") return t`Filtrés`;
  if (selected === "ids") return t`Sélection`;
  return {
    contact: t`Tous les contacts`,
    opportunity: t`Toutes les opportunités`,
    submission: t`Tous les enregistrements`,
  }[record];
}

const kilo = 1024;

/** « 12,3 Mo ». */
export function fileSize(bytes: number): string {
  if (bytes < kilo) return t`${formatNumber(bytes)} octets`;
  const kilobytes = bytes / kilo;
  if (kilobytes < kilo) return t`${formatNumber(kilobytes, kilobytes < 10 ? 1 : 0)} Ko`;
  return t`${formatNumber(kilobytes / kilo, 1)} Mo`;
}

/** What is to be known of an export that did not end as it should: why it failed, or what Excel could not hold. */
export function exportWarning(view: ExportView): string | null {
  const { status, failure, details } = view;
  if (status === "failed") return failure ? codeSentence(failure, details) : t`L’export a échoué.`;
  return [cutWords(details["cut"]), partsWords(view)].filter(Boolean).join(" ") || null;
}

/** A file that is longer than what one import reads. */
function partsWords({ status, format, total }: ExportView): string {
  const { rows } = importLimits;
  if (status !== "done" || total <= rows) return "";
  return format === "xlsx"
    ? t`Plus de ${formatNumber(rows)} lignes : le classeur a ${Math.ceil(total / rows)} feuilles. Un import lit une feuille à la fois, que vous choisissez.`
    : t`Plus de ${formatNumber(rows)} lignes : un import n’en lit pas autant. Pour importer ces données, exportez-les vers Excel, qui les répartit en feuilles.`;
}

function cutWords(cut: unknown): string {
  if (typeof cut !== "number") return "";
  return plural(cut, {
    one: "# cellule dépasse 32 767 caractères, la limite d’Excel : elle a été coupée. Un export CSV brut la contient en entier.",
    other:
      "# cellules dépassent 32 767 caractères, la limite d’Excel : elles ont été coupées. Un export CSV brut les contient en entier.",
  });
}
