import { v7 as uuid } from "uuid";
import type { Samples } from "./sampler.ts";

const one = (id: string) => ({ params: { id } });
const version = { version: 1 };

/** Requests about contacts. */
export const contactSamples: Samples["contact"] = {
  list: () => ({ query: {} }),
  count: () => ({ query: {} }),
  show: (_world, _me, id) => one(id),
  timeline: (_world, _me, id) => ({ ...one(id), query: {} }),
  create: () => ({ body: { email: `${uuid()}@client.test` } }),
  update: (_world, _me, id) => ({ ...one(id), body: { ...version, city: "Rennes" } }),
  answer: (_world, _me, id) => ({ ...one(id), body: { ...version, answers: {} } }),
  assign: async ({ db }, me, id) => {
    const row = await db.contact.findUnique({ where: { id } });
    return { ...one(id), body: { from: row?.ownerId ?? null, ownerId: me.id } };
  },
  duplicate: (_world, _me, id) => one(id),
  vcard: (_world, _me, id) => one(id),
};
