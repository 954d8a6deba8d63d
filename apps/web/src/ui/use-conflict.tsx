import { type ReactNode, useState } from "react";
import { ApiError } from "../lib/api.ts";
import { ConflictDialog, type ConflictField } from "./conflict-dialog.tsx";

export interface ConflictOptions<Theirs> {
  /** What differs between what I typed and what somebody else saved. */
  compare: (theirs: Theirs) => readonly ConflictField[];
  /** Saves the form again, over what was just seen. */
  save: (theirs: Theirs) => Promise<unknown>;
  onTakeTheirs: (theirs: Theirs) => void;
}

/** For a form that may be refused with EDIT_CONFLICT: both versions are shown, and nothing is overwritten unseen. */
export function useConflict<Theirs extends object>({
  compare,
  save,
  onTakeTheirs,
}: ConflictOptions<Theirs>): {
  /** Whether that was such a refusal, which the dialog then shows. */
  caught: (error: unknown) => boolean;
  /** A refusal to show in the form: not the one that the dialog is about. */
  shown: (error: unknown) => unknown;
  dialog: ReactNode;
} {
  const [theirs, setTheirs] = useState<Theirs | null>(null);
  return {
    caught: (error) => {
      const current = currentOf(error);
      if (current) setTheirs(current as Theirs);
      return current !== undefined;
    },
    shown: (error) => (currentOf(error) === undefined ? error : null),
    dialog: (
      <ConflictDialog
        opened={theirs !== null}
        fields={theirs ? compare(theirs) : []}
        onClose={() => setTheirs(null)}
        onTakeTheirs={() => {
          if (theirs) onTakeTheirs(theirs);
          setTheirs(null);
        }}
        onKeepMine={() => {
          if (theirs) void save(theirs);
          setTheirs(null);
        }}
      />
    ),
  };
}

/** The record as somebody else saved it meanwhile, if that is why the server refused. */
const currentOf = (error: unknown): unknown =>
  error instanceof ApiError && error.body.code === "EDIT_CONFLICT" ? error.body.details["current"] : undefined;
