import type { Prisma, PrismaClient } from "../src/index.ts";
import { seedActions } from "./demo-actions.ts";
import { seedContacts } from "./demo-contacts.ts";
import { seedForms } from "./demo-forms.ts";
import { seedInteractions } from "./demo-interactions.ts";
import { seedOpportunities, seedPipelines } from "./demo-opportunities.ts";
import { seedQuestions } from "./demo-questions.ts";
import { seedUsers } from "./demo-users.ts";
import { randomFrom } from "./random.ts";

export { demoAccounts, demoPassword } from "./demo-users.ts";
export * from "./names.ts";
export * from "./random.ts";

/** Fills an empty database with demo data, once, in one transaction; does nothing when there is a user already. */
export async function seedDemo(db: PrismaClient, now = new Date()): Promise<void> {
  await db.$transaction(
    async (tx) => {
      await tx.$executeRaw`SELECT pg_advisory_xact_lock(20260101)`; // two processes may start at once
      if ((await tx.user.count()) > 0) return;
      const random = randomFrom(2026);
      const { users, questions, pipelines } = await seedRooms(tx);
      const contacts = await seedContacts(tx, random, now, users, questions);
      await seedOpportunities(tx, random, now, contacts, questions, pipelines);
      await seedInteractions(tx, random, now);
      await seedActions(tx, random, now);
      await seedForms(tx, random, now, users, questions);
    },
    { timeout: 60_000 },
  );
}

/** What records stand on: users, questions, types of opportunity. */
async function seedRooms(db: Prisma.TransactionClient) {
  return { users: await seedUsers(db), questions: await seedQuestions(db), pipelines: await seedPipelines(db) };
}

/** The same for a benchmark's rows: the first type of opportunity, all users. */
export async function seedFrame(db: Prisma.TransactionClient) {
  const { users, questions, pipelines } = await seedRooms(db);
  const [pipeline] = pipelines;
  if (!pipeline) throw new Error("no type of opportunity was seeded");
  return { users, questions, pipeline };
}
