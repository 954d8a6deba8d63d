import { v7 as uuid } from "uuid";
import {
  aContact,
  aForm,
  anAction,
  anInteraction,
  anOpportunity,
  anOrganisation,
  aQuestion,
  aSubmission,
  aUser,
} from "./factories.ts";
import { stage, storedFile, type World } from "./world.ts";

/** Words that stand nowhere but in what an actor may not see: « zq1email », « zq2city »… */
export const markersIn = (text: string, markers: readonly string[]) => {
  const words = new Set(text.toLowerCase().match(/zq\d+[a-z]+/g));
  return markers.filter((marker) => words.has(marker));
};

/** A world in which `me` sees one of each record, beside others' that bear a marker in each of their texts. */
export async function withSecrets(world: World, me: { id: string; organisationId: string }) {
  const { db, pipeline } = world;
  const markers: string[] = [];
  const secret = (name: string) => {
    markers.push(`zq${markers.length}${name}`);
    return markers.at(-1) as string;
  };
  const other = { organisationId: (await anOrganisation(db)).id };
  const stranger = await aUser(db, { ...other, profile: "manager" });
  const theirs = { ...other, ownerId: stranger.id };
  const mine = { organisationId: me.organisationId, ownerId: me.id };
  const question = await aQuestion(db, { type: "text", inSearch: true });
  const asked = await aQuestion(db, { type: "text", record: "opportunity", inSearch: true });
  const unnamed = () => ({
    ...{ email: `${secret("email")}@client.test`, company: secret("company"), phone: secret("phone") },
    ...{ mobile: secret("mobile"), address: secret("address"), postalCode: secret("postal"), city: secret("city") },
    ...{ country: secret("country"), notes: `<p>${secret("notes")}</p>`, answers: { [question.id]: secret("answer") } },
  });
  const deal = () => ({
    ...{
      pipelineId: pipeline.id,
      stageId: stage(pipeline, 0),
      title: secret("title"),
      notes: secret("notes"),
      amount: 7919,
    },
    ...{ statusReason: secret("reason"), answers: { [asked.id]: secret("answer") } },
  });
  const happened = (kind: string, of: { contactId?: string; opportunityId?: string }) =>
    db.auditEvent.create({ data: { id: uuid(), kind, ...of, data: { text: secret("event"), title: secret("told") } } });

  // Their own: a contact with all that hangs on it, some of it in the bin.
  const contact = await aContact(db, { ...theirs, ...unnamed(), firstName: secret("first"), lastName: secret("last") });
  const binned = { deletedAt: world.clock.now };
  await aContact(db, { ...theirs, ...unnamed(), ...binned, firstName: secret("first"), lastName: secret("last") });
  const opportunity = await anOpportunity(db, { ...theirs, ...deal(), contactId: contact.id });
  await anOpportunity(db, { ...theirs, ...deal(), ...binned, contactId: contact.id });
  const action = await anAction(db, { ...theirs, contactId: contact.id, text: secret("text") });
  const { id: formId } = await aForm(db, other);
  const message = secret("message");
  const answers = [{ key: "message", label: "Message", value: message, text: message }];
  const submission = await aSubmission(db, { formId, contactId: contact.id, answers, page: secret("page") });
  const file = await storedFile(world, stranger, "import");
  await db.file.update({ where: { id: file.id }, data: { name: `${secret("file")}.csv` } });
  await db.selection.create({ data: { id: uuid(), userId: stranger.id, name: secret("selection"), shared: true } });
  await happened("contact.changed", { contactId: contact.id });

  // On what `me` sees, what he does not: an opportunity on his contact, the contact of his opportunity and of his action.
  const myContact = await aContact(db, { ...mine, lastName: "Visible" });
  const hidden = await anOpportunity(db, { ...theirs, ...deal(), status: "lost", contactId: myContact.id });
  const about = { contactId: myContact.id, opportunityId: hidden.id };
  await anInteraction(db, { ...about, text: secret("exchange") });
  for (const doneAt of [null, world.clock.now])
    await anAction(db, { ...theirs, ...about, text: secret("text"), report: secret("report"), doneAt });
  for (const kind of ["opportunity.created", "opportunity.status", "interaction.created", "action.planned"])
    await happened(kind, about);
  const unseen = await aContact(db, { ...theirs, ...unnamed(), firstName: "Zoé", lastName: "Montrée" });
  const myDeal = await anOpportunity(db, { ...mine, pipelineId: pipeline.id, contactId: unseen.id, title: "Serre" });
  await db.opportunity.update({ where: { id: myDeal.id }, data: { stageId: stage(pipeline, 0) } });
  const myAction = await anAction(db, {
    ...mine,
    contactId: contact.id,
    opportunityId: opportunity.id,
    text: "Rappeler",
  });
  const told = { contactId: contact.id, name: secret("notified"), by: "Camille" };
  await db.notification.create({ data: { id: uuid(), userId: me.id, kind: "contact.assigned", data: told } });
  const gone = { opportunityId: hidden.id, title: secret("notified"), by: "Camille" };
  await db.notification.create({ data: { id: uuid(), userId: me.id, kind: "opportunity.assigned", data: gone } });
  return {
    markers,
    /** What `me` sees, by the record that an endpoint is about. */
    visible: { contact: myContact.id, opportunity: myDeal.id, action: myAction.id },
    /** What he does not. */
    hidden: [contact.id, opportunity.id, action.id, submission.id, hidden.id, unseen.id, file.id],
  };
}
