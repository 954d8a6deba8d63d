import { demoKinds, holdBeginning, isBare } from "../src/beginning.ts";
import type { Prisma, PrismaClient } from "../src/index.ts";
import { seedActions } from "./demo-actions.ts";
import { seedContacts } from "./demo-contacts.ts";
import { seedForms } from "./demo-forms.ts";
import { seedInteractions } from "./demo-interactions.ts";
import { seedOpportunities, seedPipelines } from "./demo-opportunities.ts";
import { seedQuestions } from "./demo-questions.ts";
import { seedUsers } from "./demo-users.ts";
import { randomFrom } from "./random.ts";

export { demoAccounts, demoPassword, demoPasswordOpens } from "./demo-users.ts";
export * from "./names.ts";
export * from "./random.ts";
export { type RemovedDemo, removeDemo } from "./remove-demo.ts";

/** Fills a bare database with demo data and accounts, once, in one transaction; does nothing when it is not, or was given up. */
export async function seedDemo(db: PrismaClient, now = new Date()): Promise<void> {
  await db.$transaction(
    async (tx) => {
      await holdBeginning(tx); // two processes may start at once
      const { demoRemovedAt } = await tx.installation.findUniqueOrThrow({ where: { id: 1 } });
      if (demoRemovedAt === null && (await isBare(tx))) await loadDemo(tx, { now, signIn: true });
    },
    { timeout: 60_000 },
  );
}

/** The demo in a bare database, in the caller's transaction. `signIn`: its accounts have the public password. */
export async function loadDemo(
  db: Prisma.TransactionClient,
  { now, signIn }: { now: Date; signIn: boolean },
): Promise<void> {
  const random = randomFrom(2026);
  const { users, questions, pipelines } = await seedRooms(db, signIn);
  const contacts = await seedContacts(db, random, now, users, questions);
  await seedOpportunities(db, random, now, contacts, questions, pipelines);
  await seedInteractions(db, random, now);
  await seedActions(db, random, now);
  await seedForms(db, random, now, users, questions);
  for (const kind of demoKinds)
    await db.$executeRawUnsafe(`INSERT INTO demo_records (id, kind) SELECT id, '${kind}' FROM ${kind}`);
}

/** What records stand on: users, questions, types of opportunity. */
async function seedRooms(db: Prisma.TransactionClient, signIn = true) {
  return { users: await seedUsers(db, signIn), questions: await seedQuestions(db), pipelines: await seedPipelines(db) };
}

/** The same for a benchmark's rows: the first type of opportunity, all users. */
export async function seedFrame(db: Prisma.TransactionClient) {
  const { users, questions, pipelines } = await seedRooms(db);
  const [pipeline] = pipelines;
  if (!pipeline) throw new Error("no type of opportunity was seeded");
  return { users, questions, pipeline };
}
