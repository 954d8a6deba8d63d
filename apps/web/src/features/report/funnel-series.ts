import type { Asked, Figures, FunnelStage, OpportunityStatus } from "@crm/contract";
import { listOf } from "./list-link.ts";

/** One cohort: what was asked, and how far it came. */
export interface Series {
  /** « 01/01/2026 – 31/03/2026 », or whose. */
  name: string;
  asked: Asked;
  stages: readonly FunnelStage[];
}

/** The list of those that reached a stage (null: of all), of one status or of any. */
export const segmentList = (asked: Asked, stageId: string | null, status?: OpportunityStatus): string =>
  listOf({ ...asked, ...(stageId && { reachedStageId: stageId }), ...(status && { status }) });

const none: Figures = { count: 0, amount: 0 };

/** The same stage of another cohort, in which nobody may have reached it. */
export const sameStage = ({ stages }: Series, { stageId }: FunnelStage): FunnelStage | undefined =>
  stages.find((stage) => stage.stageId === stageId);

export const figuresOf = (stage: FunnelStage | undefined, status?: OpportunityStatus): Figures =>
  (status ? stage?.statuses[status] : stage) ?? none;
