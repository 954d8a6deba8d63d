import { t } from "@lingui/core/macro";
import { useQuery } from "@tanstack/react-query";
import { pipelineList, userDirectory } from "../lib/shared.queries.ts";
import type { OwnChip } from "./list-slots.ts";

type Named = { id: string; name: string };

/**
 * A filter on one of a list, as a chip that takes it off: by its name, or saying that it is there no more (a user, a stage,
 * a list of contacts that was deleted). `list` is undefined while it is read.
 */
export function pickedChip(
  id: string | null,
  list: readonly Named[] | undefined,
  say: (name: string) => string,
  onRemove: () => void,
): OwnChip[] {
  if (id === null) return [];
  if (!list) return [{ label: say("…"), onRemove }];
  const name = list.find((one) => one.id === id)?.name;
  if (name !== undefined) return [{ label: say(name), onRemove }];
  const said = say(t`supprimé`);
  return [{ label: t`Ne s’applique plus : ${said}`, outdated: true, onRemove }];
}

/** The people that a list can be filtered by: users, and nobody. */
export function useOwners(): readonly Named[] | undefined {
  const { data: users } = useQuery(userDirectory);
  return users && [...users, { id: "none", name: t`personne` }];
}

/** Of filters that are always in sight, and look empty when what was picked is there no more: those, each as a chip. */
export function useGoneChips(
  { ownerId, pipelineId, stageId }: Record<"ownerId" | "pipelineId" | "stageId", string | null>,
  change: (part: { ownerId?: null; pipelineId?: null; stageId?: null }) => void,
): OwnChip[] {
  const { data: pipelines } = useQuery(pipelineList);
  const stages = pipelines?.flatMap(({ stages }) => stages.map(({ id, label }) => ({ id, name: label })));
  return [
    ...pickedChip(
      ownerId,
      useOwners(),
      (name) => t`Suivi par : ${name}`,
      () => change({ ownerId: null }),
    ),
    ...pickedChip(
      pipelineId,
      pipelines,
      (name) => t`Type : ${name}`,
      () => change({ pipelineId: null }),
    ),
    ...pickedChip(
      stageId,
      stages && [...stages, { id: "none", name: t`aucune` }],
      (name) => t`Étape : ${name}`,
      () => change({ stageId: null }),
    ),
  ].filter(({ outdated }) => outdated);
}
