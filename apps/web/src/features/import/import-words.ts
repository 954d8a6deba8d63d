import {
  type BaseField,
  contactFields,
  type ImportRecord,
  type ImportView,
  type importStatuses,
  opportunityFields,
  reasonSentence,
  submissionFields,
} from "@crm/contract";
import type { Locale } from "@crm/fields";
import { i18n, type MessageDescriptor } from "@lingui/core";
import { plural, t } from "@lingui/core/macro";
import { fileLabels } from "../../ui/field-labels.ts";

type Status = (typeof importStatuses)[number];

export const screenLocale = (): Locale => (i18n.locale === "en" ? "en" : "fr");

/** Why a cell is at fault, in the language of the screen. */
export const reasonWords = (issue: Parameters<typeof reasonSentence>[0]): string =>
  reasonSentence(issue, screenLocale());

/** What has become of an import. */
export const statusWords: Record<Status, () => string> = {
  checking: () => t`Vérification en cours`,
  checked: () => t`Vérifié, à importer`,
  running: () => t`Import en cours`,
  done: () => t`Terminé`,
  failed: () => t`Échec`,
  cancelled: () => t`Annulé`,
  undoing: () => t`Annulation en cours`,
  undone: () => t`Import annulé`,
};

/** What a page that imports such records is called (guide 1.2), and where it is. */
export const importPages: Record<ImportRecord, { title: () => string; path: string }> = {
  contact: { title: () => t`Importer des contacts`, path: "/outils/importer-contacts" },
  opportunity: { title: () => t`Importer des opportunités`, path: "/outils/importer-opportunites" },
  submission: { title: () => t`Importer des enregistrements`, path: "/outils/importer-enregistrements" },
};

export const importAddress = (record: ImportRecord, id?: string) =>
  `${importPages[record].path}${id ? `?import=${id}` : ""}`;

/** « 3 contacts créés », « 1 opportunité créée ». */
export const createdWords = (record: ImportRecord, count: number): string =>
  ({
    contact: () => plural(count, { one: "# contact créé", other: "# contacts créés" }),
    opportunity: () => plural(count, { one: "# opportunité créée", other: "# opportunités créées" }),
    submission: () => plural(count, { one: "# enregistrement créé", other: "# enregistrements créés" }),
  })[record]();

/** What one sees once it is done. */
export const recordPages: Record<ImportRecord, { see: () => string; path: string }> = {
  contact: { see: () => t`Voir les contacts`, path: "/contacts" },
  opportunity: { see: () => t`Voir les opportunités`, path: "/opportunites" },
  submission: { see: () => t`Voir les enregistrements`, path: "/formulaires/enregistrements" },
};

/** What was left out or mended in rows that are imported, by the rule of its reason. */
export const remarkWords = (rule: string, count: number): string => remarks[rule]?.(count) ?? "";

const remarks: Record<string, (count: number) => string> = {
  staysWithdrawn: (count) =>
    plural(count, {
      one: "# ligne dit « Oui » pour une personne désinscrite : elle le restera.",
      other: "# lignes disent « Oui » pour des personnes désinscrites : elles le resteront.",
    }),
  smsNoMobile: (count) =>
    plural(count, {
      one: "# ligne autorise les SMS sans numéro de mobile : c’est laissé de côté.",
      other: "# lignes autorisent les SMS sans numéro de mobile : c’est laissé de côté.",
    }),
  consentUnproved: (count) =>
    plural(count, {
      one: "# ligne dit « Oui » sans preuve du consentement : elle n’inscrit personne.",
      other: "# lignes disent « Oui » sans preuve du consentement : elles n’inscrivent personne.",
    }),
  withdraws: (count) =>
    plural(count, {
      one: "# désinscription est reprise du fichier.",
      other: "# désinscriptions sont reprises du fichier.",
    }),
  emailFails: (count) =>
    plural(count, {
      one: "# e-mail est marqué non valide.",
      other: "# e-mails sont marqués non valides.",
    }),
  postalCodeMended: (count) =>
    plural(count, {
      one: "# code postal avait perdu son zéro : il est rétabli.",
      other: "# codes postaux avaient perdu leur zéro : il est rétabli.",
    }),
  postalCodeShort: (count) =>
    plural(count, {
      one: "# code postal de quatre chiffres, sans pays, est importé tel quel.",
      other: "# codes postaux de quatre chiffres, sans pays, sont importés tels quels.",
    }),
};

/** Submissions are only ever added: no file changes what somebody once said. */
export const onlyAdds = (record: ImportRecord): boolean => record === "submission";

export const updatedWords = (record: ImportRecord, count: number): string =>
  record !== "opportunity"
    ? plural(count, { one: "# mis à jour", other: "# mis à jour" })
    : plural(count, { one: "# mise à jour", other: "# mises à jour" });

/** Columns that only files have. */
const more: Record<string, () => string> = {
  CONTACT_EMAIL: () => t`E-mail du contact`,
  DATE_ETAPE: () => t`Date de l’étape`,
  SUIVI_PAR_EMAIL: () => t`E-mail de l’utilisateur`,
  DATE_CONSENTEMENT: () => t`Date du consentement`,
  PREUVE_CONSENTEMENT: () => t`Preuve du consentement`,
  DESINSCRIT_EMAIL: () => t`Désinscrit des e-mails`,
  DESINSCRIT_SMS: () => t`Désinscrit des SMS`,
  STATUT_ABONNEMENT: () => t`Statut d’abonnement`,
  EMAIL_EN_ECHEC: () => t`E-mail en échec`,
};

const named =
  <Field extends string>(fields: readonly BaseField<Field>[], labels: Record<Field, MessageDescriptor>) =>
  (code: string): MessageDescriptor | undefined => {
    const base = fields.find((field) => field.code === code);
    return base && labels[base.field];
  };
const baseLabels: Record<ImportRecord, (code: string) => MessageDescriptor | undefined> = {
  contact: named(contactFields, fileLabels.contact),
  opportunity: named(opportunityFields, fileLabels.opportunity),
  submission: named(submissionFields, fileLabels.submission),
};

/** What the field with this code is called in the language of the screen; a question brings its own label. */
export function fieldLabel(
  { code, label }: { code: string | null; label: string | null },
  record: ImportRecord = "contact",
): string {
  if (code === null) return "";
  const base = baseLabels[record](code);
  return base ? i18n._(base) : (more[code]?.() ?? label ?? code);
}

/** « AB » for the column 27, counted from 0: its name in a spreadsheet program. */
function columnName(index: number): string {
  const above = Math.floor(index / 26);
  return `${above > 0 ? columnName(above - 1) : ""}${String.fromCharCode(65 + (index % 26))}`;
}

/** What a column is called: its header, else its place. */
export const headerOf = ({ header, index }: ImportView["columns"][number]): string =>
  header || t`Colonne ${columnName(index)}`;
