import type { ExportTemplate } from "@crm/contract";
import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { type ConflictOptions, useConflict } from "../../ui/use-conflict.tsx";
import type { TemplateFields } from "./template-form.tsx";

interface Options extends Omit<ConflictOptions<ExportTemplate>, "compare"> {
  mine: () => TemplateFields;
}

/** Somebody else saved the template first: both versions are shown, and nothing is overwritten unseen. */
export function useTemplateConflict({ mine, save, onTakeTheirs }: Options) {
  const { t } = useLingui();
  const told = ({ name, shared, columns }: Pick<TemplateFields, "name" | "shared" | "columns">) => ({
    name,
    shared: shared ? t`Partagé` : t`Privé`,
    columns: plural(columns.length, { one: "# colonne", other: "# colonnes" }),
  });
  function compare(theirs: ExportTemplate) {
    const [ours, their] = [told(mine()), told(theirs)];
    return [
      { label: t({ message: "Nom", context: "of a thing" }), mine: ours.name, theirs: their.name },
      { label: t`Partage`, mine: ours.shared, theirs: their.shared },
      { label: t`Critères du modèle`, mine: ours.columns, theirs: their.columns },
    ];
  }
  return useConflict({ compare, save, onTakeTheirs });
}
