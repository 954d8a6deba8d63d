import { cities, companyName, firstNames, lastNames, randomFrom } from "@crm/db/seed";
import { v7 as uuid } from "uuid";

/** What the rows refer to: made through Prisma before the COPY. */
export interface Frame {
  users: { id: string; organisationId: string }[];
  /** Contact question ids by code. */
  questions: Record<string, string>;
  pipeline: { id: string; stages: { id: string }[] };
}

const start = Date.UTC(2019, 0, 1);
const span = Date.UTC(2026, 10, 1) - start;
const day = (ms: number) => new Date(ms).toISOString().slice(0, 10);
const timestamp = (ms: number) => new Date(ms).toISOString();

/** One line of COPY's text format. No value here holds a tab, a newline or a backslash. */
const line = (...values: (string | number | null)[]) => `${values.map((value) => value ?? "\\N").join("\t")}\n`;

export const contactColumns =
  "id, code, title, last_name, first_name, company, email, email_validity, email_checked_at, phone, mobile, city, postal_code, answers, owner_id, organisation_id, created_at, updated_at";

/** A name that one contact in eight bears: the common search term. */
export const commonName = "Martin";
/** A name of a handful among a million: the rare search term. */
export const rareName = "Kermadec";

export interface FilledContact {
  id: string;
  text: string;
  owner: Frame["users"][number];
  createdAt: number;
}

/** `count` contacts as COPY lines, oldest first, each with nine answers. `keep` sees those that get opportunities. */
export function* contactLines(
  count: number,
  { users, questions }: Frame,
  keep: (contact: FilledContact) => void,
): Generator<string> {
  const random = randomFrom(1);
  const q = (code: string) => questions[`contact.${code}`] as string;
  for (let i = 0; i < count; i++) {
    const createdAt = start + Math.floor((span * i) / count);
    const owner = random.pick(users);
    const firstName = random.pick(firstNames);
    const lastName = i % 8 === 3 ? commonName : i % 90_000 === 7 ? rareName : random.pick(lastNames);
    const company = companyName(random.pick);
    const [city, postalCode] = random.pick(cities);
    const email = `contact${i}@entreprise${i % 50_000}.example`;
    const answers = {
      [q("OPTIN")]: random.chance(0.5),
      [q("TYPE_CLIENT")]: random.pick(["PROSPECT", "CLIENT", "ANCIEN"]),
      [q("PROFIL")]: random.pick(["DECIDEUR", "PRESCRIPTEUR", "UTILISATEUR"]),
      [q("EMAIL_2")]: `autre${i}@exemple.fr`,
      [q("DATE_CONTRAT")]: day(start + random.next() * span),
      [q("BUDGET_MENSUEL")]: random.int(1000, 900_000) / 100,
      [q("NOMBRE_SALARIES")]: random.int(1, 500),
      [q("PRESTATIONS")]: random.some(["INT", "EXT", "DEP"]),
      [q("LOGEMENT")]: random.pick(["MAISON", "APPARTEMENT"]),
    };
    const id = uuid({ msecs: createdAt });
    const validity = random.pick(["unverified", "valid", "invalid"]);
    const at = timestamp(createdAt);
    if (i % 5 === 0) keep({ id, text: `${firstName} ${lastName} ${company} ${email}`, owner, createdAt });
    yield line(
      id,
      `C-${String(i + 1).padStart(6, "0")}`,
      "",
      lastName,
      firstName,
      company,
      email,
      validity,
      at,
      `+332${random.int(10_000_000, 99_999_999)}`,
      `+336${random.int(10_000_000, 99_999_999)}`,
      city,
      postalCode,
      JSON.stringify(answers),
      owner.id,
      owner.organisationId,
      at,
      at,
    );
  }
}

export const opportunityColumns =
  "id, code, title, contact_id, contact_text, pipeline_id, status, status_on, stage_id, amount, owner_id, organisation_id, created_at, updated_at";
const statuses = ["open", "open", "open", "won", "lost", "postponed", "other"] as const;

/** One opportunity per kept contact, and the number of stages it reached (six, so that there are 6 × as many events). */
export function* opportunityLines(
  contacts: FilledContact[],
  { pipeline }: Frame,
  keep: (id: string, contact: FilledContact) => void,
): Generator<string> {
  const random = randomFrom(2);
  for (const [i, contact] of contacts.entries()) {
    const id = uuid({ msecs: contact.createdAt + 1 });
    const at = timestamp(contact.createdAt + 60_000);
    keep(id, contact);
    yield line(
      id,
      `O-${String(i + 1).padStart(6, "0")}`,
      `Affaire ${random.pick(lastNames)} ${i}`,
      contact.id,
      contact.text,
      pipeline.id,
      random.pick(statuses),
      day(contact.createdAt),
      pipeline.stages.at(-1)?.id ?? null,
      random.int(8, 400) * 125,
      contact.owner.id,
      contact.owner.organisationId,
      at,
      at,
    );
  }
}

export function* stageLines(
  opportunities: { id: string; contact: FilledContact }[],
  { pipeline }: Frame,
): Generator<string> {
  const random = randomFrom(3);
  for (const { id, contact } of opportunities) {
    let at = contact.createdAt;
    for (const stage of pipeline.stages) {
      at += random.int(0, 20) * 86_400_000;
      yield line(id, stage.id, day(at));
    }
  }
}

/** Five events for each contact that has an opportunity: a million timeline entries at full size. */
export function* eventLines(opportunities: { id: string; contact: FilledContact }[]): Generator<string> {
  const data = JSON.stringify({ changes: [{ field: "city", from: "Rennes", to: "Nantes" }] });
  for (const { id, contact } of opportunities)
    for (let n = 0; n < 5; n++) {
      const at = contact.createdAt + n * 3_600_000;
      yield line(
        uuid({ msecs: at }),
        timestamp(at),
        contact.owner.id,
        n === 0 ? "opportunity.created" : "contact.changed",
        contact.id,
        n === 0 ? id : null,
        data,
      );
    }
}

const interactionKinds = ["info", "email", "call", "meeting", "quote"] as const;

/** Four exchanges for each opportunity. */
export function* interactionLines(opportunities: { id: string; contact: FilledContact }[]): Generator<string> {
  const random = randomFrom(4);
  for (const { id, contact } of opportunities)
    for (let n = 1; n <= 4; n++) {
      const at = contact.createdAt + n * random.int(3_600_000, 86_400_000 * 20);
      const held = timestamp(at);
      const kind = random.pick(interactionKinds);
      yield line(uuid({ msecs: at }), kind, held, "Échange", contact.id, id, contact.owner.id, held, held);
    }
}

/** One action for each opportunity: most are done, some late, some to come. */
export function* actionLines(
  opportunities: { id: string; contact: FilledContact }[],
  typeId: string,
  now: number,
): Generator<string> {
  const random = randomFrom(5);
  for (const { id, contact } of opportunities) {
    const open = random.int(0, 9) === 0;
    const due = open ? now + random.int(-30, 60) * 86_400_000 : contact.createdAt + 86_400_000;
    const { owner } = contact;
    const done = open ? null : timestamp(due);
    const created = timestamp(contact.createdAt);
    yield line(
      uuid({ msecs: contact.createdAt + 2 }),
      typeId,
      timestamp(due),
      "Relancer",
      contact.id,
      id,
      owner.id,
      owner.organisationId,
      done,
      created,
      created,
    );
  }
}
