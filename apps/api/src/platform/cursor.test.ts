import { api, contactApi, type Endpoint, opportunityApi, PageQuery } from "@crm/contract";
import { describe, expect, it } from "vitest";
import { aContact } from "../test/factories.ts";
import { testApp } from "../test/test-app.ts";
import { cursorSeal } from "./cursor.ts";

describe("a cursor", () => {
  const { seal, open } = cursorSeal("a-secret-for-tests-of-32-characters");

  it("is read again where it was given, and tells nothing on the way", () => {
    const sealed = seal('["Kervella","x"]', "contacts");
    expect(open(sealed, "contacts")).toBe('["Kervella","x"]');
    expect(Buffer.from(sealed, "base64url").toString("latin1")).not.toContain("Kervella");
    expect(seal('["Kervella","x"]', "contacts")).not.toBe(sealed);
  });

  it("is none when a bit of it changed, when it is another list's, another secret's, or cut", () => {
    const sealed = seal('["Kervella","x"]', "contacts");
    const bytes = Buffer.from(sealed, "base64url");
    for (let at = 0; at < bytes.length; at++) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(() => open(changed.toString("base64url"), "contacts")).toThrow();
    }
    expect(() => open(sealed, "opportunities")).toThrow();
    expect(() => cursorSeal("another-secret-of-32-characters-00").open(sealed, "contacts")).toThrow();
    for (const cut of ["", "x", sealed.slice(0, 30), sealed.slice(0, -4)])
      expect(() => open(cut, "contacts")).toThrow();
  });
});

it("of every list is sealed: none has a cursor of another kind, but timelines, whose is an event's id", () => {
  const paged = Object.entries(api).flatMap(([noun, verbs]) =>
    Object.entries(verbs as Record<string, Endpoint>).flatMap(([verb, { schema }]) => {
      const after = schema.querystring?.shape["after"];
      return after === undefined || after === PageQuery.shape.after ? [] : [`${noun}.${verb}`];
    }),
  );
  expect(paged).toEqual(["contact.timeline", "opportunity.timeline"]);
});

it("of one list, or of one order, is refused by another, as one made up is, with the field at fault", async () => {
  const { as, db, home } = await testApp();
  const admin = await as("admin");
  for (let i = 0; i < 3; i++) await aContact(db, { organisationId: home.id, lastName: `Kervella ${i}` });
  const { next } = (await admin.call(contactApi.list, { query: { size: 1, sort: "name" } })).body;
  const after = next ?? "";
  expect(Buffer.from(after, "base64url").toString("latin1").toLowerCase()).not.toContain("kervella");
  expect((await admin.call(contactApi.list, { query: { size: 1, sort: "name", after } })).status).toBe(200);
  const refused = { status: 422, body: { code: "VALIDATION_FAILED", details: { field: "after" } } };
  for (const query of [{ sort: "city", after }, { sort: "name", direction: "desc", after }, { after }] as const)
    expect(await admin.call(contactApi.list, { query })).toMatchObject(refused);
  expect(await admin.call(opportunityApi.list, { query: { sort: "title", after } })).toMatchObject(refused);
  const plain = Buffer.from(JSON.stringify(["kervella 0", home.id])).toString("base64url");
  expect(await admin.call(contactApi.list, { query: { sort: "name", after: plain } })).toMatchObject(refused);
});
