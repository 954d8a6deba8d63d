import type { ErrorBody, ErrorCode, Issue } from "@crm/contract";
import { issueSentence } from "@crm/fields";
import { i18n } from "@lingui/core";
import { plural, t } from "@lingui/core/macro";
import { ApiError } from "./api.ts";
import { formatDate, formatNumber } from "./format.ts";

type Details = ErrorBody["details"];
const text = (value: unknown): string => (typeof value === "string" || typeof value === "number" ? String(value) : "");
const number = (value: unknown): number | null => (typeof value === "number" ? value : null);
const list = (value: unknown): string =>
  Array.isArray(value) ? value.map(text).filter(Boolean).join(", ") : text(value);
const megabytes = (value: unknown): string => formatNumber(Math.round((number(value) ?? 0) / 1024 / 1024));

/** One sentence per code: what happened, then what to do. A code without a sentence does not compile. */
const sentences: Record<ErrorCode, (details: Details) => string> = {
  VALIDATION_FAILED: () =>
    t`Certaines informations sont à corriger. Vérifiez les champs signalés, puis validez de nouveau.`,
  FILTER_OUTDATED: () =>
    t`Une condition du filtre ne s’applique plus : la question qu’elle concerne a changé ou n’existe plus. Retirez-la, puis recommencez.`,
  NOT_SIGNED_IN: () => t`Votre session a expiré. Connectez-vous de nouveau pour continuer.`,
  SIGN_IN_FAILED: () =>
    t`Identifiant ou mot de passe incorrect. Vérifiez votre saisie ou utilisez « Mot de passe oublié ? ».`,
  TOO_MANY_ATTEMPTS: ({ seconds }) => {
    const minutes = Math.max(1, Math.ceil((number(seconds) ?? 60) / 60));
    return t`Trop de tentatives. Patientez ${plural(minutes, { one: "une minute", other: "# minutes" })}, puis réessayez.`;
  },
  SESSION_REUSED: () =>
    t`Par sécurité, votre session a été fermée sur tous vos appareils. Connectez-vous de nouveau et changez votre mot de passe.`,
  RESET_LINK_INVALID: () => t`Ce lien n’est plus valable : il a expiré ou a déjà servi. Demandez-en un nouveau.`,
  ALREADY_INSTALLED: () => t`L’application est déjà installée : un compte existe. Connectez-vous.`,
  NOT_ALLOWED: () => t`Vous n’avez pas le droit de faire cela. Demandez l’accès à un gestionnaire de l’application.`,
  NOT_FOUND: () => t`Cet élément n’existe pas ou n’existe plus, ou vous n’y avez pas accès.`,
  EDIT_CONFLICT: () => t`Cette fiche a été modifiée entre-temps. Comparez les deux versions avant d’enregistrer.`,
  REQUEST_UNDER_WAY: () => t`Cette demande est déjà en cours. Patientez quelques instants, puis vérifiez son résultat.`,
  KEY_ALREADY_USED: () => t`Cette demande a déjà servi à autre chose. Rechargez la page, puis recommencez.`,
  REQUEST_UNREADABLE: () => t`La demande est arrivée illisible ou incomplète. Réessayez.`,
  REQUEST_TOO_SLOW: () => t`La connexion est trop lente : la demande n’est pas arrivée en entier. Réessayez.`,
  HEADERS_TOO_LARGE: () => t`La demande est trop longue. Réduisez la recherche ou les filtres, puis recommencez.`,
  TOO_MANY_STREAMS: () => t`L’application est ouverte dans trop d’onglets. Fermez-en quelques-uns.`,
  EMAIL_TAKEN: () => t`Cette adresse e-mail est déjà utilisée. Choisissez-en une autre.`,
  NAME_TAKEN: ({ name }) =>
    text(name)
      ? t`Le nom « ${text(name)} » est déjà utilisé. Choisissez-en un autre.`
      : t`Ce nom est déjà utilisé. Choisissez-en un autre.`,
  CODE_TAKEN: ({ code }) =>
    text(code)
      ? t`Le code « ${text(code)} » est déjà utilisé. Choisissez-en un autre.`
      : t`Ce code est déjà utilisé. Choisissez-en un autre.`,
  OWN_ACCOUNT: () => t`Vous ne pouvez pas faire cela sur votre propre compte. Demandez-le à un autre gestionnaire.`,
  LAST_ADMIN: () => t`C’est le dernier gestionnaire actif. Donnez d’abord ce profil à un autre utilisateur.`,
  STILL_IN_USE: ({ count }) => {
    const uses = number(count);
    return uses === null
      ? t`Cet élément est encore utilisé : il ne peut pas être supprimé.`
      : t`Cet élément est encore utilisé ${plural(uses, { one: "une fois", other: "# fois" })} : il ne peut pas être supprimé.`;
  },
  CONTACT_DELETED: () =>
    t`Le contact de cette opportunité est lui aussi dans la corbeille. Restaurez d’abord le contact.`,
  CONTACT_ANONYMISED: () => t`Ce contact est anonymisé : il ne peut plus être modifié.`,
  OWNER_NOT_ASSIGNABLE: () =>
    t`Cette personne ne peut pas suivre cette fiche. Choisissez un utilisateur actif qui a accès au CRM.`,
  ORDER_OUTDATED: () =>
    t`La liste a changé entre-temps. Elle vient d’être rechargée : refaites votre changement d’ordre.`,
  QUESTION_ARCHIVED: () => t`Cette question est archivée. Réactivez-la avant d’y répondre.`,
  ANSWERS_WOULD_BE_LOST: ({ lost }) => {
    const count = number(lost) ?? 0;
    return t`Ce changement effacerait ${plural(count, { one: "une réponse", other: "# réponses" })}. Confirmez-le ou gardez la question telle quelle.`;
  },
  ACTION_TYPE_ARCHIVED: () => t`Ce type d’action est archivé. Choisissez-en un autre.`,
  ACTION_ALREADY_DONE: ({ report }) =>
    text(report)
      ? t`Quelqu’un d’autre vient de valider cette action, avec ce compte rendu : « ${text(report)} ». Le vôtre n’est pas enregistré.`
      : t`Quelqu’un d’autre vient de valider cette action, sans compte rendu. Le vôtre n’est pas enregistré.`,
  PIPELINE_ARCHIVED: () => t`Ce type d’opportunité est archivé. Choisissez-en un autre.`,
  FORM_CLOSED: () => t`Ce formulaire n’accepte plus de réponses.`,
  STAGE_ALREADY_REACHED: ({ stage, on }) =>
    text(stage) && text(on)
      ? t`L’étape « ${text(stage)} » vient d’être validée par quelqu’un d’autre, au ${formatDate(text(on))}. La fiche est à jour.`
      : t`Cette étape est déjà validée. La fiche vient d’être actualisée.`,
  STAGE_NOT_NEXT: () => t`Cette étape n’est pas la suivante. Validez d’abord les étapes qui la précèdent.`,
  NO_STAGE_TO_UNDO: () => t`Aucune étape n’est validée : il n’y a rien à reculer.`,
  STAGE_NOT_LAST: ({ stage }) =>
    text(stage)
      ? t`La dernière étape validée est maintenant « ${text(stage)} ». La fiche est à jour : vérifiez avant de reculer.`
      : t`Cette étape n’est plus la dernière validée. La fiche vient d’être actualisée.`,
  DATE_IN_FUTURE: () => t`Cette date est dans le futur. Choisissez aujourd’hui ou une date passée.`,
  DATE_BEFORE_PREVIOUS_STAGE: ({ previous, stage }) =>
    t`L’étape « ${text(stage)} » a été validée le ${formatDate(text(previous))} : choisissez cette date ou une date postérieure.`,
  EXCHANGE_IN_FUTURE: () =>
    t`Cet échange n’a pas encore eu lieu. Indiquez une date et une heure passées, ou planifiez une action.`,
  REMINDER_IN_PAST: () => t`Cette date de rappel est passée. Choisissez aujourd’hui ou une date à venir.`,
  TEXT_TOO_LARGE: () => t`Ce que vous enregistrez est trop long. Raccourcissez le texte, puis enregistrez à nouveau.`,
  FILE_TOO_LARGE: ({ limit, max }) =>
    number(limit ?? max)
      ? t`Ce fichier est trop lourd : ${megabytes(limit ?? max)} Mo au plus.`
      : t`Ce fichier est trop lourd. Choisissez-en un plus petit.`,
  FILE_EMPTY: () => t`Ce fichier est vide. Choisissez-en un autre.`,
  FILE_KIND_NOT_ACCEPTED: () => t`Ce n’est pas un fichier du type que la question accepte. Choisissez-en un autre.`,
  FILE_NOT_AN_IMAGE: () => t`Ce fichier n’est pas une image. Choisissez un fichier JPEG, PNG ou WebP.`,
  IMAGE_TOO_LARGE: (details) => {
    const [size, most] = [number(details["megapixels"]) ?? 0, number(details["max"]) ?? 0];
    return t`Cette image est trop grande : ${size} mégapixels, pour ${most} au plus. Réduisez-la, puis recommencez.`;
  },
  FILE_NOT_A_SPREADSHEET: () =>
    t`Ce fichier n’est ni un classeur Excel (.xlsx), ni un fichier CSV, ni un fichier vCard (.vcf). Enregistrez-le dans l’un de ces formats.`,
  FILE_ENCRYPTED: () => t`Ce fichier est protégé par un mot de passe. Enlevez la protection, puis recommencez.`,
  FILE_BROKEN: () => t`Ce fichier est illisible. Ouvrez-le, enregistrez-le de nouveau, puis recommencez.`,
  FILE_INFLATES_TOO_MUCH: () =>
    t`Ce fichier est trop volumineux une fois décompressé. Découpez-le en plusieurs fichiers.`,
  FILE_LOST: ({ name }) =>
    typeof name === "string" && name
      ? t`Le contenu du fichier « ${name} » n’est plus dans le stockage, ou n’y est plus en entier. Un administrateur en est averti ; fournissez le fichier de nouveau.`
      : t`Le contenu de ce fichier n’est plus dans le stockage, ou n’y est plus en entier. Un administrateur en est averti ; fournissez le fichier de nouveau.`,
  TOO_MANY_ROWS: ({ max, limit }) =>
    number(max ?? limit) !== null
      ? t`Ce fichier a trop de lignes : ${formatNumber(number(max ?? limit) ?? 0)} au plus. Découpez-le en plusieurs fichiers.`
      : t`Ce fichier a trop de lignes. Découpez-le en plusieurs fichiers.`,
  TOO_MANY_COLUMNS: () => t`Ce fichier a trop de colonnes. Enlevez celles qui ne servent pas.`,
  HEADER_MISSING: () => t`La première ligne doit porter les noms des colonnes. Ajoutez-la, puis recommencez.`,
  HEADER_DUPLICATE: ({ header, headers }) =>
    t`Deux colonnes portent le même nom (${list(headers ?? header)}). Gardez-en une seule, puis recommencez.`,
  HEADER_UNKNOWN: ({ header, headers }) =>
    t`Colonnes inconnues : ${list(headers ?? header)}. Donnez-leur le code ou le libellé d’un champ, puis recommencez.`,
  NO_ROWS: () => t`Ce fichier ne contient aucune ligne sous les noms des colonnes.`,
  IMPORT_NOT_READY: () =>
    t`Cet import n’est pas prêt à être lancé. Attendez la fin de la vérification, ou recommencez.`,
  ALREADY_MERGED: () => t`L’un de ces contacts vient d’être fusionné avec un autre. Repartez de la liste des doublons.`,
  MERGE_OUTDATED: () =>
    t`L’un de ces contacts a été modifié entre-temps. Les deux fiches viennent d’être rechargées : vérifiez vos choix, puis fusionnez de nouveau.`,
  MERGE_TOO_OLD: () => t`Cette fusion ne peut plus être annulée : elle date de plus de 30 jours, ou l’est déjà.`,
  MERGE_CHANGED_SINCE: ({ gone }) =>
    gone
      ? t`Le contact conservé n’est plus là : il a été supprimé, ou fusionné à son tour. Rétablissez-le d’abord.`
      : t`Le contact conservé a été modifié depuis la fusion : l’annuler effacerait ces changements. Son historique propose de rétablir l’autre fiche sans y toucher.`,
  SELECTION_EMPTY: () =>
    t`Cette sélection ne contient aucune fiche que vous puissiez modifier. Rechargez la liste, puis sélectionnez de nouveau.`,
  BULK_NOT_READY: () =>
    t`Cette modification ne peut pas être annulée : elle est en cours, déjà annulée ou trop ancienne.`,
  CODE_COLUMN_MISSING: () =>
    t`Il manque la colonne « Code contact » : c’est elle qui désigne les contacts. Exportez-les de nouveau, ou ajoutez-la.`,
  TOO_MANY_QUESTIONS: ({ max }) =>
    t`Il y a déjà ${formatNumber(number(max) ?? 0)} questions posées ici, autant que de colonnes qu’un fichier reprend à l’import. Archivez-en une avant d’en ajouter une autre.`,
  TOO_MANY_VIEWS: ({ max }) =>
    t`Vous avez déjà ${formatNumber(number(max) ?? 0)} vues de cette liste. Supprimez-en une avant d’en enregistrer une autre.`,
  TOO_MANY_REPORTS: ({ max }) =>
    t`Vous avez déjà ${formatNumber(number(max) ?? 0)} rapports enregistrés ici. Supprimez-en un avant d’en enregistrer un autre.`,
  RECIPIENT_NOT_ACCEPTED: ({ names }) =>
    list(names)
      ? t`Ces personnes ne peuvent pas recevoir de rapport : ${list(names)}. Retirez-les.`
      : t`Une de ces personnes ne peut pas recevoir de rapport. Retirez-la.`,
  TOO_MANY_EXPORT_TEMPLATES: ({ max }) =>
    t`Vous avez déjà ${formatNumber(number(max) ?? 0)} modèles d’export. Supprimez-en un avant d’en enregistrer un autre.`,
  EXPORT_EXPIRED: () =>
    t`Ce fichier n’est plus disponible : son délai est passé, ou vos droits ont changé. Demandez un nouvel export.`,
  JOB_FAILED: () => t`Le traitement s’est interrompu. Rien n’est à moitié fait : relancez-le.`,
  OVERLOADED: () => t`Le serveur est momentanément surchargé. Réessayez dans quelques instants.`,
  DATABASE_AWAY: () => t`La base de données ne répond pas. Rien n’est perdu : réessayez dans quelques instants.`,
  UNEXPECTED: () => t`Une erreur inattendue s’est produite. Réessayez ; si elle persiste, signalez l’anomalie.`,
};

/** The sentence of a refusal, in the language of the screen. Anything that is no refusal of the API gets the general one. */
export function errorSentence(error: unknown): string {
  if (!(error instanceof ApiError)) return sentences.UNEXPECTED({});
  if (error.status === 0) return t`Le serveur ne répond pas. Vérifiez votre connexion à Internet, puis réessayez.`;
  return codeSentence(error.body.code, error.body.details);
}

/** The sentence of a code carried by a record (the failure of an import…). */
export const codeSentence = (code: ErrorCode, details: Details = {}): string => sentences[code](details);

/** The sentence of one field at fault, in the language of the screen. */
export const fieldSentence = (issue: Issue): string =>
  issueSentence(issue, i18n.locale === "en" ? "en" : "fr") || issue.message;
