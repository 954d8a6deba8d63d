import { v7 as uuid } from "uuid";
import type { Prisma } from "../src/index.ts";
import type { QuestionIds } from "./demo-questions.ts";
import type { DemoUser } from "./demo-users.ts";
import { cities, companyName, firstNames, lastNames, streets } from "./names.ts";
import type { Random } from "./random.ts";

export interface DemoContact extends DemoUser {
  ownerId: string;
  createdAt: Date;
  name: string;
}

const ascii = (text: string) =>
  text
    .normalize("NFD")
    .replace(/[̀-ͯ]/g, "")
    .replace(/œ/gi, "oe")
    .toLowerCase()
    .replace(/[^a-z]+/g, "-");

/** A date in the last `months` months, at an hour when people work. */
function workingDate(random: Random, now: Date, months: number): Date {
  const date = new Date(now.getTime() - random.next() * months * 30.4 * 86_400_000);
  date.setUTCHours(random.int(7, 16), random.int(0, 59), random.int(0, 59), 0);
  return date > now ? new Date(now.getTime() - 3_600_000) : date;
}

export const isoDay = (date: Date) => date.toISOString().slice(0, 10);

export async function seedContacts(
  db: Prisma.TransactionClient,
  random: Random,
  now: Date,
  users: DemoUser[],
  questions: QuestionIds,
): Promise<DemoContact[]> {
  const rows = Array.from({ length: 500 }, (_, i) => {
    const owner = random.pick(users);
    const [firstName, lastName] = [random.pick(firstNames), random.pick(lastNames)];
    const [city, postalCode] = random.pick(cities);
    const company = random.chance(0.8) ? companyName(random.pick) : "";
    return {
      id: uuid(),
      title: random.pick(["M.", "Mme", ""]),
      firstName,
      lastName,
      company,
      email: `${ascii(firstName)}.${ascii(lastName)}${i}@${company ? `${ascii(company).slice(0, 24).replace(/-$/, "")}.example` : "exemple.fr"}`,
      emailValidity: random.pick(["valid", "valid", "valid", "unverified", "invalid"] as const),
      phone: random.chance(0.7) ? `+332${random.int(10_000_000, 99_999_999)}` : "",
      mobile: random.chance(0.8) ? `+33${random.pick([6, 7])}${random.int(10_000_000, 99_999_999)}` : "",
      address: `${random.int(1, 120)} ${random.pick(streets)}`,
      postalCode,
      city,
      country: "France",
      notes: random.chance(0.15) ? "<p>Rencontré au salon de Rennes. <strong>Rappeler en septembre.</strong></p>" : "",
      answers: contactAnswers(random, now, questions),
      ownerId: owner.id,
      organisationId: owner.organisationId,
      createdAt: workingDate(random, now, 18),
    };
  }).sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime());
  await db.contact.createMany({ data: rows });
  await db.auditEvent.createMany({
    data: rows.map(({ id, ownerId, createdAt }) => ({
      id: uuid({ msecs: createdAt.getTime() }),
      at: createdAt,
      actorId: ownerId,
      kind: "contact.created",
      contactId: id,
    })),
  });
  return rows.map(({ firstName, lastName, ...row }) => ({ ...row, name: `${firstName} ${lastName}` }));
}

function contactAnswers(random: Random, now: Date, id: QuestionIds): Prisma.InputJsonObject {
  const answers: Record<string, Prisma.InputJsonValue> = {};
  const answer = (code: string, probability: number, value: () => Prisma.InputJsonValue) => {
    if (random.chance(probability)) answers[id[`contact.${code}`] as string] = value();
  };
  answer("OPTIN", 0.8, () => random.chance(0.6));
  answer("TYPE_CLIENT", 0.9, () => random.pick(["PROSPECT", "PROSPECT", "CLIENT", "ANCIEN"]));
  answer("PROFIL", 0.6, () => random.pick(["DECIDEUR", "PRESCRIPTEUR", "UTILISATEUR"]));
  answer("DATE_CONTRAT", 0.5, () => isoDay(workingDate(random, now, 36)));
  answer("BUDGET_MENSUEL", 0.5, () => random.int(10_000, 900_000) / 100);
  answer("NOMBRE_SALARIES", 0.6, () => random.int(1, 480));
  answer("PRESTATIONS", 0.5, () => random.some(["INT", "EXT", "DEP"]));
  answer("LOGEMENT", 0.2, () => random.pick(["MAISON", "APPARTEMENT"]));
  return answers;
}
