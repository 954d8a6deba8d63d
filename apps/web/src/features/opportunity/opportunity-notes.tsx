import type { OpportunityView } from "@crm/contract";
import { useLingui } from "@lingui/react/macro";
import { Button, Group } from "@mantine/core";
import { useState } from "react";
import { useDraft } from "../../lib/draft.ts";
import { FormError } from "../../ui/form-error.tsx";
import { RichText } from "../../ui/rich-text.tsx";
import { RichTextView } from "../../ui/rich-text-view.tsx";
import { EditableSection } from "../../ui/section.tsx";
import { UnsavedGuard } from "../../ui/unsaved-guard.tsx";
import classes from "./opportunity.module.css";
import { useUpdateOpportunity } from "./opportunity.queries.ts";
import { useFieldSaving } from "./opportunity-conflict.tsx";

const draftKey = (id: string) => `opportunity:${id}:notes`;
/** A draft remembers what it was written over: another text saved since is not overwritten unseen. */
interface Draft {
  notes: string;
  before: { notes: string; version: number };
}

const plain = (html: string): string =>
  new DOMParser()
    .parseFromString(html.replace(/<\/(p|li|h\d|blockquote)>/g, "\n$&"), "text/html")
    .body.textContent?.trim() ?? "";

/** « Carnet de notes » (guide 3.2): read, and written with the buttons of the editor. A draft found opens it again. */
export function OpportunityNotes({ opportunity }: { opportunity: OpportunityView }) {
  const { t } = useLingui();
  const { stored } = useDraft<Draft>(draftKey(opportunity.id), undefined);
  return (
    <EditableSection
      title={t`Carnet de notes`}
      editLabel={t`Modifier le carnet de notes`}
      canEdit={opportunity.can.update}
      startsOpen={stored !== undefined}
      view={
        opportunity.notes ? (
          <RichTextView html={opportunity.notes} />
        ) : (
          <p className={classes["none"]}>{t`Aucune note.`}</p>
        )
      }
      form={(close) => <NotesForm opportunity={opportunity} onClose={close} />}
    />
  );
}

function NotesForm({ opportunity, onClose }: { opportunity: OpportunityView; onClose: () => void }) {
  const { t } = useLingui();
  const { stored } = useDraft<Draft>(draftKey(opportunity.id), undefined);
  const [before] = useState(stored?.before ?? { notes: opportunity.notes, version: opportunity.version });
  const [notes, setNotes] = useState(stored?.notes ?? opportunity.notes);
  const dirty = notes !== before.notes;
  const draft = useDraft<Draft>(draftKey(opportunity.id), dirty ? { notes, before } : undefined);
  const update = useUpdateOpportunity(opportunity.id);
  function finish() {
    draft.clear();
    onClose();
  }
  const saving = useFieldSaving({
    fields: {
      notes: {
        label: t`Carnet de notes`,
        mine: notes,
        show: (html) => <span className={classes["lines"]}>{plain(html)}</span>,
      },
    },
    before,
    save: (version) => update.mutateAsync({ version, notes }),
    onDone: finish,
  });
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        dirty ? saving.run(before.version) : finish();
      }}
    >
      <RichText label={t`Carnet de notes`} value={notes} onChange={setNotes} />
      <FormError error={saving.refusal} />
      <Group justify="flex-end" gap="xs" mt="sm">
        <Button data-cancel variant="default" onClick={finish}>{t`Annuler`}</Button>
        <Button type="submit" loading={saving.pending}>{t`Enregistrer`}</Button>
      </Group>
      <UnsavedGuard when={dirty && !update.isSuccess} onLeave={draft.clear} />
      {saving.dialog}
    </form>
  );
}
