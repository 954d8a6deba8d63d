import { consentApi, contactApi, importApi } from "@crm/contract";
import { expect, test } from "vitest";
import { exportWorld } from "../../test/exporting.ts";
import { aContact } from "../../test/factories.ts";
import { importWorld } from "../../test/importing.ts";
import type { TestUser } from "../../test/test-app.ts";

async function world() {
  const on = await importWorld();
  const me = await on.as("salesperson");
  const contact = (over = {}) => aContact(on.db, { organisationId: on.home.id, ownerId: me.id, ...over });
  const states = async () =>
    Object.fromEntries(
      (await on.db.contact.findMany({ orderBy: { email: "asc" } })).map(({ email, emailConsent, smsConsent }) => [
        email.slice(0, email.indexOf("@")),
        [emailConsent, smsConsent],
      ]),
    );
  const list = () => on.db.suppression.findMany({ select: { channel: true, digest: true, reason: true } });
  const undo = async (by: TestUser, id: string) => {
    expect((await by.call(importApi.undo, { params: { id } })).status).toBe(202);
    await on.ports.jobs.runAll();
    return on.show(by, id);
  };
  return { ...on, me, contact, states, list, undo };
}

const head = "EMAIL;NOM;MOBILE;CONSENTEMENT_EMAIL;CONSENTEMENT_SMS;DATE_CONSENTEMENT;PREUVE_CONSENTEMENT\n";
const csv = `${head}new@x.fr;Neuf;;Oui;Non;03/02/2020;Salon
gone@x.fr;Parti;0611223344;oui;Oui;;Appel
listed@x.fr;Liste;;Oui;;;
yes@x.fr;Oui;;non;;;
calm@x.fr;Calme;;;;;
`;

test("consents are noted with their day and proof; « Oui » subscribes nobody again, and is told; undone, all is as before", async () => {
  const { me, contact, states, list, undo, importAll, check, db, ctx } = await world();
  const gone = await contact({
    email: "gone@x.fr",
    lastName: "Parti",
    mobile: "+33611223344",
    emailConsent: "withdrawn",
  });
  const yes = await contact({ email: "yes@x.fr", lastName: "Oui", emailConsent: "granted" });
  await contact({ email: "calm@x.fr", lastName: "Calme", emailConsent: "granted", smsConsent: "withdrawn" });
  await db.suppression.create({
    data: { channel: "email", digest: ctx.digest("email listed@x.fr"), reason: "unsubscribe" },
  });
  const [before, listBefore] = [await states(), await list()];
  const dry = await check(me, csv);
  expect(dry).toMatchObject({
    created: 2,
    updated: 2,
    unchanged: 1,
    refused: 0,
    details: { remarks: { staysWithdrawn: 2, withdraws: 2 } },
  });
  const { rows } = (await me.call(importApi.rows, { params: { id: dry.id }, query: {} })).body;
  expect(rows.map(({ outcome, issues }) => [outcome, issues.map(({ column }) => column)])).toEqual([
    ["new", [4]],
    ["changed", [3]],
    ["new", [3]],
    ["changed", [3]],
    ["unchanged", []],
  ]);
  const done = await importAll(me, csv);
  expect(done).toMatchObject({
    created: 2,
    updated: 2,
    unchanged: 1,
    refused: 0,
    details: { remarks: { staysWithdrawn: 2, withdraws: 2 } },
  });
  expect(await states()).toEqual({
    calm: ["granted", "withdrawn"],
    gone: ["withdrawn", "granted"],
    listed: ["withdrawn", "unknown"],
    new: ["granted", "withdrawn"],
    yes: ["withdrawn", "unknown"],
  });
  const made = await db.contact.findFirstOrThrow({ where: { email: "new@x.fr" } });
  const told = (await me.call(consentApi.list, { params: { id: made.id } })).body;
  expect(
    told
      .map(({ channel, state, source, proof, givenAt }) => [channel, state, source, proof, givenAt.slice(0, 10)])
      .sort(),
  ).toEqual([
    ["email", "granted", "import", "Salon", "2020-02-03"],
    ["sms", "withdrawn", "import", "Salon", "2020-02-03"],
  ]);
  // Imported once more, nothing changes.
  expect(await importAll(me, csv)).toMatchObject({
    created: 0,
    updated: 0,
    unchanged: 5,
    details: { remarks: { staysWithdrawn: 2 } },
  });
  // A withdrawal outlives the contact.
  expect(await list()).toContainEqual({ channel: "email", digest: ctx.digest("email yes@x.fr"), reason: "import" });

  expect((await undo(me, done.id)).undo).toEqual({ restored: 4, kept: 0 });
  expect(await states()).toEqual(before);
  expect(await list()).toEqual(listBefore);
  for (const { id } of [gone, yes]) expect((await me.call(contactApi.show, { params: { id } })).status).toBe(200);
});

test("what withdrew by a file stays so for whoever shares the address, though the file is undone", async () => {
  const { me, contact, list, undo, importAll, db, ctx } = await world();
  await contact({ email: "same@x.fr", emailConsent: "granted" });
  const done = await importAll(me, "EMAIL;CONSENTEMENT_EMAIL\nsame@x.fr;Non\n");
  await contact({ email: "same@x.fr", emailConsent: "withdrawn" });
  await undo(me, done.id);
  expect(await list()).toEqual([{ channel: "email", digest: ctx.digest("email same@x.fr"), reason: "import" }]);
  expect((await db.contact.findMany({ orderBy: { id: "asc" } })).map(({ emailConsent }) => emailConsent)).toEqual([
    "withdrawn",
    "withdrawn",
  ]);
});

test("a consent that is neither Oui nor Non, or of tomorrow, refuses its row; a blank one erases nothing", async () => {
  const { me, contact, states, check, importAll } = await world();
  await contact({ email: "a@x.fr", emailConsent: "granted" });
  const bad = await check(me, `${head}a@x.fr;A;;peut-être;;;\nb@x.fr;B;;Oui;;01/01/2999;\nc@x.fr;C;;Oui;;hier;\n`);
  expect(bad.refusedRows.map(({ reasons }) => reasons.map(({ column }) => column))).toEqual([
    ["CONSENTEMENT_EMAIL"],
    ["DATE_CONSENTEMENT"],
    ["DATE_CONSENTEMENT"],
  ]);
  // A header that only resembles one is never taken for a consent.
  const guessed = await check(me, "EMAIL;Newsletter;Consentement;Optin SMS\nz@x.fr;Oui;Oui;Oui\n");
  expect(guessed.columns.map(({ code }) => code)).toEqual(["EMAIL", null, null, null]);
  await importAll(me, "EMAIL;VILLE;CONSENTEMENT_EMAIL\na@x.fr;Brest;\n", { empty: "erase" } as never);
  expect((await states())["a"]).toEqual(["granted", "unknown"]);
});

test("an export with its consents imported again changes nothing", async () => {
  const { db, home, as, made, download, ports } = await exportWorld();
  const admin = await as("admin");
  for (const [i, emailConsent] of (["unknown", "granted", "withdrawn"] as const).entries())
    await aContact(db, { organisationId: home.id, ownerId: admin.id, email: `p${i}@x.fr`, emailConsent });
  const { id } = await made(admin, { record: "contact", format: "csv" });
  const content = (await download(admin, id)).raw.rawPayload;
  expect(content.toString()).toContain("CONSENTEMENT_EMAIL");
  const { fileApi } = await import("@crm/contract");
  const upload = await admin.call(fileApi.upload, { query: { name: "a.csv", purpose: "import" }, body: content });
  const view = (
    await admin.call(importApi.create, { body: { fileId: upload.body.id, record: "contact", options: {} } as never })
  ).body;
  await ports.jobs.runAll();
  const checkedAgain = (await admin.call(importApi.show, { params: { id: view.id } })).body;
  expect(checkedAgain).toMatchObject({ status: "checked", unchanged: 3, updated: 0, created: 0, refused: 0 });
});

test("an SMS consent of a file is for the number of its row: not for none, and not for another one than before", async () => {
  const { me, contact, states, importAll, db, undo } = await world();
  const granted = { smsConsent: "granted" } as const;
  const moved = await contact({ email: "moved@x.fr", lastName: "A", mobile: "+33611111111", ...granted });
  await contact({ email: "again@x.fr", lastName: "B", mobile: "+33622222222", ...granted });
  await contact({ email: "same@x.fr", lastName: "C", mobile: "+33633333333", ...granted });
  const file = `EMAIL;NOM;MOBILE;CONSENTEMENT_SMS;PREUVE_CONSENTEMENT
moved@x.fr;A;0699999999;;
again@x.fr;B;0688888888;Oui;Bulletin
same@x.fr;C;06 33 33 33 33;;
none@x.fr;D;;Oui;Bulletin
`;
  const before = await states();
  const done = await importAll(me, file);
  expect(done).toMatchObject({ created: 1, updated: 2, unchanged: 1, details: { remarks: { smsNoMobile: 1 } } });
  expect(await states()).toEqual({
    ...{ again: ["unknown", "granted"], moved: ["unknown", "unknown"] },
    ...{ none: ["unknown", "unknown"], same: ["unknown", "granted"] },
  });
  const last = await db.consent.findFirstOrThrow({ where: { contactId: moved.id } });
  expect(last).toMatchObject({ channel: "sms", state: "unknown", source: "number" });
  await undo(me, done.id);
  expect(await states()).toEqual(before);
});

test("« Oui » without a proof subscribes nobody and is told; with one it does; who is subscribed stays so", async () => {
  const { me, contact, states, importAll } = await world();
  await contact({ email: "yes@x.fr", emailConsent: "granted" });
  const file = `${head}bare@x.fr;;;Oui;;;\nproved@x.fr;;;Oui;;03/02/2020;Salon\nyes@x.fr;;;Oui;;;\n`;
  const done = await importAll(me, file);
  expect(done).toMatchObject({ created: 2, refused: 0, details: { remarks: { consentUnproved: 1 } } });
  expect(await states()).toEqual({
    bare: ["unknown", "unknown"],
    proved: ["granted", "unknown"],
    yes: ["granted", "unknown"],
  });
});

// Mailchimp writes one file each for who is subscribed, who left and who can't be reached; the others one column.
test.each([
  ["Mailchimp, unsubscribed", "Email Address,UNSUB_TIME", "2024-05-06 07:08:09", ["withdrawn", "unverified"]],
  ["Mailchimp, cleaned", "Email Address,CLEAN_TIME", "2024-05-06 07:08:09", ["unknown", "invalid"]],
  ["HubSpot", "Email,Unsubscribed from all email", "true", ["withdrawn", "unverified"]],
  ["HubSpot, not", "Email,Unsubscribed from all email", "false", ["unknown", "unverified"]],
  ["HubSpot, bounced", "Email,Email hard bounce reason", "UNKNOWN_USER", ["unknown", "invalid"]],
  ["Salesforce", "Email,Email Opt Out", "1", ["withdrawn", "unverified"]],
  ["Salesforce, not", "Email,Email Opt Out", "0", ["unknown", "unverified"]],
  ["Pipedrive", "Email - Work,Marketing status", "Unsubscribed", ["withdrawn", "unverified"]],
  ["Pipedrive, subscribed", "Email - Work,Marketing status", "Subscribed", ["unknown", "unverified"]],
  ["Brevo", "EMAIL,EMAIL_BLACKLISTED", "Yes", ["withdrawn", "unverified"]],
  ["listmonk", "uuid,attributes,email,status", "blocklisted", ["withdrawn", "unverified"]],
  ["listmonk, enabled", "uuid,attributes,email,status", "enabled", ["unknown", "unverified"]],
  ["any other", "email,status", "unsubscribed", ["unknown", "unverified"]],
  ["ours", "EMAIL,VALIDITE_EMAIL", "Non valide", ["unknown", "invalid"]],
  ["ours, valid", "EMAIL,VALIDITE_EMAIL", "Valide", ["unknown", "unverified"]],
])("opt-outs and bounces of %s come along, and are told before", async (_, header, cell, [consent, validity]) => {
  const { me, contact, check, run, importAll, db, list, undo } = await world();
  const old = await contact({ email: "old@x.fr", emailValidity: "unverified" });
  const columns = header.split(",");
  const line = (email: string) =>
    columns.map((name, at) => (at === columns.length - 1 ? cell : /mail/i.test(name) ? email : "x"));
  const file = [columns, line("old@x.fr"), line("new@x.fr")].map((cells) => cells.join(",")).join("\n");
  const checked = await check(me, file);
  const remarks = checked.details["remarks"] ?? {};
  expect(await list()).toEqual([]);
  const done = await run(me, checked.id);
  const found = await db.contact.findMany({ orderBy: { email: "asc" } });
  expect(found.map(({ emailConsent, emailValidity }) => [emailConsent, emailValidity])).toEqual([
    [consent, validity],
    [consent, validity],
  ]);
  expect(remarks).toEqual(done.details["remarks"]);
  expect((remarks as Record<string, number>)["withdraws"]).toBe(consent === "withdrawn" ? 2 : undefined);
  expect((remarks as Record<string, number>)["emailFails"]).toBe(validity === "invalid" ? 2 : undefined);
  expect((await list()).length).toBe(consent === "withdrawn" ? 2 : 0);
  expect(await importAll(me, file)).toMatchObject({ unchanged: 2, updated: 0 });
  await undo(me, done.id);
  expect(await db.contact.findUniqueOrThrow({ where: { id: old.id } })).toMatchObject({
    ...{ emailConsent: "unknown", emailValidity: "unverified" },
  });
  expect(await list()).toEqual([]);
});
