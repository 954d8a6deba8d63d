import type { ContactView } from "@crm/contract";
import { useLingui } from "@lingui/react/macro";
import { Button, Group } from "@mantine/core";
import { useState } from "react";
import { useDraft } from "../../lib/draft.ts";
import { FormError } from "../../ui/form-error.tsx";
import { RichText } from "../../ui/rich-text.tsx";
import { RichTextView } from "../../ui/rich-text-view.tsx";
import { EditableSection } from "../../ui/section.tsx";
import { UnsavedGuard } from "../../ui/unsaved-guard.tsx";
import classes from "./contact.module.css";
import { useUpdateContact } from "./contact.queries.ts";
import { useConflict } from "./contact-conflict.tsx";

const draftKey = (id: string) => `contact:${id}:notes`;
/** A draft remembers which version it was written over: another one saved since is not overwritten unseen. */
interface Draft {
  notes: string;
  version: number;
}

const plain = (html: string): string =>
  new DOMParser()
    .parseFromString(html.replace(/<\/(p|li|h\d|blockquote)>/g, "\n$&"), "text/html")
    .body.textContent?.trim() ?? "";

/** « Carnet de notes » (guide 2.2): read, and written with the buttons of the editor. A draft found opens it again. */
export function ContactNotes({ contact }: { contact: ContactView }) {
  const { t } = useLingui();
  const { stored } = useDraft<Draft>(draftKey(contact.id), undefined);
  return (
    <EditableSection
      title={t`Carnet de notes`}
      editLabel={t`Modifier le carnet de notes`}
      canEdit={contact.can.update}
      startsOpen={stored !== undefined}
      view={
        contact.notes ? <RichTextView html={contact.notes} /> : <p className={classes["none"]}>{t`Aucune note.`}</p>
      }
      form={(close) => <NotesForm contact={contact} onClose={close} />}
    />
  );
}

function NotesForm({ contact, onClose }: { contact: ContactView; onClose: () => void }) {
  const { t } = useLingui();
  const { stored } = useDraft<Draft>(draftKey(contact.id), undefined);
  const [before] = useState({ notes: contact.notes, version: stored?.version ?? contact.version });
  const [notes, setNotes] = useState(stored?.notes ?? contact.notes);
  const [stale] = useState(before.version !== contact.version);
  const dirty = notes !== before.notes;
  const draft = useDraft<Draft>(draftKey(contact.id), dirty ? { notes, version: before.version } : undefined);
  const update = useUpdateContact(contact.id);
  const [refusal, setRefusal] = useState<unknown>(null);

  function finish() {
    draft.clear();
    onClose();
  }

  async function save(version: number) {
    setRefusal(null);
    try {
      if (dirty) await update.mutateAsync({ notes, version });
      finish();
    } catch (error) {
      if (!(await conflict.settle(error))) setRefusal(error);
    }
  }

  const conflict = useConflict({
    compare: (theirs) =>
      // A draft found again may be older than the notes that were read when it was.
      theirs.notes === notes || (theirs.notes === before.notes && !stale)
        ? []
        : [{ label: t`Carnet de notes`, mine: <Plain html={notes} />, theirs: <Plain html={theirs.notes} /> }],
    save,
    onTakeTheirs: finish,
  });

  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void save(before.version);
      }}
    >
      <RichText label={t`Carnet de notes`} value={notes} onChange={setNotes} />
      <FormError error={refusal} />
      <Group justify="flex-end" gap="xs" mt="sm">
        <Button data-cancel variant="default" onClick={finish}>{t`Annuler`}</Button>
        <Button type="submit" loading={update.isPending}>{t`Enregistrer`}</Button>
      </Group>
      <UnsavedGuard when={dirty && !update.isSuccess} onLeave={draft.clear} />
      {conflict.dialog}
    </form>
  );
}

const Plain = ({ html }: { html: string }) => <span className={classes["lines"]}>{plain(html)}</span>;
