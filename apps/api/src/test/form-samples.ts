import { v7 as uuid } from "uuid";
import { aForm } from "./factories.ts";
import type { Samples } from "./sampler.ts";

const one = (id: string) => ({ params: { id } });
const version = { version: 1 };
const input = () => ({
  ...{ name: "Demande de devis", slug: `devis-${uuid()}` },
  fields: [
    { key: "email" as const, required: true },
    { key: "message" as const, label: "Votre projet" },
  ],
});

/** Requests about forms. */
export const formSamples: Samples["form"] = {
  list: () => ({ query: {} }),
  show: async ({ db, home }) => one((await aForm(db, { organisationId: home.id })).id),
  create: () => ({ body: input() }),
  update: async ({ db, home }) => ({
    ...one((await aForm(db, { organisationId: home.id })).id),
    body: { ...version, input: input() },
  }),
  remove: async ({ db, home }) => one((await aForm(db, { organisationId: home.id })).id),
  restore: async ({ db, home, clock }) =>
    one((await aForm(db, { organisationId: home.id, archivedAt: clock.now, active: false })).id),
  open: async ({ db, home }) => ({ params: { slug: (await aForm(db, { organisationId: home.id })).slug } }),
};

/** Requests about what was answered to them. */
export const submissionSamples: Samples["submission"] = {
  list: () => ({ query: {} }),
  count: () => ({ query: {} }),
  stats: () => ({ query: {} }),
  show: (_world, _me, id) => one(id),
  receive: async ({ db, home }) => ({
    params: { slug: (await aForm(db, { organisationId: home.id })).slug },
    body: { ...version, answers: { email: `${uuid()}@client.test`, message: "Un portail" } },
  }),
};
