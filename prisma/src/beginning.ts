import type { Prisma } from "./generated/client.ts";

/** The tables that the demo fills, whose rows are taken away again one by one; the rest goes with these. */
export const demoKinds = [
  ...["organisations", "users", "questions", "pipelines", "forms", "contacts", "opportunities"],
  ...["interactions", "actions", "submissions"],
];

/** Held until the transaction ends by whoever decides with what a database begins: of two who do, the second sees the first's. */
export async function holdBeginning(db: Prisma.TransactionClient): Promise<void> {
  await db.$executeRaw`SELECT pg_advisory_xact_lock(20260101)`;
}

/** Whether nothing is there yet that the demo could meet. */
export async function isBare(db: Prisma.TransactionClient): Promise<boolean> {
  const some = demoKinds.map((kind) => `EXISTS (SELECT FROM ${kind})`).join(" OR ");
  const [row] = await db.$queryRawUnsafe<{ some: boolean }[]>(`SELECT ${some} AS some`);
  return row?.some === false;
}
