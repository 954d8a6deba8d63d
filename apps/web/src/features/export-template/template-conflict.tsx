import type { ExportTemplate } from "@crm/contract";
import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { ApiError } from "../../lib/api.ts";
import { ConflictDialog } from "../../ui/conflict-dialog.tsx";
import type { TemplateFields } from "./template-form.tsx";

interface Options {
  mine: () => TemplateFields;
  /** Saves the form again, over the version that was just seen. */
  save: (version: number) => Promise<void>;
  onTakeTheirs: (theirs: ExportTemplate) => void;
}

/** Somebody else saved the template first: both versions are shown, and nothing is overwritten unseen. */
export function useTemplateConflict({ mine, save, onTakeTheirs }: Options) {
  const { t } = useLingui();
  const [theirs, setTheirs] = useState<ExportTemplate | null>(null);
  const told = ({ name, shared, columns }: Pick<TemplateFields, "name" | "shared" | "columns">) => ({
    name,
    shared: shared ? t`Partagé` : t`Privé`,
    columns: plural(columns.length, { one: "# colonne", other: "# colonnes" }),
  });
  const [ours, their] = theirs ? [told(mine()), told(theirs)] : [];
  return {
    caught: (error: unknown): boolean => {
      const conflict =
        error instanceof ApiError && error.body.code === "EDIT_CONFLICT" ? error.body.details["current"] : undefined;
      if (conflict) setTheirs(conflict as ExportTemplate);
      return conflict !== undefined;
    },
    dialog: (
      <ConflictDialog
        opened={theirs !== null}
        fields={
          ours && their
            ? [
                { label: t({ message: "Nom", context: "of a thing" }), mine: ours.name, theirs: their.name },
                { label: t`Partage`, mine: ours.shared, theirs: their.shared },
                { label: t`Critères du modèle`, mine: ours.columns, theirs: their.columns },
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
