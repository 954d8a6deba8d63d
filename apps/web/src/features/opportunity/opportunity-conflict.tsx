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

/** A field that a form changes, how it is called and read. */
interface SavedField<Field extends keyof OpportunityView> {
  label: string;
  mine: OpportunityView[Field];
  show: (value: OpportunityView[Field]) => ReactNode;
}

type Field = keyof OpportunityView;

interface Options {
  fields: { [F in Field]?: SavedField<F> };
  /** The opportunity that the form was opened on. */
  before: Partial<OpportunityView>;
  /** Saves the form over this version. */
  save: (version: number) => Promise<unknown>;
  /** The form is done: saved, or given up for the others' version. */
  onDone: () => void;
}

/**
 * Saves some fields. Somebody else's change of another field is no conflict: it is saved over, untouched. A change of one of
 * the same fields shows both versions, and nothing is overwritten unseen.
 */
export function useFieldSaving({ fields, before, save, onDone }: Options) {
  const client = useQueryClient();
  const [theirs, setTheirs] = useState<OpportunityView | null>(null);
  const [pending, setPending] = useState(false);
  const [refusal, setRefusal] = useState<unknown>(null);
  const names = Object.keys(fields) as Field[];

  async function attempt(version: number, seen: Partial<OpportunityView>): Promise<void> {
    try {
      await save(version);
      setTheirs(null);
      onDone();
    } catch (error) {
      const current = conflictOf(error);
      if (!current) throw error;
      const mineStands = (field: Field) => current[field] === seen[field] || current[field] === fields[field]?.mine;
      if (names.every(mineStands)) return attempt(current.version, current);
      setTheirs(current);
    }
  }

  async function run(version: number, seen: Partial<OpportunityView> = before) {
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

  function rowsOf(current: OpportunityView) {
    return names
      .map((field) => ({ saved: fields[field] as SavedField<Field>, value: current[field] }))
      .filter(({ saved, value }) => value !== saved.mine)
      .map(({ saved: { label, mine, show }, value }) => ({ label, mine: show(mine), theirs: show(value) }));
  }

  return {
    run: (version: number) => void run(version),
    pending,
    refusal,
    dialog: (
      <ConflictDialog
        opened={theirs !== null}
        fields={theirs ? rowsOf(theirs) : []}
        pending={pending}
        onClose={() => setTheirs(null)}
        onTakeTheirs={() => {
          if (theirs) showSaved(client, theirs);
          setTheirs(null);
          onDone();
        }}
        onKeepMine={() => theirs && void run(theirs.version, theirs)}
      />
    ),
  };
}
