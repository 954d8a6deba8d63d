import type { ImportView } from "@crm/contract";
import { t } from "@lingui/core/macro";

/** What has become of an import. */
export const statusWords: Record<ImportView["status"], () => string> = {
  checking: () => t`Vérification en cours`,
  checked: () => t`Vérifié, à importer`,
  running: () => t`Import en cours`,
  done: () => t`Terminé`,
  failed: () => t`Échec`,
  cancelled: () => t`Annulé`,
};

export const importAddress = (id?: string) => `/outils/importer-contacts${id ? `?import=${id}` : ""}`;
