import type { ActionView } from "@crm/contract";
import { useLingui } from "@lingui/react/macro";
import { IconCheck, IconPencil, IconX } from "@tabler/icons-react";
import { Link } from "react-router";
import { formatDate, formatDateTime, today } from "../../lib/format.ts";
import { actionTypeIcons } from "../../ui/action-words.ts";
import { IconButton } from "../../ui/icon-button.tsx";
import classes from "./action.module.css";
import { tomorrow } from "./days.ts";
import type { ActionCommands } from "./use-action-dialogs.tsx";

interface Props {
  action: ActionView;
  commands: Pick<ActionCommands, "done" | "edit" | "remove">;
  /** What stands around it already says whom or what it is about, or who does it. */
  hide?: readonly ("contact" | "opportunity" | "owner")[];
}

/** An action: what, when, about whom; the green tick, the little pencil and the little cross (guide 3.2). */
export function ActionLine({ action, commands, hide = [] }: Props) {
  const { t } = useLingui();
  const { type, contact, opportunity, owner, text, report, doneAt } = action;
  const Icon = actionTypeIcons[type.icon];
  const what = [type.label, contact?.name].filter(Boolean).join(", ");
  return (
    <li className={classes["line"]} data-group={doneAt ? "done" : action.group}>
      <span className={classes["icon"]} aria-hidden>
        <Icon size={16} stroke={1.7} aria-hidden />
      </span>
      <div className={classes["text"]}>
        <p className={classes["head"]}>
          <strong>{type.label}</strong>
          <When action={action} />
        </p>
        {text && <p className={classes["said"]}>{text}</p>}
        {doneAt && (
          <p className={classes["said"]}>
            {report ? t`Réalisée le ${formatDateTime(doneAt)} : ${report}` : t`Réalisée le ${formatDateTime(doneAt)}`}
          </p>
        )}
        <p className={classes["about"]}>
          {!hide.includes("contact") &&
            (contact === null ? (
              <span>{t`Contact hors de votre accès`}</span>
            ) : contact.open ? (
              <Link to={`/contacts/${contact.id}`}>{contact.name}</Link>
            ) : (
              <span>{contact.name}</span>
            ))}
          {!hide.includes("opportunity") && opportunity && (
            <Link to={`/opportunites/${opportunity.id}`}>{opportunity.title}</Link>
          )}
          {!hide.includes("owner") && (
            <span>
              {owner?.name ?? t`Personne`}
              {owner?.active === false && ` (${t`désactivé`})`}
            </span>
          )}
        </p>
      </div>
      {action.can.update && !doneAt && (
        <div className={classes["commands"]}>
          <IconButton
            label={t`Valider l'action : ${what}`}
            className={classes["tick"] ?? ""}
            onClick={() => commands.done(action)}
          >
            <IconCheck size={18} stroke={2.4} aria-hidden />
          </IconButton>
          <IconButton label={t`Modifier l'action : ${what}`} onClick={() => commands.edit(action)}>
            <IconPencil size={16} aria-hidden />
          </IconButton>
          <IconButton label={t`Supprimer l'action : ${what}`} onClick={() => commands.remove(action)}>
            <IconX size={16} aria-hidden />
          </IconButton>
        </div>
      )}
    </li>
  );
}

/** « En retard · 02/03/2026 14:30 », « Aujourd’hui 14:30 », « Demain »… */
function When({ action: { day, time, group, doneAt, dueAt } }: { action: ActionView }) {
  const { t } = useLingui();
  const date = day === today() ? t`Aujourd’hui` : day === tomorrow() ? t`Demain` : formatDate(day);
  const at = time ? `${date} ${time}` : date;
  const late = group === "late" && !doneAt;
  return (
    <time dateTime={time ? dueAt : day} className={classes["due"]}>
      {late ? t`En retard · ${at}` : at}
    </time>
  );
}
