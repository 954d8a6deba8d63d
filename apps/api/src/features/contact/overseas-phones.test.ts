import { readFile } from "node:fs/promises";
import { contactApi } from "@crm/contract";
import { expect, test } from "vitest";
import { aContact, aQuestion } from "../../test/factories.ts";
import { testApp } from "../../test/test-app.ts";

const migration = "../../../../../prisma/migrations/20261129011353_overseas_phones/migration.sql";

test("numbers that were kept with +33 get the code of their territory, and are found and withdrawn as before", async () => {
  const { db, as, home, ctx } = await testApp();
  const me = await as("admin");
  const question = await aQuestion(db, { type: "phone", code: "LIGNE", label: "Ligne", defaultAnswer: "+33696123456" });
  const made = (over: object) => aContact(db, { organisationId: home.id, ownerId: me.id, ...over });
  const old = await made({ phone: "+33590123456", mobile: "+33690123456", answers: { [question.id]: "+33692123456" } });
  const paris = await made({ phone: "+33142685300", mobile: "+33612345678", answers: { [question.id]: "3949" } });
  await db.suppression.create({
    data: { channel: "sms", digest: ctx.digest("sms +33690123456"), reason: "unsubscribe" },
  });
  await db.$executeRawUnsafe(await readFile(new URL(migration, import.meta.url), "utf8"));
  const now = (id: string) => db.contact.findUniqueOrThrow({ where: { id } });
  expect(await now(old.id)).toMatchObject({
    ...{ phone: "+590590123456", mobile: "+590690123456", answers: { [question.id]: "+262692123456" } },
    search: expect.stringMatching(/ 590590123456 0590123456 590690123456 0690123456$/),
  });
  expect(await now(paris.id)).toMatchObject({
    ...{ phone: "+33142685300", mobile: "+33612345678", answers: { [question.id]: "3949" } },
  });
  expect(await db.question.findUniqueOrThrow({ where: { id: question.id } })).toMatchObject({
    defaultAnswer: "+596696123456",
  });
  // Who once withdrew that number is not written to under its new form.
  const again = await me.call(contactApi.create, { body: { email: "b@x.fr", mobile: "0690 12 34 56" } });
  expect(again.body).toMatchObject({ mobile: "+590690123456", smsConsent: "withdrawn" });
});
