import { OpportunityChanges, type OpportunityView, type PipelineView } from "@crm/contract";
import { useLingui } from "@lingui/react/macro";
import { Button, TextInput } from "@mantine/core";
import { IconArrowLeft, IconPencil } from "@tabler/icons-react";
import { useRef, useState } from "react";
import { Link } from "react-router";
import { useDraft } from "../../lib/draft.ts";
import { FormError } from "../../ui/form-error.tsx";
import { IconButton } from "../../ui/icon-button.tsx";
import { useDocumentTitle } from "../../ui/page.tsx";
import { UnsavedGuard } from "../../ui/unsaved-guard.tsx";
import classes from "./opportunity.module.css";
import { useUpdateOpportunity } from "./opportunity.queries.ts";
import { useFieldSaving } from "./opportunity-conflict.tsx";
import { StatusButton } from "./status-button.tsx";

interface Props {
  opportunity: OpportunityView;
  pipeline: PipelineView | undefined;
}

/** The name of the opportunity with its pencil, whose it is, and its status. */
export function OpportunityHeader({ opportunity, pipeline }: Props) {
  const { t } = useLingui();
  const { id, title, contact, can } = opportunity;
  const [editing, setEditing] = useState(false);
  const pencil = useRef<HTMLButtonElement>(null);
  useDocumentTitle(title);
  function close() {
    setEditing(false);
    requestAnimationFrame(() => pencil.current?.focus());
  }
  return (
    <header className={classes["header"]}>
      <div className={classes["heading"]}>
        <Link className={classes["back"]} to="/opportunites" aria-label={t`Retour : Opportunités`}>
          <IconArrowLeft size={14} aria-hidden />
          {t`Opportunités`}
        </Link>
        {editing ? (
          <TitleForm key={id} opportunity={opportunity} onClose={close} />
        ) : (
          <div className={classes["titleLine"]}>
            <h1 className={classes["title"]}>{title}</h1>
            {can.update && (
              <IconButton
                ref={pencil}
                label={t`Modifier le nom de l'opportunité`}
                size={28}
                onClick={() => setEditing(true)}
              >
                <IconPencil size={16} aria-hidden />
              </IconButton>
            )}
          </div>
        )}
        <div className={classes["facts"]}>
          <Link to={`/contacts/${contact.id}`}>{contact.name}</Link>
          {pipeline && ` · ${pipeline.name}`}
        </div>
      </div>
      <StatusButton opportunity={opportunity} />
    </header>
  );
}

function TitleForm({ opportunity, onClose }: { opportunity: OpportunityView; onClose: () => void }) {
  const { t } = useLingui();
  const [before] = useState(opportunity);
  const key = `opportunity:${opportunity.id}:title`;
  const { stored } = useDraft<string>(key, undefined);
  const [title, setTitle] = useState(stored ?? opportunity.title);
  const dirty = title !== before.title;
  const draft = useDraft(key, dirty ? title : undefined);
  const update = useUpdateOpportunity(opportunity.id);
  const judged = OpportunityChanges.shape.title.safeParse(title);
  const fault = judged.success
    ? null
    : title.trim() === ""
      ? t`Indiquez un nom.`
      : t`Ce nom est trop long : 200 caractères au plus.`;
  function finish() {
    draft.clear();
    onClose();
  }
  const saving = useFieldSaving({
    fields: { title: { label: t`Nom de l'opportunité`, mine: title.trim(), show: (value) => value } },
    before,
    save: (version) => update.mutateAsync({ version, title }),
    onDone: finish,
  });
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!fault) dirty ? saving.run(before.version) : finish();
      }}
    >
      <div className={classes["titleForm"]}>
        <TextInput
          aria-label={t`Nom de l'opportunité`}
          value={title}
          error={fault}
          maxLength={400}
          autoFocus
          onChange={({ currentTarget }) => setTitle(currentTarget.value)}
        />
        <Button data-cancel variant="default" onClick={finish}>{t`Annuler`}</Button>
        <Button type="submit" loading={saving.pending}>{t`Valider`}</Button>
      </div>
      <FormError error={saving.refusal} />
      <UnsavedGuard when={dirty && !update.isSuccess} onLeave={draft.clear} />
      {saving.dialog}
    </form>
  );
}
