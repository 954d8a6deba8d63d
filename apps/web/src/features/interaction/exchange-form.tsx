import {
  InteractionInput,
  type InteractionKind,
  type InteractionView,
  interactionKinds,
  uploadLimits,
} from "@crm/contract";
import { fieldInputs } from "@crm/fields/react";
import { useLingui } from "@lingui/react/macro";
import { Button, CloseButton, FileButton, NativeSelect, Textarea } from "@mantine/core";
import { IconPaperclip } from "@tabler/icons-react";
import { useRef, useState } from "react";
import { useDraft } from "../../lib/draft.ts";
import { FormError } from "../../ui/form-error.tsx";
import { interactionLabels } from "../../ui/interaction-words.ts";
import { UnsavedGuard } from "../../ui/unsaved-guard.tsx";
import classes from "./interaction.module.css";
import type { Written } from "./interaction.queries.ts";

const MomentInput = fieldInputs["date-time"];

interface Props {
  /** What the form is called: « Consigner : Appel ». */
  label: string;
  kind: InteractionKind;
  /** The exchange that is corrected; left out: a new one. */
  exchange?: InteractionView;
  draftKey: string;
  save: (written: Written) => Promise<unknown>;
  onClose: () => void;
}

/** An exchange: when it took place (now unless told otherwise), what was said, and an attachment. */
export function ExchangeForm({ label, exchange, draftKey, save, onClose, ...opened }: Props) {
  const { t, i18n } = useLingui();
  const { stored } = useDraft<string>(draftKey, undefined);
  const [first] = useState(() => ({
    kind: opened.kind,
    heldAt: exchange?.heldAt ?? new Date().toISOString(),
    text: exchange?.text ?? "",
    attachment: exchange?.file ?? null,
  }));
  const [kind, setKind] = useState(first.kind);
  const [heldAt, setHeldAt] = useState<unknown>(first.heldAt);
  const [text, setText] = useState(stored ?? first.text);
  const [attachment, setAttachment] = useState<File | { id: string; name: string } | null>(first.attachment);
  const [saving, setSaving] = useState<"no" | "under way" | "done">("no");
  const [refusal, setRefusal] = useState<unknown>(null);
  const [tried, setTried] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const resetFile = useRef<() => void>(null);

  const dirty =
    text !== first.text || attachment !== first.attachment || heldAt !== first.heldAt || kind !== first.kind;
  const draft = useDraft(draftKey, text === first.text ? undefined : text);
  const faults = { heldAt: momentFault(), text: textFault(), file: fileFault() };

  function momentFault(): string | undefined {
    if (typeof heldAt !== "string" || !InteractionInput.shape.heldAt.safeParse(heldAt).success)
      return t`Indiquez une date et une heure, par exemple 02/03/2026 14:30.`;
    if (heldAt !== first.heldAt && Date.parse(heldAt) > Date.now() + 5 * 60_000)
      return t`Cet échange n’a pas encore eu lieu. Indiquez une date et une heure passées, ou planifiez une action.`;
    return undefined;
  }
  function textFault(): string | undefined {
    return InteractionInput.shape.text.safeParse(text).success
      ? undefined
      : t`Ce texte est trop long : 10 000 caractères au plus.`;
  }
  function fileFault(): string | undefined {
    if (!(attachment instanceof File)) return undefined;
    const megabytes = uploadLimits.attachment / 1024 / 1024;
    if (attachment.size > uploadLimits.attachment) return t`Ce fichier est trop lourd : ${megabytes} Mo au plus.`;
    return attachment.size === 0 ? t`Ce fichier est vide. Choisissez-en un autre.` : undefined;
  }

  function close() {
    draft.clear();
    onClose();
  }

  async function submit() {
    setTried(true);
    if (Object.values(faults).some(Boolean)) {
      requestAnimationFrame(() => form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus());
      return;
    }
    setSaving("under way");
    setRefusal(null);
    try {
      // Left as it was, « now » is the server's.
      const moment = exchange === undefined && heldAt === first.heldAt ? undefined : (heldAt as string);
      await save({ kind, heldAt: moment, text, attachment });
      setSaving("done");
      close();
    } catch (error) {
      setRefusal(error);
      setSaving("no");
    }
  }

  return (
    <form
      ref={form}
      className={classes["form"]}
      aria-label={label}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <Textarea
        label={t`Texte`}
        placeholder={t`Ce qui a été dit, en quelques mots`}
        autosize
        minRows={2}
        maxRows={10}
        value={text}
        error={faults.text}
        autoFocus
        onChange={({ currentTarget }) => setText(currentTarget.value)}
      />
      <div className={classes["line"]}>
        {exchange && (
          <NativeSelect
            label={t`Type d’échange`}
            value={kind}
            data={interactionKinds.map((value) => ({ value, label: i18n._(interactionLabels[value]) }))}
            onChange={({ currentTarget }) => setKind(currentTarget.value as InteractionKind)}
          />
        )}
        <MomentInput
          label={t`Date et heure`}
          config={{}}
          locale={i18n.locale === "en" ? "en" : "fr"}
          value={heldAt}
          error={tried || heldAt !== first.heldAt ? faults.heldAt : undefined}
          onChange={setHeldAt}
        />
      </div>
      {attachment && (
        <p className={classes["attachment"]}>
          <IconPaperclip size={14} aria-hidden />
          <span className={classes["fileName"]}>{attachment.name}</span>
          <CloseButton
            size="sm"
            aria-label={t`Retirer la pièce jointe`}
            onClick={() => {
              setAttachment(null);
              resetFile.current?.();
            }}
          />
        </p>
      )}
      <FormError error={faults.file ?? refusal} />
      <div className={classes["foot"]}>
        <FileButton resetRef={resetFile} onChange={setAttachment} inputProps={{ "aria-label": t`Pièce jointe` }}>
          {(props) => (
            <Button
              {...props}
              variant="subtle"
              color="gray"
              size="compact-sm"
              leftSection={<IconPaperclip size={14} aria-hidden />}
            >
              {attachment ? t`Remplacer le fichier` : t`Joindre un fichier`}
            </Button>
          )}
        </FileButton>
        <div className={classes["answer"]}>
          <Button data-cancel variant="default" onClick={close}>{t`Annuler`}</Button>
          <Button type="submit" loading={saving === "under way"}>{t`Valider`}</Button>
        </div>
      </div>
      <UnsavedGuard when={dirty && saving === "no"} onLeave={draft.clear} />
    </form>
  );
}
