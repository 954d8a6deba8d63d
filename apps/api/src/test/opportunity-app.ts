import { aContact, anOpportunity, aPipeline } from "./factories.ts";
import { testApp } from "./test-app.ts";

/** An application with a contact, a type of opportunity, and what a test needs to add opportunities. */
export async function opportunityApp() {
  const app = await testApp();
  const { db, home } = app;
  const contact = await aContact(db, {
    organisationId: home.id,
    firstName: "Étienne",
    lastName: "Le Goff",
    company: "Menuiserie Nœl",
    email: "etienne@noel.test",
  });
  const pipeline = await aPipeline(db);
  const opportunity = (over: Partial<Parameters<typeof anOpportunity>[1]> = {}) =>
    anOpportunity(db, { contactId: contact.id, pipelineId: pipeline.id, organisationId: home.id, ...over });
  return { ...app, contact, pipeline, opportunity };
}
