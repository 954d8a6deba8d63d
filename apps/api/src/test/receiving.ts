import { contactApi, formApi, submissionApi } from "@crm/contract";
import { aQuestion } from "./factories.ts";
import { testApp } from "./test-app.ts";

/** What the box of the form for e-mails says. */
export const wording = "J’accepte de recevoir la lettre d’Hélium";

/** An application with the public form « Demande de devis », which visitors fill in. */
export async function formWorld() {
  const on = await testApp();
  const { db, anyone } = on;
  const [admin, seller] = [
    await on.as("admin"),
    await on.as("salesperson", { firstName: "Chloé", lastName: "Martin" }),
  ];
  const choices = [
    { label: "Au salon", value: "SAL" },
    { label: "Autrement", value: "AUT" },
  ];
  const origin = await aQuestion(db, { type: "single-choice", label: "Origine", config: { choices } });
  const condition = { questionId: origin.id, operator: "is", value: "AUT" };
  const [detail, size] = [
    await aQuestion(db, { type: "text", label: "Précisez", condition }),
    await aQuestion(db, { type: "number", label: "Salariés" }),
  ];
  const made = await admin.call(formApi.create, {
    body: {
      ...{ name: "Demande de devis", slug: "devis", ownerId: seller.id, thanks: "Merci !" },
      ...{ emailConsent: wording, smsConsent: "Par SMS aussi" },
      fields: [
        { key: "email", required: true },
        ...(["lastName", "firstName", "mobile", "city", "message"] as const).map((key) => ({ key })),
        { key: origin.id, label: "D’où venez-vous ?" },
        { key: detail.id, required: true },
        { key: size.id },
      ],
    },
  });
  const send = (answers: Record<string, unknown> = {}, over: object = {}) =>
    anyone.call(submissionApi.receive, {
      params: { slug: "devis" },
      body: { version: 1, answers: { email: "yann@kervella.test", ...answers }, ...over },
    });
  const contactOf = async (email = "yann@kervella.test") => {
    const { id } = await db.contact.findFirstOrThrow({ where: { email, deletedAt: null } });
    return (await admin.call(contactApi.show, { params: { id } })).body;
  };
  return { ...on, admin, seller, origin, detail, size, form: made.body, send, contactOf };
}
