import { hash } from "@node-rs/argon2";
import { v7 as uuid } from "uuid";
import type { Prisma } from "../src/index.ts";

/** Signed in with at demo time only; `seedDemo` never runs outside DEMO=1. */
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

/** The accounts that `npm start` prints. */
export const demoAccounts = people.slice(0, 3).map(({ email }) => ({ email, password: demoPassword }));

export interface DemoUser {
  id: string;
  organisationId: string;
}

export async function seedUsers(db: Prisma.TransactionClient): Promise<DemoUser[]> {
  const organisations = { Briconett: uuid(), Roger: uuid() };
  await db.organisation.createMany({ data: Object.entries(organisations).map(([name, id]) => ({ id, name })) });
  const passwordHash = await hash(demoPassword);
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
