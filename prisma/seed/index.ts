import type { PrismaClient } from "../src/index.ts";
import { seedContacts } from "./demo-contacts.ts";
import { seedOpportunities } from "./demo-opportunities.ts";
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
      const users = await seedUsers(tx);
      const questions = await seedQuestions(tx);
      const contacts = await seedContacts(tx, random, now, users, questions);
      await seedOpportunities(tx, random, now, contacts, questions);
    },
    { timeout: 60_000 },
  );
}
