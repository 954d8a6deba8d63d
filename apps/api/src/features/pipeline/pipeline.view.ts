import type { PipelineView, StageView } from "@crm/contract";
import type { PipelineRow } from "./pipeline.queries.ts";

/** A type of opportunity; its archived stages come behind the active ones. */
export const toPipelineView = ({ id, name, archivedAt, version, stages }: PipelineRow): PipelineView => {
  const views = stages.map(
    (stage): StageView => ({
      id: stage.id,
      label: stage.label,
      colour: stage.colour as StageView["colour"],
      probability: stage.probability,
      staleDays: stage.staleDays,
      archived: stage.archivedAt !== null,
    }),
  );
  return {
    id,
    name,
    archived: archivedAt !== null,
    version,
    stages: [...views.filter((stage) => !stage.archived), ...views.filter((stage) => stage.archived)],
  };
};
