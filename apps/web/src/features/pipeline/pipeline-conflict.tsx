import type { PipelineView } from "@crm/contract";
import { useLingui } from "@lingui/react/macro";
import { type ConflictOptions, useConflict } from "../../ui/use-conflict.tsx";
import type { PipelineFields } from "./pipeline-form.tsx";

interface Options extends Omit<ConflictOptions<PipelineView>, "compare"> {
  mine: () => PipelineFields;
}

const labels = (stages: readonly { label: string; probability: number }[]) =>
  stages.map(({ label, probability }) => `${label} (${probability} %)`).join(" → ");

/** Somebody else saved the type first: both versions are shown, and nothing is overwritten unseen. */
export function usePipelineConflict({ mine, save, onTakeTheirs }: Options) {
  const { t } = useLingui();
  const compare = (theirs: PipelineView) => [
    { label: t`Nom`, mine: mine().name, theirs: theirs.name },
    {
      label: t`Étapes`,
      mine: labels(mine().stages),
      theirs: labels(theirs.stages.filter(({ archived }) => !archived)),
    },
  ];
  return useConflict({ compare, save, onTakeTheirs });
}
