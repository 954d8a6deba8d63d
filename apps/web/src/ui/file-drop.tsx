import { useLingui } from "@lingui/react/macro";
import { Button, FileButton } from "@mantine/core";
import { IconFileSpreadsheet, IconFolderOpen } from "@tabler/icons-react";
import { type DragEvent, useRef, useState } from "react";
import classes from "./file-drop.module.css";

interface Props {
  /** Names the field: « Fichier à importer ». */
  label: string;
  file: File | null;
  onFile: (file: File) => void;
  /** Endings of names, « .xlsx,.csv ». */
  accept: string;
  /** What can be dropped here. */
  invitation: string;
  /** The bounds of a file. */
  hint: string;
}

/** A file, dropped here or chosen. */
export function FileDrop({ label, file, onFile, accept, invitation, hint }: Props) {
  const { t } = useLingui();
  const [over, setOver] = useState(false);
  const resetInput = useRef<() => void>(null);
  const size = file ? Math.max(1, Math.round(file.size / 1024)) : 0;

  function choose(chosen: File | null) {
    if (chosen) onFile(chosen);
    resetInput.current?.(); // so that the same file can be chosen again
  }
  const drag = (event: DragEvent, inside: boolean) => {
    event.preventDefault();
    setOver(inside);
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is an extra; the button inside does the same.
    <div
      className={classes["drop"]}
      data-over={over || undefined}
      onDragOver={(event) => drag(event, true)}
      onDragLeave={(event) => drag(event, false)}
      onDrop={(event) => {
        drag(event, false);
        choose(event.dataTransfer.files[0] ?? null);
      }}
    >
      <IconFileSpreadsheet size={28} stroke={1.4} aria-hidden />
      <div role="status" className={classes["name"]}>
        {file ? t`${file.name} (${size} ko)` : invitation}
      </div>
      <FileButton onChange={choose} accept={accept} resetRef={resetInput} inputProps={{ "aria-label": label }}>
        {(props) => (
          <Button {...props} variant="default" leftSection={<IconFolderOpen size={16} aria-hidden />}>
            {file ? t`Choisir un autre fichier` : t`Choisir un fichier`}
          </Button>
        )}
      </FileButton>
      <p className={classes["hint"]}>{hint}</p>
    </div>
  );
}
