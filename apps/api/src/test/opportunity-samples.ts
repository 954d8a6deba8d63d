import type { Samples } from "./sampler.ts";
import { recordOf, stage } from "./world.ts";

const one = (id: string) => ({ params: { id } });
const version = { version: 1 };

/** Requests about opportunities. */
export const opportunitySamples: Samples["opportunity"] = {
  list: () => ({ query: {} }),
  count: () => ({ query: {} }),
  show: (_world, _me, id) => one(id),
  timeline: (_world, _me, id) => ({ ...one(id), query: {} }),
  create: async (world, me) => ({
    body: { contactId: (await recordOf.contact(world, me)).id, pipelineId: world.pipeline.id },
  }),
  update: (_world, _me, id) => ({ ...one(id), body: { ...version, title: "Refonte" } }),
  duplicate: (_world, _me, id) => one(id),
  answer: (_world, _me, id) => ({ ...one(id), body: { ...version, answers: {} } }),
  assign: async ({ db }, me, id) => {
    const row = await db.opportunity.findUnique({ where: { id } });
    return { ...one(id), body: { from: row?.ownerId ?? null, ownerId: me.id } };
  },
  changeStatus: async ({ db }, _me, id) => {
    const on =
      (await db.opportunity.findUnique({ where: { id } }))?.statusOn.toISOString().slice(0, 10) ?? "2026-03-01";
    const from = { status: "open", on, reason: "", remindOn: null } as const;
    return { ...one(id), body: { from, status: "won", on: "2026-03-01" } };
  },
  reachStage: ({ pipeline }, _me, id) => ({
    ...one(id),
    body: { stageId: stage(pipeline, 1), reachedOn: "2026-03-01" },
  }),
  stepBack: ({ pipeline }, _me, id) => ({ ...one(id), query: { stageId: stage(pipeline, 0) } }),
};
