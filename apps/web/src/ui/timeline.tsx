import type { AuditChange, AuditView, OpportunityStatus } from "@crm/contract";
import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { Skeleton } from "@mantine/core";
import {
  IconArrowBackUp,
  IconArrowMerge,
  IconArrowRight,
  IconArrowsSplit2,
  IconCalendarDue,
  IconCalendarPlus,
  IconCalendarX,
  IconCheck,
  IconChevronsRight,
  IconCopy,
  IconFileImport,
  IconFlag,
  IconForms,
  IconListCheck,
  IconMailCheck,
  IconMessages,
  IconPencil,
  IconPlus,
  IconRestore,
  IconTargetArrow,
  IconTrash,
  IconUserCheck,
  IconUserOff,
  IconUserShare,
} from "@tabler/icons-react";
import type { ComponentType, ReactNode } from "react";
import { Link } from "react-router";
import { formatDate, formatDateTime, formatRelative } from "../lib/format.ts";
import { actionSaid, actionSentence } from "./action-words.ts";
import { consentSentence } from "./consent-words.ts";
import { changedFieldLabel } from "./field-labels.ts";
import { interactionIcons, interactionKindOf, interactionSentence } from "./interaction-words.ts";
import { ShowMore } from "./show-more.tsx";
import { EmptyState } from "./states.tsx";
import { statusLabels } from "./status-badge.tsx";
import classes from "./timeline.module.css";

interface Props {
  events: readonly AuditView[];
  hasMore?: boolean;
  /** The first events are on their way. */
  loading?: boolean;
  loadingMore?: boolean;
  onMore?: () => void;
  /** On a contact's card: says which opportunity an event is about. */
  withOpportunity?: boolean;
  /** What can be done about an event: to undo it. */
  action?: ((event: AuditView) => ReactNode) | undefined;
}

const icons: Record<AuditView["kind"], ComponentType<{ size: number; "aria-hidden": true }>> = {
  "contact.created": IconPlus,
  "contact.imported": IconFileImport,
  "contact.import-undone": IconArrowBackUp,
  "opportunity.imported": IconFileImport,
  "opportunity.import-undone": IconArrowBackUp,
  "contact.duplicated": IconCopy,
  "contact.changed": IconPencil,
  "contact.answered": IconListCheck,
  "contact.assigned": IconUserShare,
  "contact.deleted": IconTrash,
  "contact.restored": IconRestore,
  "contact.consent": IconMailCheck,
  "contact.anonymisation-asked": IconUserOff,
  "contact.anonymisation-cancelled": IconUserCheck,
  "contact.anonymised": IconUserOff,
  "contact.merged": IconArrowMerge,
  "contact.unmerged": IconArrowsSplit2,
  "opportunity.created": IconTargetArrow,
  "opportunity.changed": IconPencil,
  "opportunity.answered": IconListCheck,
  "opportunity.assigned": IconUserShare,
  "opportunity.status": IconFlag,
  "opportunity.stage-reached": IconChevronsRight,
  "opportunity.stage-undone": IconArrowBackUp,
  "opportunity.deleted": IconTrash,
  "opportunity.restored": IconRestore,
  "action.planned": IconCalendarPlus,
  "action.changed": IconPencil,
  "action.postponed": IconCalendarDue,
  "action.assigned": IconUserShare,
  "action.done": IconCheck,
  "action.reopened": IconArrowBackUp,
  "action.deleted": IconCalendarX,
  "action.restored": IconRestore,
  "opportunity.duplicated": IconCopy,
  "interaction.created": IconMessages,
  "interaction.changed": IconPencil,
  "interaction.deleted": IconTrash,
  "interaction.restored": IconRestore,
  "submission.received": IconForms,
};

/** What happened to a record, newest first, as sentences with the values before and after. */
export function Timeline({
  events,
  hasMore = false,
  loading = false,
  loadingMore = false,
  onMore,
  withOpportunity = false,
  action,
}: Props) {
  const { t } = useLingui();
  if (loading) return <Skeleton height={72} />;
  if (events.length === 0) return <EmptyState compact title={t`Aucun événement pour l’instant`} />;
  return (
    <>
      <ol className={classes["timeline"]}>
        {events.map((event) => (
          <Event key={event.id} event={event} withOpportunity={withOpportunity} action={action?.(event)} />
        ))}
      </ol>
      {hasMore && <ShowMore compact loading={loadingMore ?? false} onMore={onMore} />}
    </>
  );
}

function Event({ event, withOpportunity, action }: { event: AuditView; withOpportunity: boolean; action: ReactNode }) {
  const { t } = useLingui();
  const sentence = useSentence(event);
  const exchanged = event.kind === "interaction.created" ? interactionKindOf(event.data) : null;
  const Icon = exchanged ? interactionIcons[exchanged] : icons[event.kind];
  const said = useSaid(event);
  // The sentence of an assignment already names both people.
  const changes = event.kind.endsWith(".assigned") ? [] : event.changes;
  return (
    <li className={classes["event"]}>
      <span className={classes["icon"]} aria-hidden>
        <Icon size={14} aria-hidden />
      </span>
      <div className={classes["text"]}>
        <p className={classes["sentence"]}>{sentence}</p>
        {withOpportunity && event.opportunity && (
          <Link className={classes["opportunity"]} to={`/opportunites/${event.opportunity.id}`}>
            {event.opportunity.title}
          </Link>
        )}
        {event.kind === "submission.received" && text(event.data["submissionId"]) && (
          <Link
            className={classes["opportunity"]}
            to={`/formulaires/enregistrements/${text(event.data["submissionId"])}`}
          >
            {t`Voir ses réponses`}
          </Link>
        )}
        {said && <p className={classes["said"]}>{said}</p>}
        {changes.length > 0 && (
          <ul className={classes["changes"]}>
            {changes.map((change) => (
              <Change key={change.questionId ?? change.field} kind={event.kind} change={change} />
            ))}
          </ul>
        )}
        <p className={classes["byline"]}>
          {event.actor?.name ?? t`L’application`}
          {" · "}
          <time dateTime={event.at} title={formatDateTime(event.at)}>
            {formatRelative(event.at)}
          </time>
        </p>
        {action}
      </div>
    </li>
  );
}

function Change({ kind, change: { field, questionId, from, to } }: { kind: AuditView["kind"]; change: AuditChange }) {
  const { t, i18n } = useLingui();
  const label = questionId ? field : changedFieldLabel(kind, field);
  return (
    <li>
      <span className={classes["field"]}>{typeof label === "string" ? label : i18n._(label)}</span>
      <span className={classes["value"]} data-before={from !== null || undefined}>
        {from ?? t`vide`}
      </span>
      <IconArrowRight size={12} aria-label={t`devient`} />
      <span className={classes["value"]}>{to ?? t`vide`}</span>
    </li>
  );
}

/** What stands under the sentence: the text of an exchange, why a status changed and when to come back to it. */
function useSaid({ kind, data }: AuditView): string {
  const { t } = useLingui();
  if (kind === "interaction.created") return text(data["text"]);
  if (kind.startsWith("action.")) return actionSaid(kind, data);
  if (kind !== "opportunity.status") return "";
  const [reason, remindOn] = [text(data["reason"]), text(data["remindOn"])];
  return [reason && t`Motif : ${reason}`, remindOn && t`Rappel le ${formatDate(remindOn)}`].filter(Boolean).join(" · ");
}

const text = (value: unknown): string => (typeof value === "string" ? value : "");
const day = (value: unknown): string => formatDate(text(value));

/** One sentence per kind of event; a kind without one does not compile. */
function useSentence(event: AuditView): string {
  const { t, i18n } = useLingui();
  const { data, changes } = event;
  const owner = changes.find(({ field }) => field === "owner");
  const status = (value: unknown) => i18n._(statusLabels[value as OpportunityStatus] ?? statusLabels.other);
  const sentences: Record<AuditView["kind"], () => string> = {
    "contact.created": () => t`Contact créé`,
    "contact.imported": () => (changes.length > 0 ? t`Contact modifié par un import` : t`Contact créé par un import`),
    "contact.import-undone": () => t`Import annulé : contact remis comme avant`,
    "opportunity.imported": () =>
      changes.length > 0 ? t`Opportunité modifiée par un import` : t`Opportunité créée par un import`,
    "opportunity.import-undone": () => t`Import annulé : opportunité remise comme avant`,
    "contact.duplicated": () => t`Copie de ${text(data["name"])} (${text(data["code"])})`,
    "contact.changed": () =>
      changes.every(({ field }) => field === "notes")
        ? t`Carnet de notes modifié`
        : t`Informations essentielles modifiées`,
    "contact.answered": () =>
      plural(changes.length, { one: "Champ supplémentaire modifié", other: "# champs supplémentaires modifiés" }),
    "contact.assigned": () => assigned(t`Contact`),
    "contact.deleted": () => `${t`Contact supprimé`}${along()}`,
    "contact.restored": () => `${t`Contact restauré`}${along()}`,
    "contact.consent": () => consentSentence(data, (message) => i18n._(message)),
    "contact.anonymisation-asked": () => t`Anonymisation demandée, prévue le ${day(data["at"])}`,
    "contact.anonymisation-cancelled": () => t`Anonymisation annulée`,
    "contact.anonymised": () => t`Contact anonymisé`,
    "contact.merged": () => t`Fusionné avec ${text(data["name"])} (${text(data["code"])})`,
    "contact.unmerged": () => t`Fusion annulée : ${text(data["name"])} (${text(data["code"])}) a de nouveau sa fiche`,
    "opportunity.created": () => t`Opportunité créée`,
    "opportunity.changed": () =>
      changes.every(({ field }) => field === "notes")
        ? t`Carnet de notes de l’opportunité modifié`
        : t`Opportunité modifiée`,
    "opportunity.answered": () =>
      plural(changes.length, {
        one: "Critère de l’opportunité modifié",
        other: "# critères de l’opportunité modifiés",
      }),
    "opportunity.assigned": () => assigned(t`Opportunité`),
    "opportunity.status": () => t`Statut : ${status(data["from"])} → ${status(data["to"])}, le ${day(data["on"])}`,
    "opportunity.duplicated": () => t`Copie de l’opportunité ${text(data["title"])} (${text(data["code"])})`,
    "interaction.created": () => exchange("interaction.created"),
    "interaction.changed": () => exchange("interaction.changed"),
    "interaction.deleted": () => exchange("interaction.deleted"),
    "interaction.restored": () => exchange("interaction.restored"),
    "opportunity.stage-reached": () => t`Étape « ${text(data["stage"])} » validée le ${day(data["on"])}`,
    "opportunity.stage-undone": () => t`Recul d’une étape : « ${text(data["stage"])} » n’est plus validée`,
    "opportunity.deleted": () => t`Opportunité supprimée : ${text(data["title"])}`,
    "opportunity.restored": () => t`Opportunité restaurée : ${text(data["title"])}`,
    "submission.received": () => t`A répondu au formulaire « ${text(data["form"])} »`,
    "action.planned": () => actionSentence("action.planned", data),
    "action.changed": () => actionSentence("action.changed", data),
    "action.postponed": () => actionSentence("action.postponed", data),
    "action.assigned": () => handed(text(data["type"])),
    "action.done": () => actionSentence("action.done", data),
    "action.reopened": () => actionSentence("action.reopened", data),
    "action.deleted": () => actionSentence("action.deleted", data),
    "action.restored": () => actionSentence("action.restored", data),
  };
  const exchange = (kind: Parameters<typeof interactionSentence>[0]) =>
    interactionSentence(kind, data, (message) => i18n._(message));
  /** « , avec 2 opportunités ». */
  function along(): string {
    const count = Number(data["opportunities"] ?? 0);
    return count === 0 ? "" : plural(count, { one: ", avec # opportunité", other: ", avec # opportunités" });
  }
  /** « Rappel : confié à Chloé ». */
  function handed(type: string): string {
    const to = owner?.to ?? t`personne`;
    return type ? t`${type} : action confiée à ${to}` : t`Action confiée à ${to}`;
  }
  /** « Contact : suivi par Yann → Chloé ». */
  function assigned(record: string): string {
    const [from, to] = [owner?.from ?? t`personne`, owner?.to ?? t`personne`];
    return t`${record} : suivi par ${from} → ${to}`;
  }
  return sentences[event.kind]();
}
