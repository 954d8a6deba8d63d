import { setTimeout } from "node:timers/promises";
import type { Place, Work } from "./work.ts";

/** The list, the board, the card with its exchanges, what is to do, and the home page. */
export async function opportunityWorks({ client, floor, ours, headers }: Place): Promise<Work[]> {
  const { id } = (
    await client.query<{ id: string }>(
      "SELECT id FROM opportunities WHERE deleted_at IS NULL ORDER BY created_at DESC LIMIT 1",
    )
  ).rows[0] ?? { id: "" };
  const { pipeline, stage } = (
    await client.query<{ pipeline: string; stage: string }>(
      "SELECT pipeline_id AS pipeline, stage_id AS stage FROM opportunities GROUP BY 1, 2 ORDER BY count(*) DESC LIMIT 1",
    )
  ).rows[0] ?? { pipeline: "", stage: "" };
  const get = (path: string) => ({ url: `${ours}/api${path}`, headers });
  return [
    {
      name: "opportunities, first page of 50",
      floor: { url: `${floor}/opportunities` },
      ours: get("/opportunities"),
      target: { of: "perSecond", bound: 0.35 },
    },
    {
      name: "board: its column of 200,000, first cards",
      floor: { url: `${floor}/column?pipeline=${pipeline}&stage=${stage}` },
      ours: get(`/opportunities?pipelineId=${pipeline}&stageId=${stage}&size=30&sort=stageAt`),
      target: { of: "perSecond", bound: 0.35 },
    },
    {
      name: "board: counts and sums of its columns",
      floor: { url: `${floor}/board?pipeline=${pipeline}` },
      ours: get(`/opportunities/board?pipelineId=${pipeline}`),
      target: { of: "p50", bound: 1.5 },
    },
    {
      name: "opportunity's card, its timeline",
      floor: { url: `${floor}/opportunity?id=${id}` },
      ours: get(`/opportunities/${id}`),
      target: { of: "perSecond", bound: 0.3 },
    },
    {
      name: "exchanges of an opportunity, counted by kind",
      floor: { url: `${floor}/interactions?id=${id}` },
      ours: get(`/opportunities/${id}/interactions`),
      target: { of: "perSecond", bound: 0.3 },
    },
    {
      name: "actions to do, first page of 50",
      floor: { url: `${floor}/actions` },
      ours: get("/actions"),
      target: { of: "perSecond", bound: 0.35 },
    },
    {
      name: "funnel: two years of creations",
      floor: { url: `${floor}/funnel?pipeline=${pipeline}&from=2024-11-01` },
      ours: get(`/reports/funnel?pipelineId=${pipeline}&createdFrom=2024-11-01`),
      target: { of: "p50", bound: 1.5 },
    },
    {
      name: "sales report of everyone, by user",
      floor: { url: `${floor}/sales` },
      ours: get("/reports/sales"),
      target: { of: "p50", bound: 1.5 },
    },
    {
      name: "home: pipeline of everyone, weighted",
      floor: { url: `${floor}/pipeline` },
      ours: get("/home/pipeline?whose=everyone"),
      target: { of: "p50", bound: 1.5 },
    },
    {
      name: "home: stale opportunities of everyone",
      floor: { url: `${floor}/stale` },
      ours: get("/home/stale?whose=everyone"),
      target: { of: "p50", bound: 3 },
    },
  ];
}

/**
 * Milliseconds under which 95 in 100 validations of a stage answer while ten users step back and validate, on cards of their
 * own. Each rests one to three seconds after every card, as chance has it: all at the same moment, each would wait for nine.
 */
export async function timeValidation({ client, ours, headers }: Place): Promise<number> {
  const { rows: cards } = await client.query<{ id: string; stages: string[] }>(`
    SELECT o.id, (SELECT array_agg(s.id ORDER BY s.position) FROM stages s WHERE s.pipeline_id = o.pipeline_id) AS stages
    FROM opportunities o WHERE o.deleted_at IS NULL ORDER BY o.id LIMIT 200`);
  const json = { ...headers, "content-type": "application/json" };
  const times: number[] = [];
  const send = async (path: string, method: string, body?: object) => {
    const start = performance.now();
    const reply = await fetch(`${ours}/api${path}`, {
      method,
      headers: body ? json : headers,
      body: body ? JSON.stringify(body) : null,
    });
    await reply.arrayBuffer();
    if (!reply.ok) throw new Error(`${method} ${path}: ${reply.status}`);
    return performance.now() - start;
  };
  const today = new Date().toISOString().slice(0, 10);
  await Promise.all(
    Array.from({ length: 10 }, async (_, user) => {
      for (const { id, stages } of cards.filter((_, place) => place % 10 === user)) {
        await setTimeout(1000 + Math.random() * 2000);
        await send(`/opportunities/${id}/stages/last?stageId=${stages.at(-1)}`, "DELETE");
        times.push(await send(`/opportunities/${id}/stages`, "POST", { stageId: stages.at(-1), reachedOn: today }));
      }
    }),
  );
  times.sort((a, b) => a - b);
  return Math.round((times[Math.floor(times.length * 0.95)] ?? 0) * 10) / 10;
}
