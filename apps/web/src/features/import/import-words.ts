import { contactFields, type ImportView } from "@crm/contract";
import { i18n } from "@lingui/core";
import { t } from "@lingui/core/macro";
import { changedFieldLabel } from "../../ui/field-labels.ts";

/** What has become of an import. */
export const statusWords: Record<ImportView["status"], () => string> = {
  checking: () => t`Vérification en cours`,
  checked: () => t`Vérifié, à importer`,
  running: () => t`Import en cours`,
  done: () => t`Terminé`,
  failed: () => t`Échec`,
  cancelled: () => t`Annulé`,
  undoing: () => t`Annulation en cours`,
  undone: () => t`Import annulé`,
};

export const importAddress = (id?: string) => `/outils/importer-contacts${id ? `?import=${id}` : ""}`;

/** What the field with this code is called in the language of the screen; a question brings its own label. */
export function fieldLabel({ code, label }: { code: string | null; label: string | null }): string {
  const base = contactFields.find((known) => known.code === code);
  const words = base ? changedFieldLabel("contact.changed", base.field) : (label ?? "");
  return typeof words === "string" ? words : i18n._(words);
}
