import { v7 as uuid } from "uuid";
import { hashSecret, newSecret } from "../platform/secret.ts";
import { anActionType, aUser } from "./factories.ts";
import type { Samples } from "./sampler.ts";
import { recordOf } from "./world.ts";

const one = (id: string) => ({ params: { id } });
const version = { version: 1 };

/** Requests about planned actions. */
export const actionSamples: Samples["action"] = {
  list: () => ({ query: {} }),
  counts: () => ({ query: {} }),
  show: (_world, _me, id) => one(id),
  create: async (world, me) => ({
    body: {
      typeId: (await anActionType(world.db)).id,
      contactId: (await recordOf.contact(world, me)).id,
      ...{ day: "2026-03-03", time: "14:30", text: "Relancer" },
    },
  }),
  update: (_world, _me, id) => ({ ...one(id), body: { ...version, day: "2026-03-04" } }),
  finish: (_world, _me, id) => ({ ...one(id), body: { report: "Fait" } }),
  reopen: (_world, _me, id) => one(id),
  remove: (_world, _me, id) => one(id),
  restore: (_world, _me, id) => one(id),
  types: () => ({}),
  createType: () => ({ body: { label: uuid(), icon: "bell" } }),
  updateType: async (world) => ({
    ...one((await anActionType(world.db)).id),
    body: { ...version, label: uuid(), icon: "mail" },
  }),
  setTypeArchived: async (world) => ({ ...one((await anActionType(world.db)).id), body: { archived: true } }),
  reorderTypes: async ({ db }) => ({ body: { ids: (await db.actionType.findMany()).map(({ id }) => id) } }),
  calendar: () => ({}),
  openCalendar: () => ({}),
  closeCalendar: () => ({}),
  readCalendar: async ({ db, home }) => {
    const owner = await aUser(db, { organisationId: home.id });
    const secret = newSecret();
    await db.calendarFeed.create({ data: { id: uuid(), userId: owner.id, tokenHash: hashSecret(secret) } });
    return { params: { file: `${secret}.ics` } };
  },
};
