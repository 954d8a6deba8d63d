import type { PrismaClient } from "@crm/db";
import pg from "pg";
import { vi } from "vitest";

/** How many statements `work` sends to PostgreSQL, transaction commands included. Nothing else may run meanwhile. */
export async function countQueries(work: () => Promise<unknown>): Promise<number> {
  const query = vi.spyOn(pg.Client.prototype, "query");
  try {
    await work();
    return query.mock.calls.length;
  } finally {
    query.mockRestore();
  }
}

/** The plans of the SELECTs that `work` sends, with what each step really read. Nothing else may run meanwhile. */
export async function plansOf(db: PrismaClient, work: () => Promise<unknown>): Promise<Plan[]> {
  const query = vi.spyOn(pg.Client.prototype, "query");
  let sent: { text: string; values: unknown[] }[];
  try {
    await work();
    sent = query.mock.calls.flatMap(([one]) => {
      const { text, values = [] } = (typeof one === "string" ? { text: one } : one) as { text: string; values?: [] };
      return /^\s*SELECT/.test(text) ? [{ text, values }] : [];
    });
  } finally {
    query.mockRestore();
  }
  const plans = [];
  for (const { text, values } of sent) {
    const [row] = await db.$queryRawUnsafe<{ "QUERY PLAN": [{ Plan: Plan }] }[]>(
      `EXPLAIN (ANALYZE, FORMAT JSON) ${text}`,
      ...values,
    );
    if (row) plans.push(row["QUERY PLAN"][0].Plan);
  }
  return plans;
}

/** A step of a plan, as EXPLAIN names its parts. */
export interface Plan {
  "Node Type": string;
  "Relation Name"?: string;
  "Index Name"?: string;
  "Actual Rows": number;
  "Actual Loops": number;
  "Rows Removed by Filter"?: number;
  Plans?: Plan[];
}

/** Every step of a plan. */
export const stepsOf = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(stepsOf)];
