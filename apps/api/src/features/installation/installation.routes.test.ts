import { contactApi, installationApi, sessionApi } from "@crm/contract";
import { describe, expect, test } from "vitest";
import { testApp } from "../../test/test-app.ts";
import { newInstallationCode } from "./installation.service.ts";

const password = "un mot de passe sûr";

/** A database as it begins, and what the person at the terminal types. */
async function begun() {
  const on = await testApp();
  await on.db.organisation.deleteMany();
  const code = (await newInstallationCode(on.ctx)) ?? "";
  const typed = {
    ...{ code, company: "Briconett", firstName: "Élodie", lastName: "Kervella" },
    ...{ email: "elodie@briconett.test", password, demo: false },
  };
  const install = (over: Partial<typeof typed> = {}) =>
    on.anyone.call(installationApi.run, { body: { ...typed, ...over } });
  const show = async () => (await on.anyone.call(installationApi.show, {})).body;
  const signIn = (email = typed.email, typedPassword = password) =>
    on.anyone.call(sessionApi.signIn, { body: { email, password: typedPassword } });
  return { ...on, code, typed, install, show, signIn };
}

describe("the first account", () => {
  test("is made with the terminal's code: an administrator of the company; then the page is closed, the code dead", async () => {
    const { install, show, signIn, db, typed, ctx } = await begun();
    expect(await show()).toEqual({ open: true, demo: true });
    expect((await install()).status).toBe(204);
    const { status, body } = await signIn();
    expect([status, body.user]).toMatchObject([
      200,
      { profile: "admin", organisation: { name: "Briconett" }, permissions: expect.arrayContaining(["crm:use"]) },
    ]);
    expect(await show()).toEqual({ open: false, demo: false });
    expect(await install({ email: "autre@briconett.test" })).toMatchObject({
      status: 409,
      body: { code: "ALREADY_INSTALLED" },
    });
    expect(await newInstallationCode(ctx)).toBeNull();
    expect(await db.user.count()).toBe(1);
    const kept = JSON.stringify([await db.installation.findMany(), await db.user.findMany()]);
    expect(kept).not.toContain(typed.code);
  });

  test.each([
    ["another", "00000-00000"],
    ["half of one", "00000"],
    ["a long one", "0".repeat(40)],
  ])("is refused with %s code, at its field; after five of them that address waits", async (_what, code) => {
    const { install, db } = await begun();
    for (let tries = 0; tries < 5; tries++)
      expect(await install({ code })).toMatchObject({
        status: 422,
        body: { issues: [{ path: "body/code", params: { params: { rule: "wrongCode" } } }] },
      });
    expect((await install()).status).toBe(429);
    expect(await db.user.count()).toBe(0);
  });

  test("takes the code as people type it, and the rule of passwords as everywhere", async () => {
    const { install, code } = await begun();
    expect(await install({ password: "court" })).toMatchObject({
      status: 422,
      body: { issues: [{ path: "body/password" }] },
    });
    expect((await install({ code: ` ${code.toLowerCase().replace("-", " ").replaceAll("0", "o")}` })).status).toBe(204);
  });

  test("is one, of two that are sent at once", async () => {
    const { install, db } = await begun();
    const both = await Promise.all([install(), install({ email: "autre@briconett.test" })]);
    expect(both.map(({ status }) => status).sort()).toEqual([204, 409]);
    expect([await db.user.count(), await db.organisation.count()]).toEqual([1, 1]);
  });

  test("comes with the demo's data when they are wished, whose accounts nobody can sign in to", async () => {
    const { install, signIn, bearer, db, show } = await begun();
    expect((await install({ demo: true })).status).toBe(204);
    const { body } = await signIn();
    const person = bearer(body.accessToken);
    expect((await person.call(contactApi.list, { query: {} })).body.rows).toHaveLength(50);
    expect(await db.contact.count()).toBe(500);
    expect((await person.call(installationApi.demo, {})).body).toEqual({ present: true, accounts: false });
    expect((await signIn("admin@demo.fr", "demo-helium-2026")).status).toBe(401);
    expect(await db.demoRecord.count({ where: { kind: "users" } })).toBe(6);
    expect(await show()).toEqual({ open: false, demo: false });
  });

  test("has no demo to offer where something is there already", async () => {
    const { db, show, install } = await begun();
    await db.pipeline.create({ data: { name: "Vente", position: 0 } });
    expect(await show()).toEqual({ open: true, demo: false });
    expect((await install({ demo: true })).status).toBe(204);
    expect(await db.contact.count()).toBe(0);
  });
});

test("the code is the same for processes that start together, another at the next start; it has fifty bits", async () => {
  const { ctx, clock, code } = await begun();
  expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}$/);
  expect(await Promise.all([newInstallationCode(ctx), newInstallationCode(ctx)])).toEqual([code, code]);
  clock.now = new Date(clock.now.getTime() + 60_000);
  const next = await newInstallationCode(ctx);
  expect(next).not.toBe(code);
  expect(new Set([code, next]).size).toBe(2);
});
