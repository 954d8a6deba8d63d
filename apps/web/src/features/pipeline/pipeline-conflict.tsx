import type { PipelineView } from "@crm/contract";
import { useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { ApiError } from "../../lib/api.ts";
import { ConflictDialog } from "../../ui/conflict-dialog.tsx";
import type { PipelineFields } from "./pipeline-form.tsx";

interface Options {
  mine: () => PipelineFields;
  /** Saves the form again, over the version that was just seen. */
  save: (version: number) => Promise<void>;
  onTakeTheirs: (theirs: PipelineView) => void;
}

const labels = (stages: readonly { label: string; probability: number }[]) =>
  stages.map(({ label, probability }) => `${label} (${probability} %)`).join(" → ");

/** Somebody else saved the type first: both versions are shown, and nothing is overwritten unseen. */
export function usePipelineConflict({ mine, save, onTakeTheirs }: Options) {
  const { t } = useLingui();
  const [theirs, setTheirs] = useState<PipelineView | null>(null);
  const active = theirs?.stages.filter(({ archived }) => !archived) ?? [];
  return {
    caught: (error: unknown): boolean => {
      const conflict =
        error instanceof ApiError && error.body.code === "EDIT_CONFLICT" ? error.body.details["current"] : undefined;
      if (conflict) setTheirs(conflict as PipelineView);
      return conflict !== undefined;
    },
    dialog: (
      <ConflictDialog
        opened={theirs !== null}
        fields={
          theirs
            ? [
                { label: t`Nom`, mine: mine().name, theirs: theirs.name },
                { label: t`Étapes`, mine: labels(mine().stages), theirs: labels(active) },
              ]
            : []
        }
        onClose={() => setTheirs(null)}
        onTakeTheirs={() => {
          if (theirs) onTakeTheirs(theirs);
          setTheirs(null);
        }}
        onKeepMine={() => {
          if (theirs) void save(theirs.version);
          setTheirs(null);
        }}
      />
    ),
  };
}
