import { useLingui } from "@lingui/react/macro";
import { useClipboard } from "@mantine/hooks";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { IconButton } from "./icon-button.tsx";

/** Copies a text, and says so. `label`: « Copier l’e-mail ». */
export function CopyButton({ text, label }: { text: string; label: string }) {
  const { t } = useLingui();
  const { copy, copied } = useClipboard({ timeout: 1500 });
  return (
    <>
      <IconButton label={label} variant="subtle" color="gray" size={24} onClick={() => copy(text)}>
        {copied ? <IconCheck size={14} aria-hidden /> : <IconCopy size={14} aria-hidden />}
      </IconButton>
      <span
        role="status"
        style={{ position: "absolute", width: 1, height: 1, overflow: "hidden", clipPath: "inset(50%)" }}
      >
        {copied ? t`Copié` : ""}
      </span>
    </>
  );
}
