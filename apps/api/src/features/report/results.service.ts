import type { ActivityQuery, Results } from "@crm/contract";
import type { z } from "zod";
import type { Ctx } from "../../platform/context.ts";
import { toFigures } from "./figures.ts";
import { stagesInOrder } from "./funnel.queries.ts";
import { endedInPeriod, validatedInPeriod } from "./results.queries.ts";

const none = { count: 0, amount: 0 };

/** What was won, lost and reached in a period, credited to who followed it that day (docs/reports.md), most won first. */
export async function showResults(ctx: Ctx, days: z.output<typeof ActivityQuery>): Promise<Results> {
  const [ended, validated, stages] = await Promise.all([
    endedInPeriod(ctx, days),
    validatedInPeriod(ctx, days),
    stagesInOrder(ctx, undefined),
  ]);
  const rows = new Map<string | null, Results["rows"][number]>();
  const rowOf = ({ userId, name }: { userId: string | null; name: string }) => {
    const row = rows.get(userId) ?? { userId, name, won: none, lost: none, stages: {} };
    rows.set(userId, row);
    return row;
  };
  for (const row of ended) rowOf(row)[row.status] = toFigures(row);
  for (const row of validated) rowOf(row).stages[row.stageId] = row.count;
  const reached = new Set(validated.map(({ stageId }) => stageId));
  return {
    stages: stages
      .filter(({ id, archived }) => !archived || reached.has(id))
      .map(({ id, label, pipelineId }) => ({ id, label, pipelineId })),
    rows: [...rows.values()].sort((a, b) => b.won.amount - a.won.amount || a.name.localeCompare(b.name, "fr")),
  };
}
