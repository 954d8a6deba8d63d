import type { FormView } from "@crm/contract";
import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { Badge, Button } from "@mantine/core";
import { IconExternalLink, IconPencil, IconRestore, IconTrash } from "@tabler/icons-react";
import { Link } from "react-router";
import { errorSentence } from "../../lib/error-sentence.ts";
import { formatDateTime, formatNumber, formatRelative } from "../../lib/format.ts";
import { CopyButton } from "../../ui/copy-button.tsx";
import { IconButton } from "../../ui/icon-button.tsx";
import { notify } from "../../ui/notify.ts";
import { useRestoreForm } from "./form.queries.ts";
import classes from "./form-list.module.css";
import { formsPath, submissionsOf } from "./form-words.ts";

/** A form in the list: its name, its address, what came of it, and whose contacts it makes. */
export function FormLine({ form, onRemove }: { form: FormView; onRemove: (form: FormView) => void }) {
  const { t } = useLingui();
  const { id, name, submissions, lastAt, owner, archivedAt, can } = form;
  const to = `${formsPath}/${id}`;
  return (
    <li className={classes["formLine"]}>
      <span className={classes["about"]}>
        <Link to={to} className={classes["name"]}>
          {name}
        </Link>
        <FormAddress form={form} />
      </span>
      <span>
        <FormState form={form} />
      </span>
      <span className={classes["facts"]}>
        {submissions > 0 ? (
          <Link to={submissionsOf(id)} className={classes["link"]}>
            {plural(submissions, { one: "# enregistrement", other: `${formatNumber(submissions)} enregistrements` })}
          </Link>
        ) : (
          <span>{t`Aucun enregistrement`}</span>
        )}
        {lastAt && (
          <time dateTime={lastAt} title={formatDateTime(lastAt)}>
            {t`Le dernier : ${formatRelative(lastAt)}`}
          </time>
        )}
      </span>
      <span className={classes["facts"]}>{owner ? t`Suivi par ${owner.name}` : t`Suivi par personne`}</span>
      <span className={classes["actions"]}>
        {can.update &&
          (archivedAt === null ? (
            <>
              <IconButton label={t`Modifier ${name}`} to={to}>
                <IconPencil size={16} aria-hidden />
              </IconButton>
              <IconButton label={t`Supprimer ${name}`} onClick={() => onRemove(form)}>
                <IconTrash size={16} aria-hidden />
              </IconButton>
            </>
          ) : (
            <RestoreForm form={form} />
          ))}
      </span>
    </li>
  );
}

/** Its public address, to copy or to open. */
export function FormAddress({ form: { name, slug, address, archivedAt } }: { form: FormView }) {
  const { t } = useLingui();
  if (archivedAt !== null) return <span className={classes["address"]}>/f/{slug}</span>;
  return (
    <span className={classes["address"]}>
      <a href={address} target="_blank" rel="noreferrer" aria-label={t`Ouvrir la page de ${name} : /f/${slug}`}>
        /f/{slug}
        <IconExternalLink size={13} aria-hidden />
      </a>
      <CopyButton text={address} label={t`Copier l’adresse de ${name}`} />
    </span>
  );
}

/** Open, closed or archived. */
export function FormState({ form: { active, archivedAt } }: { form: FormView }) {
  const { t } = useLingui();
  if (archivedAt !== null) return <Badge color="gray">{t({ message: "Archivé", context: "a form" })}</Badge>;
  return active ? (
    <Badge color="indigo">{t({ message: "Ouvert", context: "a form" })}</Badge>
  ) : (
    <Badge color="gray">{t({ message: "Fermé", context: "a form" })}</Badge>
  );
}

/** Brings an archived form back; it comes back closed, and that is said. */
export function RestoreForm({ form: { id, name } }: { form: FormView }) {
  const { t } = useLingui();
  const restore = useRestoreForm();
  return (
    <Button
      variant="subtle"
      size="compact-sm"
      leftSection={<IconRestore size={14} aria-hidden />}
      aria-label={t`Restaurer ${name}`}
      loading={restore.isPending}
      onClick={() =>
        restore.mutate(id, {
          onSuccess: () => void notify({ message: t`« ${name} » est restauré, fermé aux réponses.` }),
          onError: (refusal) => void notify({ kind: "error", message: errorSentence(refusal) }),
        })
      }
    >{t`Restaurer`}</Button>
  );
}
