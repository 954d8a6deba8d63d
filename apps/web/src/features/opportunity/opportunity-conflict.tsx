import type { OpportunityView } from "@crm/contract";
import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { ApiError } from "../../lib/api.ts";
import { ConflictDialog } from "../../ui/conflict-dialog.tsx";
import { showSaved } from "./opportunity.queries.ts";

/** The opportunity as somebody else saved it meanwhile, if that is why the server refused. */
const conflictOf = (error: unknown): OpportunityView | null =>
  error instanceof ApiError && error.body.code === "EDIT_CONFLICT"
    ? ((error.body.details["current"] as OpportunityView | undefined) ?? null)
    : null;

interface Options<Field extends keyof OpportunityView> {
  /** The field that the form changes, and how it is read. */
  field: Field;
  label: string;
  /** The opportunity that the form was opened on. */
  before: Pick<OpportunityView, Field>;
  mine: OpportunityView[Field];
  show: (value: OpportunityView[Field]) => ReactNode;
  /** Saves the form over this version. */
  save: (version: number) => Promise<unknown>;
  /** The form is done: saved, or given up for the others' version. */
  onDone: () => void;
}

/**
 * Saves one field. Somebody else's change of another field is no conflict: it is saved over, untouched. A change of the same
 * field shows both versions, and nothing is overwritten unseen.
 */
export function useFieldSaving<Field extends keyof OpportunityView>({
  field,
  label,
  before,
  mine,
  show,
  save,
  onDone,
}: Options<Field>) {
  const client = useQueryClient();
  const [theirs, setTheirs] = useState<OpportunityView | null>(null);
  const [pending, setPending] = useState(false);
  const [refusal, setRefusal] = useState<unknown>(null);

  async function attempt(version: number, seen: OpportunityView[Field]): Promise<void> {
    try {
      await save(version);
      setTheirs(null);
      onDone();
    } catch (error) {
      const current = conflictOf(error);
      if (!current) throw error;
      if (current[field] === seen || current[field] === mine) return attempt(current.version, current[field]);
      setTheirs(current);
    }
  }

  async function run(version: number, seen = before[field]) {
    setPending(true);
    setRefusal(null);
    try {
      await attempt(version, seen);
    } catch (error) {
      setTheirs(null);
      setRefusal(error);
    } finally {
      setPending(false);
    }
  }

  return {
    run: (version: number) => void run(version),
    pending,
    refusal,
    dialog: (
      <ConflictDialog
        opened={theirs !== null}
        fields={theirs ? [{ label, mine: show(mine), theirs: show(theirs[field]) }] : []}
        pending={pending}
        onClose={() => setTheirs(null)}
        onTakeTheirs={() => {
          if (theirs) showSaved(client, theirs);
          setTheirs(null);
          onDone();
        }}
        onKeepMine={() => theirs && void run(theirs.version, theirs[field])}
      />
    ),
  };
}
