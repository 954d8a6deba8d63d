import { randomUUID } from "node:crypto";
import type { Prisma, PrismaClient } from "@crm/db";
import type { FieldTypeName, RecordName } from "@crm/fields";
import { hash } from "@node-rs/argon2";
import { v7 as uuid } from "uuid";

/** Typed builders of rows, each with sensible defaults; a test names only what it is about. */
const unique = () => randomUUID().slice(0, 8);

export const anOrganisation = (db: PrismaClient, name = `Organisation ${unique()}`) =>
  db.organisation.upsert({ where: { name }, create: { id: uuid(), name }, update: {} });

/** What an account keeps of a password, be it one that could not be chosen today. */
export const passwordHashOf = (password: string): Promise<string> => hash(password);

export type UserOver = Partial<Prisma.UserUncheckedCreateInput>;
/** An active user with the CRM box ticked; nobody knows his password. */
export const aUser = (db: PrismaClient, over: UserOver & { organisationId: string }) =>
  db.user.create({
    data: {
      id: uuid(),
      email: `${unique()}@briconett.test`,
      firstName: "Camille",
      lastName: "Durand",
      passwordHash: "",
      crmAccess: true,
      ...over,
    },
  });

export const aSession = (db: PrismaClient, userId: string, now = new Date()) =>
  db.session.create({
    data: { id: uuid(), userId, tokenHash: unique(), expiresAt: new Date(now.getTime() + 86_400_000) },
  });

export const aContact = (
  db: PrismaClient,
  over: Partial<Prisma.ContactUncheckedCreateInput> & { organisationId: string },
) =>
  db.contact.create({
    data: {
      id: uuid(),
      email: `${unique()}@client.test`,
      lastName: "Le Denmat",
      firstName: "Audrey",
      company: "Net Hélium",
      ...over,
    },
  });

export const aCertificate = (db: PrismaClient, { organisationId }: { organisationId: string }) =>
  db.anonymisationCertificate.create({
    data: {
      ...{ id: uuid(), contactId: uuid(), contactCode: "C-000001", organisationId },
      ...{ requestedAt: new Date("2026-02-01"), executedAt: new Date("2026-02-08"), erased: { fields: 8 }, kept: {} },
    },
  });

let position = 0;
export const aQuestion = (
  db: PrismaClient,
  over: Partial<Prisma.QuestionUncheckedCreateInput> & { type: FieldTypeName; record?: RecordName },
) =>
  db.question.create({
    data: {
      id: uuid(),
      record: "contact",
      label: "Origine du contact",
      code: `Q_${unique().toUpperCase()}`,
      position: position++,
      ...over,
    },
  });

/** A type of opportunity with the stages given by name. */
export const aPipeline = (db: PrismaClient, stages = ["Piste", "Découverte besoins", "Proposition", "Négociation"]) =>
  db.pipeline.create({
    data: {
      id: uuid(),
      name: `Vente ${unique()}`,
      position: position++,
      stages: {
        create: stages.map((label, i) => ({
          id: uuid(),
          label,
          colour: "blue",
          position: i,
          probability: Math.round(((i + 1) * 90) / stages.length),
        })),
      },
    },
    include: { stages: { orderBy: { position: "asc" } } },
  });

export const anActionType = (db: PrismaClient) =>
  db.actionType.create({ data: { id: uuid(), label: `Rappel ${unique()}`, icon: "bell", position: position++ } });

/** An action due on 3 March 2026 at 14:30 in Paris, of the first type. */
export async function anAction(
  db: PrismaClient,
  over: Partial<Prisma.ActionUncheckedCreateInput> & { contactId: string; organisationId: string },
) {
  const { id: typeId } = await db.actionType.findFirstOrThrow({ orderBy: { position: "asc" } });
  const due = { dueAt: new Date("2026-03-03T13:30:00Z"), allDay: false };
  return db.action.create({ data: { id: uuid(), typeId, ...due, ...over } });
}

export const anOpportunity = (
  db: PrismaClient,
  over: Partial<Prisma.OpportunityUncheckedCreateInput> & {
    contactId: string;
    pipelineId: string;
    organisationId: string;
  },
) => db.opportunity.create({ data: { id: uuid(), title: "Refonte du site", ...over } });

export const anInteraction = (
  db: PrismaClient,
  over: Partial<Prisma.InteractionUncheckedCreateInput> & { contactId: string; opportunityId: string },
) => db.interaction.create({ data: { id: uuid(), kind: "call", heldAt: new Date("2026-03-01T09:00:00Z"), ...over } });

/** An open form that asks for the e-mail, which must be given, the name, the mobile and a message. */
export const aForm = (
  db: PrismaClient,
  over: Partial<Prisma.FormUncheckedCreateInput> & { organisationId: string },
) => {
  const ask = (key: string, required = false) => ({ key, required, label: "", help: "" });
  const fields = [ask("email", true), ask("lastName"), ask("mobile"), ask("message")];
  return db.form.create({ data: { id: uuid(), name: "Demande de devis", slug: `devis-${unique()}`, fields, ...over } });
};

export const aSubmission = (
  db: PrismaClient,
  over: Partial<Prisma.SubmissionUncheckedCreateInput> & { formId: string },
) =>
  db.submission.create({
    data: {
      id: uuid(),
      receivedAt: new Date("2026-03-01T09:00:00Z"),
      answers: [{ key: "message", label: "Message", value: "Un portail", text: "Un portail" }],
      ...over,
    },
  });
