import type { ContactView } from "@crm/contract";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { ApiError } from "../../lib/api.ts";
import { ConflictDialog, type ConflictField } from "../../ui/conflict-dialog.tsx";
import { showSaved } from "./contact.queries.ts";

/** The contact as somebody else saved it meanwhile, if that is why the server refused. */
const conflictOf = (error: unknown): ContactView | null =>
  error instanceof ApiError && error.body.code === "EDIT_CONFLICT"
    ? ((error.body.details["current"] as ContactView | undefined) ?? null)
    : null;

interface Options {
  /** What the others changed that the form changes too, with both values. */
  compare: (theirs: ContactView) => ConflictField[];
  /** Saves the form again, over the version that was just seen. */
  save: (version: number) => Promise<void>;
  /** The form's version is given up. */
  onTakeTheirs: () => void;
}

/**
 * Somebody else saved the contact first. A change of other fields is no conflict: the form is saved over it, untouched, as
 * it sends its own fields only. Otherwise `dialog` shows both versions, and nothing is overwritten unseen.
 */
export function useConflict({ compare, save, onTakeTheirs }: Options) {
  const client = useQueryClient();
  const [theirs, setTheirs] = useState<ContactView | null>(null);
  return {
    /** Deals with a refusal if it is a conflict, and says whether it was. */
    settle: async (error: unknown): Promise<boolean> => {
      const current = conflictOf(error);
      if (current === null) return false;
      if (compare(current).length === 0) await save(current.version);
      else setTheirs(current);
      return true;
    },
    dialog: (
      <ConflictDialog
        opened={theirs !== null}
        fields={theirs ? compare(theirs) : []}
        onClose={() => setTheirs(null)}
        onTakeTheirs={() => {
          if (theirs) showSaved(client, theirs);
          setTheirs(null);
          onTakeTheirs();
        }}
        onKeepMine={() => {
          if (!theirs) return;
          setTheirs(null);
          void save(theirs.version);
        }}
      />
    ),
  };
}
