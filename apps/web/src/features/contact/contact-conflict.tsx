import type { ContactView } from "@crm/contract";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { ApiError } from "../../lib/api.ts";
import { ConflictDialog, type ConflictField } from "../../ui/conflict-dialog.tsx";
import { showSaved } from "./contact.queries.ts";

/** The contact as somebody else saved it meanwhile, if that is why the server refused. */
const conflictOf = (error: unknown): ContactView | null =>
  error instanceof ApiError && error.body.code === "EDIT_CONFLICT" ? ((error.body.details["current"] as ContactView | undefined) ?? null) : null;

interface Options {
  /** What differs between the form and the contact as the others left it. */
  compare: (theirs: ContactView) => ConflictField[];
  /** Saves the form again, over the version that was just seen. */
  save: (version: number) => Promise<void>;
  /** The form's version is given up. */
  onTakeTheirs: () => void;
}

/**
 * Somebody else saved the contact first: `caught` takes the refusal and says whether it was one of those; `dialog` then
 * shows both versions, and nothing is overwritten unseen.
 */
export function useConflict({ compare, save, onTakeTheirs }: Options) {
  const client = useQueryClient();
  const [theirs, setTheirs] = useState<ContactView | null>(null);
  const [pending, setPending] = useState(false);
  return {
    caught: (error: unknown): boolean => {
      const current = conflictOf(error);
      if (current) setTheirs(current);
      return current !== null;
    },
    dialog: (
      <ConflictDialog
        opened={theirs !== null}
        fields={theirs ? compare(theirs) : []}
        pending={pending}
        onClose={() => setTheirs(null)}
        onTakeTheirs={() => {
          if (theirs) showSaved(client, theirs);
          setTheirs(null);
          onTakeTheirs();
        }}
        onKeepMine={() => {
          if (!theirs) return;
          setPending(true);
          setTheirs(null);
          void save(theirs.version).finally(() => setPending(false));
        }}
      />
    ),
  };
}
