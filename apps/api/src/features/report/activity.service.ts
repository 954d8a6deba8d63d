import type { Activity, ActivityQuery, Forecast, InteractionKind, ReportFilter } from "@crm/contract";
import { interactionKinds } from "@crm/contract";
import { Prisma } from "@crm/db";
import { dayBoundsOf } from "@crm/fields";
import type { z } from "zod";
import type { Ctx } from "../../platform/context.ts";
import { opportunitiesWhere } from "../opportunity/opportunity.service.ts";
import { standing } from "../opportunity/standing.service.ts";
import {
  actionsByWeek,
  endedByStage,
  exchangesByWeek,
  lateActions,
  lostByReason,
  responseTimes,
} from "./activity.queries.ts";
import { toFigures } from "./figures.ts";
import { stagesInOrder } from "./funnel.queries.ts";

const moment = { type: "date-time", config: {} } as const;

/** Exchanges and actions by user and week (docs/reports.md): credited to who did them, on the day they were done. */
export async function showActivity(ctx: Ctx, { from, to }: z.output<typeof ActivityQuery>): Promise<Activity> {
  const span = { from: dayBoundsOf(moment, from).from, before: dayBoundsOf(moment, to).before };
  const [exchanges, actions, late, responses] = await Promise.all([
    exchangesByWeek(ctx, span),
    actionsByWeek(ctx, span),
    lateActions(ctx),
    responseTimes(ctx, span),
  ]);
  const weeks = new Map<string, Activity["weeks"][number]>();
  const weekOf = ({ userId, name, week }: { userId: string | null; name: string; week: string }) => {
    const key = `${week} ${userId}`;
    const entry = weeks.get(key) ?? { userId, name, week, exchanges: noExchanges(), actionsDone: 0, actionsLate: 0 };
    weeks.set(key, entry);
    return entry;
  };
  for (const row of exchanges) weekOf(row).exchanges[row.kind] = row.count;
  for (const row of actions) Object.assign(weekOf(row), { actionsDone: row.done, actionsLate: row.late });
  return {
    weeks: [...weeks.values()].sort((a, b) => a.week.localeCompare(b.week) || a.name.localeCompare(b.name, "fr")),
    late,
    responseDays: tenths(responses.find(({ whole }) => whole)?.days ?? null),
    responses: responses.flatMap(({ whole, userId, name, days }) => {
      const told = tenths(days);
      return whole || told === null ? [] : [{ userId, name, days: told }];
    }),
  };
}

const tenths = (days: number | null) => (days === null ? null : Math.round(days * 10) / 10);

const noExchanges = () =>
  Object.fromEntries(interactionKinds.map((kind) => [kind, 0])) as Record<InteractionKind, number>;

/**
 * What may be won by expected month: amounts weighted by the probability of the stage, and by the share of those which
 * reached it, and have ended since, that were won. Before the first stage nothing is counted on.
 */
export async function showForecast(ctx: Ctx, filter: ReportFilter): Promise<Forecast> {
  const [rows, ended, stages] = await Promise.all([
    standing(ctx, Prisma.sql`${await opportunitiesWhere(ctx, filter)} AND o.status = 'open'`, { byMonth: true }),
    endedByStage(ctx),
    stagesInOrder(ctx, undefined),
  ]);
  const observedOn = new Map(
    stages.map(({ id, pipelineId }, at) => {
      const behind = new Set(stages.slice(at).flatMap((stage) => (stage.pipelineId === pipelineId ? [stage.id] : [])));
      const reached = ended.filter(({ stageId }) => stageId !== null && behind.has(stageId));
      const all = reached.reduce((sum, { count }) => sum + count, 0);
      const won = reached.reduce((sum, { status, count }) => sum + (status === "won" ? count : 0), 0);
      return [id, all > 0 ? won / all : 0];
    }),
  );
  const months = new Map<string | null, { count: number; cents: number; weighted: number; observed: number }>();
  for (const { month, stageId, count, cents, weightedCents } of rows) {
    const sum = months.get(month) ?? { count: 0, cents: 0, weighted: 0, observed: 0 };
    months.set(month, {
      count: sum.count + count,
      cents: sum.cents + cents,
      weighted: sum.weighted + weightedCents,
      observed: sum.observed + cents * (stageId === null ? 0 : (observedOn.get(stageId) ?? 0)),
    });
  }
  return {
    months: [...months]
      .map(([month, { weighted, observed, ...sum }]) => ({
        ...toFigures(sum),
        month,
        weighted: weighted / 100,
        observed: Math.round(observed) / 100,
      }))
      .sort((a, b) => (a.month ?? "9999-99").localeCompare(b.month ?? "9999-99")),
  };
}

/** Why the opportunities that a filter finds were lost: the 200 most frequent reasons. */
export const showLostReasons = async (ctx: Ctx, filter: ReportFilter) =>
  (await lostByReason(ctx, await opportunitiesWhere(ctx, filter))).map(({ reason, ...sum }) => ({
    reason,
    ...toFigures(sum),
  }));
