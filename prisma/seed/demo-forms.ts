import { formatInstant, formatPhone, readPhone } from "@crm/fields";
import { v7 as uuid } from "uuid";
import type { Prisma } from "../src/index.ts";
import type { QuestionIds } from "./demo-questions.ts";
import type { DemoUser } from "./demo-users.ts";
import type { Random } from "./random.ts";

const messages = [
  "Nous refaisons notre atelier : pouvez-vous passer ?",
  "Combien coûterait un contrat d’entretien pour deux sites ?",
  "Il nous faut un devis avant la fin du mois.",
  "Un portail et une clôture, 40 mètres en tout.",
  "Rappelez-moi plutôt l’après-midi.",
] as const;
const wording = "J’accepte de recevoir la lettre d’information par e-mail.";
const dayMs = 86_400_000;
const ask = (key: string, required = false, label = "") => ({ key, required, label, help: "" });

/** Two forms, and what contacts of the demo answered to them over 18 months, some in the last 30 days. */
export async function seedForms(
  db: Prisma.TransactionClient,
  random: Random,
  now: Date,
  [maker, , follower]: DemoUser[],
  questions: QuestionIds,
): Promise<void> {
  if (!maker || !follower) throw new Error("no users were seeded");
  const services = questions["contact.PRESTATIONS"] ?? "";
  const of = { organisationId: maker.organisationId, createdAt: new Date(now.getTime() - 550 * dayMs) };
  const quote = {
    ...{ ...of, id: uuid(), name: "Demande de devis", slug: "demande-de-devis", ownerId: follower.id },
    ...{ title: "Votre projet, notre devis", intro: "Décrivez-le : nous vous répondons sous deux jours." },
    ...{ button: "Demander un devis", thanks: "Merci ! Nous vous répondons sous deux jours." },
    fields: [
      ...[ask("email", true), ask("lastName", true), ask("firstName"), ask("company"), ask("mobile")],
      ...[ask(services, false, "Que vous faut-il ?"), ask("message", true, "Votre projet")],
    ],
  };
  const letter = {
    ...{
      ...of,
      id: uuid(),
      name: "Inscription à la lettre",
      slug: "lettre",
      title: "Notre lettre",
      emailConsent: wording,
    },
    fields: [ask("email", true), ask("firstName")],
  };
  await db.form.createMany({ data: [quote, letter] });

  const contacts = await db.contact.findMany({ orderBy: [{ createdAt: "asc" }, { email: "asc" }] });
  const received = Array.from({ length: 60 }, (_, place) => {
    // A dozen within the last 30 days, today among them; the rest as far back as the contacts go.
    const days = place < 12 ? place * 2.5 : 30 + random.next() * 515;
    const at = new Date(now.getTime() - days * dayMs - random.int(60, 7200) * 1000);
    const known = contacts.filter(({ createdAt }) => createdAt <= at);
    return known.length === 0 ? [] : [{ at, contact: random.pick(known), form: random.chance(0.6) ? quote : letter }];
  })
    .flat()
    .sort((one, other) => one.at.getTime() - other.at.getTime());

  const events: Prisma.AuditEventCreateManyInput[] = [];
  const consents: Prisma.ConsentCreateManyInput[] = [];
  const rows = received.map(({ at, contact, form }): Prisma.SubmissionCreateManyInput => {
    const { id: contactId, email, firstName, lastName, company, mobile } = contact;
    const id = uuid({ msecs: at.getTime() });
    const said = (key: string, label: string, value: Prisma.InputJsonValue, text = String(value)) =>
      text === "" ? [] : [{ key, label, value, text }];
    const who = [...said("email", "E-mail", email), ...said("firstName", "Prénom", firstName)];
    const wanted = random.some([
      ["INT", "Intérieur"] as const,
      ["EXT", "Extérieur"] as const,
      ["DEP", "Dépannage"] as const,
    ]);
    const message = random.pick(messages);
    const given = random.chance(0.8);
    const page = form === quote ? "https://www.briconett.example/devis" : "https://www.briconett.example/";
    const about = { form: form.name, formId: form.id, submissionId: id, created: false };
    events.push({ id: uuid({ msecs: at.getTime() }), at, kind: "submission.received", contactId, data: about });
    if (form === letter && given)
      consents.push({
        ...{ id: uuid({ msecs: at.getTime() }), contactId, channel: "email", state: "granted", source: "form" },
        ...{ givenAt: at, createdAt: at },
        proof: `« ${wording} » – ${form.name} – ${formatInstant(at.toISOString())} – ${page}`,
      });
    return {
      ...{ id, formId: form.id, contactId, receivedAt: at, createdAt: at, page },
      answers:
        form === letter
          ? who
          : [
              ...who,
              ...said("lastName", "Nom", lastName),
              ...said("company", "Organisation", company),
              ...said("mobile", "Mobile", formatPhone(readPhone(mobile))),
              ...said(
                services,
                "Que vous faut-il ?",
                wanted.map(([value]) => value),
                wanted.map(([, label]) => label).join(", "),
              ),
              ...said("message", "Votre projet", message),
            ],
      consents: form === letter ? [{ channel: "email", wording, given }] : [],
    };
  });
  await db.submission.createMany({ data: rows });
  await db.auditEvent.createMany({ data: events });
  await db.consent.createMany({ data: consents });
  await db.contact.updateMany({
    where: { id: { in: consents.map(({ contactId }) => contactId) } },
    data: { emailConsent: "granted" },
  });
}
