import type { OpportunityRow, StageView } from "@crm/contract";
import type { Active, Announcements, Over } from "@dnd-kit/core";
import { useLingui } from "@lingui/react/macro";
import { statusLabels } from "../../ui/status-badge.tsx";
import { columnId } from "./board-column.tsx";
import { statusOf } from "./status-targets.tsx";

/** What is said while a card is moved by keyboard. */
export function useBoardWords(columns: readonly (StageView | null)[]) {
  const { t, i18n } = useLingui();
  const titleOf = ({ data }: Active) => (data.current?.["row"] as OpportunityRow | undefined)?.title ?? "";
  const nameOf = (over: Over) => {
    const status = statusOf(over.id);
    if (status) return i18n._(statusLabels[status]);
    const place = columns.findIndex((stage) => columnId(stage) === over.id);
    const name = columns[place]?.label ?? t`Avant la première étape`;
    return t`${name}, colonne ${place + 1} sur ${columns.length}`;
  };
  const announcements: Announcements = {
    onDragStart: ({ active }) => t`« ${titleOf(active)} » saisie.`,
    onDragOver: ({ active, over }) => (over ? t`« ${titleOf(active)} » au-dessus de : ${nameOf(over)}.` : undefined),
    onDragEnd: ({ active, over }) =>
      over ? t`« ${titleOf(active)} » déposée : ${nameOf(over)}.` : t`« ${titleOf(active)} » reprend sa place.`,
    onDragCancel: ({ active }) => t`Déplacement annulé. « ${titleOf(active)} » reprend sa place.`,
  };
  return {
    announcements,
    screenReaderInstructions: {
      draggable: t`Appuyez sur Espace pour saisir la carte, sur les flèches gauche et droite pour changer d’étape, de nouveau sur Espace pour la déposer, sur Échap pour annuler.`,
    },
  };
}
