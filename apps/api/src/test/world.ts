import type { ScopedRecord } from "@crm/contract";
import { v7 as uuid } from "uuid";
import { storeFile } from "../features/file/file.service.ts";
import { aContact, aForm, anAction, anOpportunity, aPipeline, aSubmission, passwordHashOf } from "./factories.ts";
import { type TestApp, testApp } from "./test-app.ts";

export type Somebody = { id: string; organisationId: string };

/** What the samples stand on, made once for many requests. */
export type World = TestApp & {
  pipeline: Awaited<ReturnType<typeof aPipeline>>;
  password: string;
  passwordHash: string;
};

export const testWorld = async (): Promise<World> => withSamples(await testApp());

/** An application with what the samples stand on. */
export async function withSamples<On extends TestApp>(on: On): Promise<On & World> {
  const password = "un mot de passe sûr";
  return { ...on, pipeline: await aPipeline(on.db), password, passwordHash: await passwordHashOf(password) };
}

/** A record that `owner` follows, ready for whatever an endpoint does to it. */
export const recordOf: Record<ScopedRecord, (world: World, owner: Somebody) => Promise<{ id: string }>> = {
  contact: ({ db }, owner) => aContact(db, { organisationId: owner.organisationId, ownerId: owner.id }),
  async opportunity({ db, pipeline }, owner) {
    const of = { organisationId: owner.organisationId, ownerId: owner.id };
    const contact = await aContact(db, of);
    const opportunity = await anOpportunity(db, {
      ...of,
      contactId: contact.id,
      pipelineId: pipeline.id,
      stageId: stage(pipeline, 0),
    });
    await db.reachedStage.create({
      data: { opportunityId: opportunity.id, stageId: stage(pipeline, 0), reachedOn: new Date("2026-02-01") },
    });
    return opportunity;
  },
  async action(world, owner) {
    const of = { organisationId: owner.organisationId, ownerId: owner.id };
    return anAction(world.db, { ...of, contactId: (await recordOf.contact(world, owner)).id });
  },
  async export(world, owner) {
    const file = await storedFile(world, owner, "export");
    const made = { userId: owner.id, record: "contact", status: "done", total: 1, done: 1 } as const;
    return world.db.export.create({ data: { id: uuid(), ...made, fileId: file.id, createdAt: world.clock.now } });
  },
  async submission(world, owner) {
    const { id: contactId } = await recordOf.contact(world, owner);
    const { id: formId } = await aForm(world.db, { organisationId: owner.organisationId });
    return aSubmission(world.db, { formId, contactId });
  },
  async import(world, owner) {
    const [file, report] = [await storedFile(world, owner, "import"), await storedFile(world, owner, "import-report")];
    const data = {
      id: uuid(),
      userId: owner.id,
      fileId: file.id,
      reportId: report.id,
      status: "checked",
      options: { mode: "both" },
    } as const;
    return world.db.import.create({ data });
  },
};

export const storedFile = (
  { ctx }: World,
  by: Somebody,
  purpose: "photo" | "portrait" | "import" | "import-report" | "export",
) =>
  storeFile(
    { ...ctx, actor: { ...ctx.actor, id: by.id } },
    { name: "a.csv", mediaType: "text/csv", purpose, content: Buffer.from("EMAIL\na@b.fr\n") },
  );

export const stage = ({ stages }: World["pipeline"], i: number) => stages[i]?.id ?? "";
