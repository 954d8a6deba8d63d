import { anonymisationApi, binApi, contactApi, duplicateApi, formApi, handoverApi, submissionApi } from "@crm/contract";
import { expect, test } from "vitest";
import { aContact, aForm, aSubmission } from "../../test/factories.ts";
import { testApp } from "../../test/test-app.ts";
import { anonymiseDue } from "../anonymisation/erasure.service.ts";

const never = new AbortController().signal;
const one = (id: string) => ({ params: { id } });
const traces = /zorn|quévilly|98 ?76|secretdaffaire/i;

async function world() {
  const on = await testApp();
  const { db, home, anyone } = on;
  const admin = await on.as("admin");
  const form = await aForm(db, { organisationId: home.id, emailConsent: "Écrivez-moi" });
  const person = { email: "maelys.zorn@quevilly.test", lastName: "Quévilly", mobile: "06 98 76 54 32" };
  await anyone.call(submissionApi.receive, {
    params: { slug: form.slug },
    body: {
      ...{ version: 1, consents: ["email"], page: "https://helium.test/?nom=zorn" },
      answers: { ...person, message: "Secretdaffaire" },
    },
  });
  const contact = await db.contact.findFirstOrThrow();
  const rows = async () =>
    (await db.$queryRaw<{ row: string }[]>`SELECT s::text AS row FROM submissions s ORDER BY s.id`).map(
      ({ row }) => row,
    );
  const shown = async () => (await admin.call(submissionApi.list, { query: {} })).body.rows;
  return { ...on, admin, form, contact, rows, shown };
}

test("submissions go into the bin with their contact, come back with it, and go for good with it", async () => {
  const { admin, contact, rows, shown, db } = await world();
  const before = await rows();
  await admin.call(binApi.deleteContact, one(contact.id));
  expect(await shown()).toEqual([]);
  expect((await admin.call(formApi.list, { query: {} })).body).toMatchObject([{ submissions: 0, lastAt: null }]);
  await admin.call(binApi.restoreContact, one(contact.id));
  expect(await shown()).toHaveLength(1);
  expect(await rows()).toEqual(before);
  await admin.call(binApi.deleteContact, one(contact.id));
  await admin.call(binApi.purgeContact, one(contact.id));
  expect(await db.submission.count()).toBe(0);
});

test("they move to the contact that theirs is merged into, and back, byte for byte; a copy takes none along", async () => {
  const { admin, contact, rows, shown, db, home, form } = await world();
  const kept = await aContact(db, { organisationId: home.id, ownerId: admin.id });
  await aSubmission(db, { formId: form.id, contactId: kept.id });
  const before = await rows();
  const version = async (id: string) => (await db.contact.findUniqueOrThrow({ where: { id } })).version;
  const { body, status } = await admin.call(duplicateApi.merge, {
    body: {
      kept: { id: kept.id, version: await version(kept.id) },
      merged: { id: contact.id, version: await version(contact.id) },
    },
  });
  expect(status).toBe(201);
  expect((await shown()).map((row) => row.contact?.id)).toEqual([kept.id, kept.id]);
  await admin.call(duplicateApi.undo, { ...one(body.id), body: {} });
  expect(await rows()).toEqual(before);
  await admin.call(contactApi.duplicate, one(contact.id));
  expect(await rows()).toEqual(before);
});

test("of an anonymised person, which form and when is left: no answer, no box, no page, nothing to search", async () => {
  const { admin, contact, form, db, ctx, clock, shown, home } = await world();
  // Somebody else's, who spoke of him; a namesake of his; and one that a file brought.
  const other = await aContact(db, { organisationId: home.id });
  const say = (text: string) => ({ answers: [{ key: "message", label: "Message", value: text, text }] });
  const { id: mentioned } = await aSubmission(db, {
    ...{ formId: form.id, contactId: other.id },
    ...say("Vu avec maelys.zorn@quevilly.test"),
  });
  await aSubmission(db, { formId: form.id, contactId: other.id, ...say("Je viens de Quevilly") });
  await aSubmission(db, { formId: form.id, source: "import", ...say("Appeler le +33 6 98 76 54 32") });
  await admin.call(anonymisationApi.mark, one(contact.id));
  clock.now = new Date(clock.now.getTime() + 8 * 86_400_000);
  expect(await anonymiseDue(ctx, never)).toBe(1);
  expect(await shown()).toHaveLength(4);
  expect(await db.submission.findFirstOrThrow({ where: { contactId: contact.id } })).toMatchObject({
    ...{ formId: form.id, receivedAt: new Date("2026-03-02T09:00:00Z"), code: "E-000001" },
    ...{ answers: [], consents: [], page: "" },
  });
  for (const table of ["submissions", "audit_events", "consents", "notifications", "contacts"]) {
    const found = await db.$queryRawUnsafe<{ row: string }[]>(`SELECT to_jsonb(t)::text AS row FROM ${table} t`);
    expect(found.filter(({ row }) => traces.test(row)).map(({ row }) => [table, row])).toEqual([]);
  }
  const kept = await db.submission.findMany({ where: { contactId: other.id }, orderBy: { id: "asc" } });
  expect(kept.map(({ id, answers }) => [id === mentioned, (answers as { text: string }[])[0]?.text])).toEqual([
    [true, "Vu avec [anonymisé]"],
    [false, "Je viens de Quevilly"],
  ]);
  const { rows } = (await admin.call(anonymisationApi.certificates, { query: {} })).body;
  expect(rows[0]?.erased).toMatchObject({ submissions: 1 });
});

test("who asks for what is held about him gets his submissions, as data and on a page that runs nothing", async () => {
  const { admin, contact, anyone, form } = await world();
  const hostile = { email: contact.email, message: "<script>alert(1)</script>" };
  await anyone.call(submissionApi.receive, { params: { slug: form.slug }, body: { version: 1, answers: hostile } });
  const read = async (format: "json" | "html") =>
    (await admin.call(anonymisationApi.personalData, { ...one(contact.id), query: { format } })).raw.body;
  expect(JSON.parse(await read("json")).submissions).toMatchObject([
    { code: "E-000002" },
    {
      ...{ form: "Demande de devis", code: "E-000001", receivedAt: "2026-03-02T09:00:00.000Z" },
      page: "https://helium.test/?nom=zorn",
      consents: [{ channel: "email", wording: "Écrivez-moi", given: true }],
      answers: [
        { label: "E-mail", value: "maelys.zorn@quevilly.test" },
        { label: "Nom", value: "Quévilly" },
        { label: "Mobile", value: "06 98 76 54 32" },
        { label: "Message", value: "Secretdaffaire" },
      ],
    },
  ]);
  const page = await read("html");
  expect(page).toContain("Enregistrement E-000001 du formulaire Demande de devis, le 02/03/2026 10:00");
  expect(page).toContain("&lt;script&gt;");
  expect(page).not.toContain("<script>");
});

test("the forms of a leaver bring their contacts to who takes over", async () => {
  const { admin, db, as, form } = await world();
  const [leaving, taking] = [await as("salesperson"), await as("salesperson")];
  await db.form.update({ where: { id: form.id }, data: { ownerId: leaving.id } });
  await admin.call(handoverApi.run, { ...one(leaving.id), body: { toId: taking.id } });
  const { body } = await admin.call(formApi.show, one(form.id));
  expect(body).toMatchObject({ owner: { id: taking.id }, version: 2 });
});
