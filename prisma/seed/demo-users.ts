import { hash, verify } from "@node-rs/argon2";
import { v7 as uuid } from "uuid";
import type { Prisma, PrismaClient } from "../src/index.ts";

/** Public: an account has it only where `seedDemo` is let run. */
export const demoPassword = "demo-helium-2026";

const people = [
  {
    email: "admin@demo.fr",
    firstName: "Gwenaëlle",
    lastName: "Admin",
    profile: "admin",
    organisation: "Briconett",
    jobTitle: "Gestionnaire",
  },
  {
    email: "manager@demo.fr",
    firstName: "Mathieu",
    lastName: "Manager",
    profile: "manager",
    organisation: "Briconett",
    jobTitle: "Responsable commercial",
  },
  {
    email: "commercial@demo.fr",
    firstName: "Chloé",
    lastName: "Commercial",
    profile: "salesperson",
    organisation: "Briconett",
    jobTitle: "Commerciale",
  },
  {
    email: "yann@demo.fr",
    firstName: "Yann",
    lastName: "Kervella",
    profile: "salesperson",
    organisation: "Briconett",
    jobTitle: "Commercial",
  },
  {
    email: "ines@demo.fr",
    firstName: "Inès",
    lastName: "Haddad",
    profile: "salesperson",
    organisation: "Roger",
    jobTitle: "Commerciale",
  },
  {
    email: "roger@demo.fr",
    firstName: "Roger",
    lastName: "Pélissier",
    profile: "manager",
    organisation: "Roger",
    jobTitle: "Directeur",
  },
] as const;

export const demoEmails: string[] = people.map(({ email }) => email);

/** The accounts that `npm start` prints. */
export const demoAccounts = people.slice(0, 3).map(({ email }) => ({ email, password: demoPassword }));

export interface DemoUser {
  id: string;
  organisationId: string;
}

/** `signIn`: with the public password; else nobody can sign in as one of them. */
export async function seedUsers(db: Prisma.TransactionClient, signIn = true): Promise<DemoUser[]> {
  const organisations = { Briconett: uuid(), Roger: uuid() };
  await db.organisation.createMany({ data: Object.entries(organisations).map(([name, id]) => ({ id, name })) });
  const passwordHash = signIn ? await hash(demoPassword) : "";
  const users = people.map(({ organisation, ...person }, i) => ({
    ...person,
    id: uuid(),
    organisationId: organisations[organisation],
    phone: `02 99 00 10 1${i}`,
    passwordHash,
    crmAccess: true,
  }));
  await db.user.createMany({ data: users });
  return users;
}

/** Whether somebody who knows the public password can sign in: an active account of the demo still has it. */
export async function demoPasswordOpens(db: PrismaClient): Promise<boolean> {
  const where = { email: { in: demoEmails }, active: true, NOT: { passwordHash: "" } };
  for (const { passwordHash } of await db.user.findMany({ where })) {
    if (await verify(passwordHash, demoPassword)) return true;
  }
  return false;
}
