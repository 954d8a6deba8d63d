import { binApi, contactApi, fileApi, notificationApi, questionApi } from "@crm/contract";
import { expect, test } from "vitest";
import { aContact, aQuestion } from "../../test/factories.ts";
import { testApp } from "../../test/test-app.ts";

/** An administrator for whom the « administrateur » box of the CRM is not ticked, and one for whom it is. */
async function administrators() {
  const on = await testApp();
  return { ...on, outside: await on.as("admin", { crmAccess: false }), admin: await on.as("admin") };
}

test("who administers without the CRM reads no file of an import, nobody's and not his own", async () => {
  const { outside, admin, db } = await administrators();
  const upload = { query: { name: "a.csv", purpose: "import" }, body: Buffer.from("EMAIL\na@b.fr\n") } as const;
  const { id } = (await admin.call(fileApi.upload, upload)).body;
  expect((await outside.call(fileApi.download, { params: { id } })).status).toBe(404);
  await db.file.update({ where: { id }, data: { uploaderId: outside.id } });
  expect((await outside.call(fileApi.download, { params: { id } })).status).toBe(404);
  expect((await admin.call(fileApi.download, { params: { id } })).status).toBe(200);
});

test("nor does he delete anything of the bin for good", async () => {
  const { outside, admin, db, home } = await administrators();
  const { id } = await aContact(db, { organisationId: home.id });
  await admin.call(binApi.deleteContact, { params: { id } });
  expect(await outside.call(binApi.purgeContact, { params: { id } })).toMatchObject({
    status: 403,
    body: { code: "NOT_ALLOWED", details: { access: "contact:write" } },
  });
  expect((await outside.call(binApi.purgeOpportunity, { params: { id } })).status).toBe(403);
  expect((await admin.call(binApi.purgeContact, { params: { id } })).status).toBe(204);
});

test("he learns how many answers a question's change would lose, but none of them, not by its refusal either", async () => {
  const { outside, admin, db, home } = await administrators();
  const question = await aQuestion(db, { type: "text" });
  await aContact(db, { organisationId: home.id, answers: { [question.id]: "Zircon" } });
  const input = { label: question.label, code: question.code, type: "number" as const };
  const params = { id: question.id };
  for (const [by, examples] of [
    [outside, []],
    [admin, ["Zircon"]],
  ] as const) {
    const impact = await by.call(questionApi.impact, { params, body: { input } });
    expect(impact.body).toEqual({ answers: 1, kept: 0, lost: 1, examples });
    const refused = await by.call(questionApi.update, { params, body: { version: 1, input } });
    expect(refused.body).toMatchObject({ code: "ANSWERS_WOULD_BE_LOST", details: { lost: 1, examples } });
  }
});

test("a notification is read while one sees what it is about, and by nobody without the CRM", async () => {
  const { outside, as, db, home, admin } = await administrators();
  const seller = await as("salesperson");
  const { id } = await aContact(db, { organisationId: home.id, lastName: "Zircon" });
  await admin.call(contactApi.assign, { params: { id }, body: { from: null, ownerId: seller.id } });
  expect((await seller.call(notificationApi.list, {})).body).toMatchObject({
    unread: 1,
    rows: [{ kind: "contact.assigned" }],
  });
  await admin.call(contactApi.assign, { params: { id }, body: { from: seller.id, ownerId: null } });
  expect((await seller.call(notificationApi.list, {})).body).toEqual({ unread: 0, rows: [] });
  await db.notification.updateMany({ data: { userId: outside.id } });
  expect((await outside.call(notificationApi.list, {})).body).toEqual({ unread: 0, rows: [] });
  await db.notification.updateMany({ data: { userId: admin.id } });
  expect((await admin.call(notificationApi.list, {})).body.unread).toBe(1);
});
