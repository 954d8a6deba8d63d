import { anonymisationApi, binApi, duplicateApi, fileApi, interactionApi } from "@crm/contract";
import { describe, expect, it } from "vitest";
import { changeStatus } from "../../test/commands.ts";
import { aContact, anInteraction } from "../../test/factories.ts";
import { opportunityApp } from "../../test/opportunity-app.ts";
import type { TestUser } from "../../test/test-app.ts";
import { anonymiseDue } from "../anonymisation/erasure.service.ts";
import { sweepFiles } from "../file/file.service.ts";

const never = new AbortController().signal;
const dayMs = 86_400_000;
const pdf = Buffer.from("%PDF-1.7 devis secret");

async function attached() {
  const app = await opportunityApp();
  const me = await app.as("salesperson");
  const { id } = await app.opportunity({ ownerId: me.id });
  const upload = async (by: TestUser = me, name = "Devis\u202e n° 1.pdf", content = pdf) =>
    by.call(fileApi.upload, { query: { name, purpose: "attachment" }, body: content });
  const read = (by: TestUser, fileId: string) => by.call(fileApi.download, { params: { id: fileId } });
  const add = (fileId: string, by: TestUser = me) =>
    by.call(interactionApi.create, { params: { id }, body: { kind: "quote", text: "Envoyé", fileId } });
  return { ...app, me, id, upload, read, add };
}

describe("the attachment of an exchange", () => {
  it("is read by who sees the opportunity: its uploader no more once he does not", async () => {
    const { me, as, db, id, upload, read, add } = await attached();
    const file = (await upload()).body;
    expect(file).toMatchObject({ name: "Devis n° 1.pdf", mediaType: "application/pdf" });
    const [other, manager] = [await as("salesperson"), await as("manager")];
    expect((await read(manager, file.id)).status).toBe(404); // no exchange has it yet
    expect((await read(me, file.id)).status).toBe(200);
    expect((await add(file.id)).body.file).toMatchObject({ id: file.id, name: "Devis n° 1.pdf" });
    const got = await read(manager, file.id);
    expect(got.raw.rawPayload.equals(pdf)).toBe(true);
    expect(got.raw.headers["content-disposition"]).toMatch(/^attachment/);
    expect((await read(other, file.id)).status).toBe(404);
    await db.opportunity.update({ where: { id }, data: { ownerId: other.id } });
    expect([(await read(me, file.id)).status, (await read(other, file.id)).status]).toEqual([404, 200]);
  });

  it("is one's own upload, of this purpose, of a bearable size, and only for who writes opportunities", async () => {
    const { me, as, upload, add, db } = await attached();
    const [other, outside] = [await as("salesperson"), await as("admin", { crmAccess: false })];
    const theirs = (await upload(other)).body;
    expect((await add(theirs.id)).status).toBe(404);
    const csv = await me.call(fileApi.upload, { query: { name: "a.csv", purpose: "import" }, body: Buffer.from("A") });
    expect((await add(csv.body.id)).status).toBe(404);
    expect((await upload(outside)).status).toBe(403);
    expect((await upload(me, "vide.pdf", Buffer.alloc(0))).body).toMatchObject({ code: "FILE_EMPTY" });
    expect((await upload(me, "gros.pdf", Buffer.alloc(20 * 1024 * 1024 + 1))).body).toMatchObject({
      code: "FILE_TOO_LARGE",
    });
    expect(await db.interaction.count()).toBe(0);
  });

  it("is swept only when no exchange has it, deleted ones that can come back included", async () => {
    const { me, ctx, db, clock, upload, add, read } = await attached();
    const [kept, deleted, left, replaced] = [await upload(), await upload(), await upload(), await upload()].map(
      ({ body }) => body.id,
    ) as [string, string, string, string];
    await add(kept);
    const gone = (await add(deleted)).body;
    await me.call(interactionApi.remove, { params: { id: gone.id } });
    const changed = (await add(replaced)).body;
    await me.call(interactionApi.update, { params: { id: changed.id }, body: { version: 1, fileId: null } });
    const before = new Date(clock.now.getTime() + dayMs);
    expect(await sweepFiles(ctx, before, never)).toBe(2);
    expect(await db.file.count({ where: { id: { in: [left, replaced] } } })).toBe(0);
    await me.call(interactionApi.restore, { params: { id: gone.id } });
    expect([(await read(me, kept)).status, (await read(me, deleted)).status]).toEqual([200, 200]);
    await db.interaction.delete({ where: { id: gone.id } });
    expect(await sweepFiles(ctx, before, never)).toBe(1);
  });
});

describe("with its contact", () => {
  it("goes to the bin and comes back, and goes for good", async () => {
    const { as, db, contact, opportunity } = await opportunityApp();
    const admin = await as("admin");
    const { id } = await opportunity({ ownerId: admin.id });
    await anInteraction(db, { contactId: contact.id, opportunityId: id, text: "Vu au salon" });
    const list = () => admin.call(interactionApi.list, { params: { id }, query: {} });
    const one = { params: { id: contact.id } };
    expect((await admin.call(binApi.contactImpact, one)).body).toMatchObject({ opportunities: 1 });
    await admin.call(binApi.deleteContact, one);
    expect((await list()).status).toBe(404);
    await admin.call(binApi.restoreContact, one);
    expect((await list()).body.rows).toMatchObject([{ text: "Vu au salon" }]);
    await admin.call(binApi.deleteContact, one);
    expect((await admin.call(binApi.purgeContact, one)).status).toBe(204);
    expect(await db.interaction.count()).toBe(0);
  });

  it("follows a merge and its undo, what was written down in between too", async () => {
    const { as, db, contact, home, opportunity } = await opportunityApp();
    const admin = await as("admin");
    const kept = await aContact(db, { organisationId: home.id });
    const { id } = await opportunity({ ownerId: admin.id });
    const before = await anInteraction(db, { contactId: contact.id, opportunityId: id });
    const body = { kept: { id: kept.id, version: 1 }, merged: { id: contact.id, version: 1 } };
    const merge = (await admin.call(duplicateApi.merge, { body })).body;
    const between = (await admin.call(interactionApi.create, { params: { id }, body: { kind: "info" } })).body;
    const contactsOf = async () =>
      (await db.interaction.findMany({ where: { id: { in: [before.id, between.id] } } })).map((row) => row.contactId);
    expect(await contactsOf()).toEqual([kept.id, kept.id]);
    expect((await admin.call(duplicateApi.undo, { params: { id: merge.id }, body: {} })).status).toBe(200);
    expect(await contactsOf()).toEqual([contact.id, contact.id]);
  });

  it("is anonymised: text and attachment go, that it took place stays; a reason too, when it is a usual one", async () => {
    const { me, as, ctx, db, clock, contact, opportunity, id, upload, add, ports } = await attached();
    const file = (await upload()).body;
    await add(file.id);
    const usual = await opportunity({ ownerId: me.id });
    const change = (opportunityId: string, reason: string) =>
      changeStatus(me, opportunityId, { status: "lost", on: "2026-03-01", reason });
    await change(id, "M. Le Goff ne répond plus");
    await change(usual.id, "Prix trop élevé");
    await (await as("admin")).call(anonymisationApi.mark, { params: { id: contact.id } });
    clock.now = new Date(clock.now.getTime() + 8 * dayMs);
    expect(await anonymiseDue(ctx, never)).toBe(1);
    expect(await db.interaction.findMany()).toMatchObject([{ kind: "quote", text: "", fileId: null }]);
    expect([await db.file.count(), ports.files.files.size]).toEqual([0, 0]);
    expect((await db.anonymisationCertificate.findFirstOrThrow()).erased).toMatchObject({ interactions: 1, files: 1 });
    const reasonOf = async (of: string) => (await db.opportunity.findUniqueOrThrow({ where: { id: of } })).statusReason;
    expect([await reasonOf(id), await reasonOf(usual.id)]).toEqual(["", "Prix trop élevé"]);
    const events = JSON.stringify(await db.auditEvent.findMany());
    expect([events.includes("Envoyé"), events.includes("Le Goff"), events.includes("Prix trop élevé")]).toEqual([
      false,
      false,
      true,
    ]);
  });

  it("is part of what is held about the person", async () => {
    const { me, contact, upload, add, db } = await attached();
    await db.contact.update({ where: { id: contact.id }, data: { ownerId: me.id } });
    await add((await upload()).body.id);
    const get = (format: "json" | "html") =>
      me.call(anonymisationApi.personalData, { params: { id: contact.id }, query: { format } });
    expect((await get("json")).body).toMatchObject({
      opportunities: [{ interactions: [{ kind: "quote", text: "Envoyé", file: "Devis n° 1.pdf" }] }],
    });
    expect((await get("html")).raw.payload).toContain("Devis n° 1.pdf");
  });
});
