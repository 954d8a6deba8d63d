import { fileApi, type InteractionView } from "@crm/contract";
import { useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { IconPaperclip, IconPencil, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { ApiError, download, saveAs } from "../../lib/api.ts";
import { errorSentence } from "../../lib/error-sentence.ts";
import { formatDateTime, formatNumber } from "../../lib/format.ts";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import { ConflictDialog } from "../../ui/conflict-dialog.tsx";
import { IconButton } from "../../ui/icon-button.tsx";
import { interactionIcons, interactionLabels } from "../../ui/interaction-words.ts";
import { notify } from "../../ui/notify.ts";
import { ExchangeForm } from "./exchange-form.tsx";
import classes from "./interaction.module.css";
import {
  useRemoveInteraction,
  useRestoreInteraction,
  useUpdateInteraction,
  type Written,
} from "./interaction.queries.ts";

/** Beyond this a text is folded. */
const isLong = (text: string) => text.length > 420 || text.split("\n").length > 6;

/** One exchange: read, corrected with the pencil, deleted with the bin (and brought back). */
export function ExchangeLine({ exchange }: { exchange: InteractionView }) {
  const { t } = useLingui();
  const [editing, setEditing] = useState(false);
  const [deleting, setDeleting] = useState(false);
  const when = formatDateTime(exchange.heldAt);
  const remove = useRemove(exchange);
  if (editing) return <Correction exchange={exchange} onClose={() => setEditing(false)} />;
  return (
    <li className={classes["exchange"]} data-kind={exchange.kind}>
      <Content exchange={exchange} />
      {exchange.can.update && (
        <div className={classes["tools"]}>
          <IconButton label={t`Modifier l’échange du ${when}`} size={28} onClick={() => setEditing(true)}>
            <IconPencil size={16} aria-hidden />
          </IconButton>
          <IconButton label={t`Supprimer l’échange du ${when}`} size={28} onClick={() => setDeleting(true)}>
            <IconTrash size={16} aria-hidden />
          </IconButton>
        </div>
      )}
      <ConfirmDialog
        opened={deleting}
        onClose={() => setDeleting(false)}
        title={t`Supprimer cet échange ?`}
        confirmLabel={t`Supprimer`}
        danger
        onConfirm={remove}
      >
        {exchange.file
          ? t`L’échange du ${when}, son texte et sa pièce jointe quittent la fiche.`
          : t`L’échange du ${when} et son texte quittent la fiche.`}
      </ConfirmDialog>
    </li>
  );
}

function Content({ exchange: { kind, heldAt, text, file, actor } }: { exchange: InteractionView }) {
  const { t, i18n } = useLingui();
  const [unfolded, setUnfolded] = useState(false);
  const Icon = interactionIcons[kind];
  const kilobytes = file ? formatNumber(Math.max(1, Math.round(file.size / 1024))) : "";
  const open = (id: string) =>
    download(fileApi.download, { params: { id } }).then(saveAs, (refusal: unknown) =>
      notify({ kind: "error", message: errorSentence(refusal) }),
    );
  return (
    <>
      <span className={classes["icon"]} aria-hidden>
        <Icon size={14} aria-hidden />
      </span>
      <div className={classes["content"]}>
        <p className={classes["head"]}>
          <strong>{i18n._(interactionLabels[kind])}</strong>
          <time dateTime={heldAt}>{formatDateTime(heldAt)}</time>
          {actor && <span className={classes["actor"]}>{actor.name}</span>}
        </p>
        {text && (
          <p className={classes["said"]} data-folded={(isLong(text) && !unfolded) || undefined}>
            {text}
          </p>
        )}
        {isLong(text) && (
          <Button
            variant="subtle"
            size="compact-xs"
            ml={-8}
            aria-expanded={unfolded}
            onClick={() => setUnfolded(!unfolded)}
          >
            {unfolded ? t`Réduire` : t`Tout afficher`}
          </Button>
        )}
        {file && (
          <button type="button" className={classes["file"]} onClick={() => void open(file.id)}>
            <IconPaperclip size={14} aria-hidden />
            <span className={classes["fileName"]}>{file.name}</span>
            <span className={classes["size"]}>{t`${kilobytes} ko`}</span>
          </button>
        )}
      </div>
    </>
  );
}

/** Deletes an exchange and offers to undo that. */
function useRemove({ id, opportunityId }: InteractionView): () => Promise<void> {
  const { t } = useLingui();
  const remove = useRemoveInteraction(opportunityId);
  const restore = useRestoreInteraction(opportunityId);
  const undo = () =>
    restore.mutateAsync(id).catch((error: unknown) => notify({ kind: "error", message: errorSentence(error) }));
  return async () => {
    await remove.mutateAsync(id);
    await notify({
      message: t`L’échange est supprimé.`,
      action: { label: t({ message: "Annuler", context: "undo" }), run: () => void undo() },
    });
  };
}

function Correction({ exchange, onClose }: { exchange: InteractionView; onClose: () => void }) {
  const { t, i18n } = useLingui();
  const [before] = useState(exchange);
  const update = useUpdateInteraction(before);
  const [conflict, setConflict] = useState<{ mine: Written; theirs: InteractionView } | null>(null);

  /** Somebody else corrected it first: both versions are shown, the form waits. */
  async function save(written: Written, version = before.version): Promise<void> {
    try {
      await update.mutateAsync({ ...written, version });
    } catch (error) {
      const theirs = error instanceof ApiError && error.body.code === "EDIT_CONFLICT" && error.body.details["current"];
      if (theirs) setConflict({ mine: written, theirs: theirs as InteractionView });
      throw error;
    }
  }

  const { mine, theirs } = conflict ?? {};
  const nameOf = (attachment: Written["attachment"]) =>
    attachment && "name" in attachment ? String(attachment.name) : "";
  const fields =
    mine && theirs
      ? [
          {
            label: t`Type d’échange`,
            mine: i18n._(interactionLabels[mine.kind]),
            theirs: i18n._(interactionLabels[theirs.kind]),
          },
          {
            label: t`Date et heure`,
            mine: formatDateTime(mine.heldAt ?? before.heldAt),
            theirs: formatDateTime(theirs.heldAt),
          },
          { label: t`Texte`, mine: mine.text, theirs: theirs.text },
          { label: t`Pièce jointe`, mine: nameOf(mine.attachment), theirs: theirs.file?.name ?? "" },
        ].filter((field) => field.mine !== field.theirs)
      : [];
  return (
    <li className={classes["editing"]}>
      <ExchangeForm
        label={t`Modifier l’échange`}
        kind={before.kind}
        exchange={before}
        draftKey={`interaction:${before.id}`}
        save={(written) => save(written)}
        onClose={onClose}
      />
      <ConflictDialog
        opened={conflict !== null}
        fields={fields}
        pending={update.isPending}
        onClose={() => setConflict(null)}
        onTakeTheirs={onClose}
        onKeepMine={() => {
          if (mine && theirs) save(mine, theirs.version).then(onClose, () => undefined);
        }}
      />
    </li>
  );
}
