import { MergeInput, type Permission } from "@crm/contract";
import { v7 as uuid } from "uuid";
import { mergeContacts } from "../features/duplicate/merge.service.ts";
import { hashSecret, newSecret } from "../features/session/session.token.ts";
import { actionSamples } from "./action-samples.ts";
import { contactSamples } from "./contact-samples.ts";
import { aCertificate, anOrganisation, aPipeline, aQuestion, aUser } from "./factories.ts";
import { formSamples, submissionSamples } from "./form-samples.ts";
import { opportunitySamples } from "./opportunity-samples.ts";
import {
  aBulkChange,
  anExchange,
  anExportTemplate,
  anInstallation,
  anotherUser,
  aReport,
  aSavedReport,
  aSelection,
  aView,
  deleted,
  savedView,
  signedInToken,
  template,
  twoContacts,
} from "./sample-records.ts";
import type { Samples } from "./sampler.ts";
import { recordOf, type Somebody, stage, storedFile, type World } from "./world.ts";

const one = (id: string) => ({ params: { id } });
const version = { version: 1 };
const colour = "blue" as const;
const input = () => ({ label: "Taille", code: `TAILLE_${uuid().slice(-8).toUpperCase()}`, type: "text" as const });
const aReplyQuestion = ({ db }: World) => aQuestion(db, { type: "text" });

/** One sample for every endpoint of the contract: one that is missing here does not compile. */
const samples: Samples = {
  action: actionSamples,
  anonymisation: {
    mark: (_world, _me, id) => one(id),
    cancel: (_world, _me, id) => one(id),
    personalData: (_world, _me, id) => ({ ...one(id), query: {} }),
    certificates: () => ({ query: {} }),
    certificate: async ({ db }, me) => one((await aCertificate(db, me)).id),
  },
  bin: {
    list: () => ({ query: {} }),
    contactImpact: (_world, _me, id) => one(id),
    deleteContact: (_world, _me, id) => one(id),
    deleteOpportunity: (_world, _me, id) => one(id),
    restoreContact: async (world, me) => one(await deleted(world, me, "contact")),
    restoreOpportunity: async (world, me) => one(await deleted(world, me, "opportunity")),
    purgeContact: async (world, me) => one(await deleted(world, me, "contact")),
    purgeOpportunity: async (world, me) => one(await deleted(world, me, "opportunity")),
  },
  board: {
    columns: ({ pipeline }) => ({ query: { pipelineId: pipeline.id } }),
    move: ({ pipeline }, _me, id) => ({
      ...one(id),
      body: { from: stage(pipeline, 0), to: stage(pipeline, 2), on: "2026-03-01" },
    }),
  },
  consent: {
    list: (_world, _me, id) => one(id),
    change: (_world, _me, id) => ({ ...one(id), body: { channel: "email", state: "granted", givenOn: "2026-03-01" } }),
  },
  bulk: {
    list: () => ({}),
    create: async (world, me) => ({
      body: { record: "contact", kind: "delete", ids: [(await recordOf.contact(world, me)).id] },
    }),
    show: async (world, me) => one(await aBulkChange(world, me)),
    checkDeletion: async (world, me) => ({ body: { fileId: (await storedFile(world, me, "import")).id } }),
    run: async (world, me) => one(await aBulkChange(world, me, "checked")),
    cancel: async (world, me) => one(await aBulkChange(world, me)),
    undo: async (world, me) => one(await aBulkChange(world, me)),
  },
  contact: contactSamples,
  duplicate: {
    similar: () => ({ query: { email: "a@b.fr", lastName: "Kervella", phone: "06 12 34 56 78" } }),
    list: () => ({ query: {} }),
    setDistinct: async (world, me) => {
      const [firstId, secondId] = await twoContacts(world, me);
      return { body: { firstId, secondId, distinct: true } };
    },
    compare: async (world, me) => {
      const [firstId, secondId] = await twoContacts(world, me);
      return { query: { firstId, secondId } };
    },
    merge: async (world, me) => {
      const [id, other] = await twoContacts(world, me);
      return { body: { kept: { id, ...version }, merged: { id: other, ...version } } };
    },
    undo: async (world, me) => {
      const [id, other] = await twoContacts(world, me);
      const actor = { ...world.ctx.actor, id: me.id };
      const input = MergeInput.parse({ kept: { id, ...version }, merged: { id: other, ...version } });
      return { ...one((await mergeContacts({ ...world.ctx, actor }, input)).id), body: {} };
    },
  },
  exportTemplate: {
    list: () => ({ query: {} }),
    columns: () => ({ query: { record: "opportunity" } }),
    show: async (world, me) => one(await anExportTemplate(world, me)),
    create: () => ({ body: { record: "contact", ...template() } }),
    update: async (world, me) => ({ ...one(await anExportTemplate(world, me)), body: { ...version, ...template() } }),
    remove: async (world, me) => one(await anExportTemplate(world, me)),
  },
  export: {
    list: () => ({ query: {} }),
    create: async (world, me) => {
      await recordOf.contact(world, me);
      return { body: { record: "contact" } };
    },
    preview: () => ({ body: { record: "contact", columns: ["contact.code"] } }),
    show: (_world, _me, id) => one(id),
    cancel: (_world, _me, id) => one(id),
    remove: (_world, _me, id) => one(id),
    content: (_world, _me, id) => one(id),
  },
  file: {
    upload: () => ({ query: { name: "a.csv", purpose: "import" }, body: Buffer.from("EMAIL"), needs: "import:run" }),
    download: async (world, me) => one((await storedFile(world, me, "portrait")).id),
  },
  handover: {
    show: async (world) => one((await anotherUser(world)).id),
    run: async (world) => ({
      ...one((await anotherUser(world)).id),
      ...{ body: { toId: (await anotherUser(world)).id }, needs: "user:write" },
    }),
  },
  form: formSamples,
  submission: submissionSamples,
  health: { health: () => ({}) },
  import: {
    list: () => ({}),
    create: async (world, me) => ({ body: { fileId: (await storedFile(world, me, "import")).id } }),
    show: (_world, _me, id) => one(id),
    targets: () => ({ query: { record: "opportunity" } }),
    template: () => ({ query: { record: "contact" } }),
    change: (_world, _me, id) => ({ ...one(id), body: { options: {}, mapping: { 0: "EMAIL" } } }),
    rows: (_world, _me, id) => ({ ...one(id), query: {} }),
    edit: (_world, _me, id) => ({ ...one(id), body: { edits: [{ row: 2, column: 0, value: "a@b.fr" }] } }),
    run: (_world, _me, id) => one(id),
    cancel: (_world, _me, id) => one(id),
    undo: async ({ db, ctx }, _me, id) => {
      const ended = { status: "done", created: 1, startedAt: ctx.now(), finishedAt: ctx.now() } as const;
      await db.import.update({ where: { id }, data: ended });
      return one(id);
    },
    report: (_world, _me, id) => one(id),
  },
  report: {
    funnel: ({ pipeline }) => ({ query: { pipelineId: pipeline.id } }),
    durations: ({ pipeline }) => ({ query: { pipelineId: pipeline.id } }),
    sales: () => ({ query: {} }),
    paper: () => ({ query: { report: "sales" } }),
    sheet: () => ({ query: { report: "sales", query: "part=activity" } }),
    activity: () => ({ query: { from: "2026-01-01", to: "2026-03-31" } }),
    results: () => ({ query: { from: "2026-01-01", to: "2026-03-31" } }),
    forecast: () => ({ query: {} }),
    lostReasons: () => ({ query: {} }),
  },
  savedReport: {
    list: () => ({ query: { report: "funnel" } }),
    create: () => ({ body: { report: "funnel", ...aReport() } }),
    update: async (world, me) => ({ ...one(await aSavedReport(world, me)), body: { ...version, name: uuid() } }),
    remove: async (world, me) => one(await aSavedReport(world, me)),
    schedule: async (world, me) => ({ ...one(await aSavedReport(world, me)), body: { ...version, schedule: null } }),
    send: async (world, me) => ({
      ...one(await aSavedReport(world, me)),
      body: { format: "xlsx", recipientIds: [me.id] },
    }),
    leave: async (world, me) => one(await aSavedReport(world, me)),
  },
  installation: {
    show: () => ({}),
    run: async (world) => ({ body: await anInstallation(world) }),
    demo: () => ({}),
  },
  interaction: {
    list: (_world, _me, id) => ({ ...one(id), query: {} }),
    create: (_world, _me, id) => ({ ...one(id), body: { kind: "call", text: "Rappeler lundi" } }),
    update: async (world, me) => ({ ...one(await anExchange(world, me)), body: { ...version, text: "Vu" } }),
    remove: async (world, me) => one(await anExchange(world, me)),
    restore: async (world, me) => one(await anExchange(world, me, { deletedAt: world.clock.now })),
  },
  home: {
    pipeline: () => ({ query: {} }),
    stale: () => ({ query: {} }),
    changes: () => ({ query: { since: "2026-03-01T00:00:00Z" } }),
    visit: () => ({}),
    widgets: () => ({}),
    chooseWidgets: () => ({ body: { widgets: ["toDo", "forecast"] } }),
  },
  notification: { list: () => ({}), markRead: () => ({}), stream: () => ({}) },
  opportunity: opportunitySamples,
  organisation: { list: () => ({}), create: () => ({ body: { name: uuid() } }) },
  pipeline: {
    list: () => ({}),
    create: () => ({ body: { name: uuid(), stages: [{ label: "Piste", colour, probability: 10 }] } }),
    async update({ db }) {
      const { id, name, stages } = await aPipeline(db);
      return {
        ...one(id),
        body: {
          ...version,
          name,
          stages: stages.map(({ id, label, probability }) => ({ id, label, colour, probability })),
        },
      };
    },
    setArchived: async ({ db }) => ({ ...one((await aPipeline(db)).id), body: { archived: true } }),
    reorder: async ({ db }) => ({ body: { ids: (await db.pipeline.findMany()).map(({ id }) => id) } }),
  },
  question: {
    usage: () => ({ query: { record: "contact" } }),
    list: () => ({ query: { record: "contact" } }),
    create: () => ({ body: { record: "contact", input: input() } }),
    impact: async (world) => ({ ...one((await aReplyQuestion(world)).id), body: { input: input() } }),
    update: async (world) => ({ ...one((await aReplyQuestion(world)).id), body: { ...version, input: input() } }),
    remove: async (world) => one((await aReplyQuestion(world)).id),
    async restore({ db }) {
      return one((await aQuestion(db, { type: "text", archivedAt: new Date() })).id);
    },
    async reorder({ db }) {
      const questions = await db.question.findMany({ where: { record: "contact", archivedAt: null } });
      return { body: { record: "contact", ids: questions.map(({ id }) => id) } };
    },
  },
  session: {
    async signIn({ db, home, passwordHash, password }) {
      const { email } = await aUser(db, { organisationId: home.id, passwordHash });
      return { body: { email, password } };
    },
    refresh: async (world, me) => ({ headers: { cookie: `crm_refresh=${await signedInToken(world, me)}` } }),
    signOut: () => ({}),
    me: () => ({}),
    list: () => ({}),
    signOutEverywhere: () => ({}),
    changePassword: ({ password }) => ({ body: { current: password, password: "un tout autre secret" } }),
    forgotPassword: () => ({ body: { email: `${uuid()}@client.test` } }),
    async resetPassword({ db, clock }, me) {
      const token = newSecret();
      const expiresAt = new Date(clock.now.getTime() + 1000);
      await db.passwordReset.create({ data: { id: uuid(), userId: me.id, tokenHash: hashSecret(token), expiresAt } });
      return { body: { token, password: "un tout autre secret" } };
    },
  },
  setting: { show: () => ({}), update: () => ({ body: { binDays: 30, from: { binDays: 30 } } }) },
  user: {
    directory: () => ({}),
    list: () => ({ query: {} }),
    show: (_world, me) => one(me.id),
    async create({ db }) {
      const { id: organisationId } = await anOrganisation(db);
      const email = `${uuid()}@briconett.test`;
      return {
        body: {
          firstName: "Élodie",
          lastName: "Kervella",
          email,
          profile: "salesperson",
          crmAccess: true,
          organisationId,
          password: "un mot de passe sûr",
        },
      };
    },
    update: async (world) => ({ ...one((await anotherUser(world)).id), body: { ...version, jobTitle: "Commerciale" } }),
    setActive: async (world) => ({ ...one((await anotherUser(world)).id), body: { active: false } }),
    setPhoto: async (world) => ({ ...one((await anotherUser(world)).id), body: { fileId: null } }),
  },
  validity: { verify: (_world, _me, id) => one(id) },
  selection: {
    list: () => ({}),
    create: () => ({ body: { name: uuid() } }),
    update: async (world, me) => ({ ...one(await aSelection(world, me)), body: { ...version, name: uuid() } }),
    remove: async (world, me) => one(await aSelection(world, me)),
  },
  view: {
    list: () => ({ query: { record: "contact" } }),
    create: () => ({ body: aView() }),
    update: async (world, me) => ({ ...one(await savedView(world, me)), body: { ...version, name: uuid() } }),
    remove: async (world, me) => one(await savedView(world, me)),
    prefer: () => ({ body: { record: "contact", columns: ["name", "city"], defaultViewId: null } }),
  },
};

/** A sample as it is sent. */
export interface Sent {
  params?: unknown;
  query?: unknown;
  body?: unknown;
  headers?: Record<string, string>;
  needs?: Permission;
}

/** The sample of an endpoint found by its names, for tests that walk through all of them. */
export async function sampleOf(world: World, noun: string, verb: string, me: Somebody, id: string): Promise<Sent> {
  const sampler = (samples as Record<string, Record<string, (...args: unknown[]) => unknown>>)[noun]?.[verb];
  if (!sampler) throw new Error(`no sample of ${noun}.${verb}`);
  return (await sampler(world, me, id)) as Sent;
}
