import { sessionApi, type UserView, userApi } from "@crm/contract";
import { v7 as uuid } from "uuid";
import { describe, expect, test } from "vitest";
import { isPassword } from "../../platform/password.ts";
import { aContact, anOpportunity, anOrganisation, aPipeline, aUser, passwordHashOf } from "../../test/factories.ts";
import { testApp } from "../../test/test-app.ts";
import { assertAssignable, userRefs } from "./user.service.ts";

const password = "un mot de passe sûr";

async function withAdmin() {
  const on = await testApp();
  const admin = await on.as("admin", { firstName: "Gwenaëlle", lastName: "Le Goff" });
  const input = {
    firstName: "Élodie",
    lastName: "Kervella",
    email: "Elodie@Briconett.test",
    profile: "salesperson",
    crmAccess: true,
    organisationId: on.home.id,
    password,
  } as const;
  const create = (over: object = {}) => admin.call(userApi.create, { body: { ...input, ...over } });
  const update = (id: string, body: Parameters<typeof admin.call<typeof userApi.update>>[1]["body"]) =>
    admin.call(userApi.update, { params: { id }, body });
  const signInAs = (email: string, secret: string) =>
    on.anyone.call(sessionApi.signIn, { body: { email, password: secret } });
  const setActive = (id: string, active: boolean, by = admin) =>
    by.call(userApi.setActive, { params: { id }, body: { active } });
  return { ...on, admin, input, create, update, setActive, signInAs };
}

describe("creating a user (guide 5)", () => {
  test("keeps all of chapter 5's fields, the e-mail in lower case, and never shows the password", async () => {
    const { create, db, home } = await withAdmin();
    const { status, body, raw } = await create({ phone: "02 99 00 10 10", jobTitle: "Commerciale" });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      firstName: "Élodie",
      lastName: "Kervella",
      email: "elodie@briconett.test",
      phone: "02 99 00 10 10",
      jobTitle: "Commerciale",
      profile: "salesperson",
      crmAccess: true,
      organisation: { id: home.id, name: "Briconett" },
      photoId: null,
      active: true,
      version: 1,
    });
    expect(raw.body).not.toContain("assword");
    const { passwordHash } = await db.user.findUniqueOrThrow({ where: { id: body.id } });
    expect(passwordHash).toMatch(/^\$argon2id\$/);
    expect(await isPassword(passwordHash, password)).toBe(true);
  });

  test("lets him sign in; without the « administrateur » box the CRM stays closed to him", async () => {
    const { create, anyone, bearer, input } = await withAdmin();
    await create({ crmAccess: false });
    const { body } = await anyone.call(sessionApi.signIn, { body: { email: input.email, password } });
    expect(body.user.permissions).toEqual([]);
    expect((await bearer(body.accessToken).call(userApi.directory, {})).status).toBe(403);
  });

  test("refuses an e-mail that is taken, in any case, at its field; of two at once one wins", async () => {
    const { create } = await withAdmin();
    const both = await Promise.all([create(), create({ email: "ELODIE@briconett.test" })]);
    expect(both.map(({ status }) => status).sort()).toEqual([201, 409]);
    const { body } = await create();
    expect(body).toMatchObject({ code: "EMAIL_TAKEN", issues: [{ path: "body/email", rule: "taken" }] });
  });

  test.each([
    ["no first name", { firstName: "  " }, "body/firstName"],
    ["no e-mail", { email: "pas une adresse" }, "body/email"],
    ["a short password", { password: "onze caract" }, "body/password"],
    ["a frequent password", { password: "azertyuiop123" }, "body/password"],
    ["his name as a password", { password: "Elodie.Kervella" }, "body/password"],
    ["a NUL", { lastName: "a\0b" }, "body/lastName"],
    ["an endless name", { lastName: "x".repeat(101) }, "body/lastName"],
    ["an unknown profile", { profile: "root" }, "body/profile"],
  ])("refuses %s at its field", async (_what, over, path) => {
    const { create } = await withAdmin();
    expect(await create(over)).toMatchObject({ status: 422, body: { code: "VALIDATION_FAILED", issues: [{ path }] } });
  });

  test("refuses an organisation that is not one", async () => {
    const { create } = await withAdmin();
    expect(await create({ organisationId: uuid() })).toMatchObject({
      status: 404,
      body: { details: { record: "organisation" } },
    });
  });

  test("keeps HTML and emoji as they were typed", async () => {
    const { create } = await withAdmin();
    expect((await create({ firstName: "<b>Zoé</b> 🦊" })).body).toMatchObject({ firstName: "<b>Zoé</b> 🦊" });
  });
});

describe("the list", () => {
  test("finds by any part of name or e-mail, without case or accents, and by state, in order of names", async () => {
    const { admin, db, home } = await withAdmin();
    const over = { organisationId: home.id };
    await aUser(db, { ...over, firstName: "Étienne", lastName: "Zola", email: "ez@roger.test", active: false });
    await aUser(db, { ...over, firstName: "Anne", lastName: "Éon", email: "100%_vrai@roger.test" });
    const names = async (query: object) => {
      const { body } = await admin.call(userApi.list, { query });
      expect(body.count).toEqual({ value: body.rows.length, capped: false });
      return body.rows.map(({ firstName }: UserView) => firstName);
    };
    expect(await names({})).toEqual(["Anne", "Gwenaëlle", "Étienne"]);
    expect(await names({ search: "etienne ZOL" })).toEqual(["Étienne"]);
    expect(await names({ search: "goff gwenaelle" })).toEqual(["Gwenaëlle"]);
    expect(await names({ search: "roger.test" })).toEqual(["Anne", "Étienne"]);
    expect(await names({ search: "%_" })).toEqual(["Anne"]);
    expect(await names({ search: "  " })).toHaveLength(3);
    expect(await names({ active: false })).toEqual(["Étienne"]);
    expect(await names({ search: "roger.test", active: true })).toEqual(["Anne"]);
    expect(await names({ search: "personne" })).toEqual([]);
  });

  test("shows one user; another id is not found", async () => {
    const { admin } = await withAdmin();
    expect((await admin.call(userApi.show, { params: { id: admin.id } })).body.email).toBe(admin.email);
    expect((await admin.call(userApi.show, { params: { id: uuid() } })).status).toBe(404);
  });
});

describe("changing a user", () => {
  test("changes what is said and leaves the rest", async () => {
    const { create, update } = await withAdmin();
    const { body: user } = await create({ phone: "02 99 00 10 10", jobTitle: "Commerciale" });
    const { status, body } = await update(user.id, { version: 1, lastName: "Le Bris", phone: "" });
    expect(status).toBe(200);
    expect(body).toEqual({ ...user, lastName: "Le Bris", phone: "", version: 2 });
  });

  test("from an older version is refused with the current one; of two at once one wins", async () => {
    const { create, update } = await withAdmin();
    const { body: user } = await create();
    const both = await Promise.all([
      update(user.id, { version: 1, jobTitle: "A" }),
      update(user.id, { version: 1, jobTitle: "B" }),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    const winner = both.find(({ status }) => status === 200)?.body;
    expect(both.find(({ status }) => status === 409)?.body).toEqual({
      code: "EDIT_CONFLICT",
      details: { current: winner },
      issues: [],
    });
  });

  test("to an e-mail that is taken is refused at its field", async () => {
    const { create, update, admin } = await withAdmin();
    const { body: user } = await create();
    expect(await update(user.id, { version: 1, email: admin.email.toUpperCase() })).toMatchObject({
      status: 409,
      body: { code: "EMAIL_TAKEN", issues: [{ path: "body/email" }] },
    });
  });

  test("to another organisation takes along what he follows, and nothing else", async () => {
    const { db, update, home, as } = await withAdmin();
    const roger = await anOrganisation(db, "Roger");
    const [user, colleague] = [await as("salesperson"), await as("salesperson")];
    const mine = await aContact(db, { organisationId: home.id, ownerId: user.id });
    const theirs = await aContact(db, { organisationId: home.id, ownerId: colleague.id });
    const { id: pipelineId } = await aPipeline(db);
    const opportunity = await anOpportunity(db, {
      contactId: theirs.id,
      pipelineId,
      organisationId: home.id,
      ownerId: user.id,
    });
    expect((await update(user.id, { version: 1, organisationId: roger.id })).body.organisation).toEqual({
      id: roger.id,
      name: "Roger",
    });
    const at = async (id: string) => (await db.contact.findUniqueOrThrow({ where: { id } })).organisationId;
    expect([await at(mine.id), await at(theirs.id)]).toEqual([roger.id, home.id]);
    expect((await db.opportunity.findUniqueOrThrow({ where: { id: opportunity.id } })).organisationId).toBe(roger.id);
  });

  test("'s rights is felt by his next request", async () => {
    const { update, as } = await withAdmin();
    const user = await as("salesperson");
    expect((await user.call(userApi.directory, {})).status).toBe(200);
    await update(user.id, { version: 1, crmAccess: false });
    expect((await user.call(userApi.directory, {})).status).toBe(403);
    await update(user.id, { version: 2, profile: "admin" });
    expect((await user.call(userApi.list, { query: {} })).status).toBe(200);
  });

  test("'s password signs him out", async () => {
    const { create, update, anyone, bearer, input } = await withAdmin();
    const { body: user } = await create();
    const signIn = (secret: string) =>
      anyone.call(sessionApi.signIn, { body: { email: input.email, password: secret } });
    const browser = bearer((await signIn(password)).body.accessToken);
    await update(user.id, { version: 1, password: "un tout autre secret" });
    expect((await browser.call(sessionApi.me, {})).status).toBe(401);
    expect([(await signIn(password)).status, (await signIn("un tout autre secret")).status]).toEqual([401, 200]);
  });

  test("— one's own e-mail and password ask for the current one, as the profile's door does", async () => {
    const { update, as, signInAs, bearer, ports } = await withAdmin();
    const me = await as("admin", { email: "moi@briconett.test", passwordHash: await passwordHashOf(password) });
    const mine = (body: object) => me.call(userApi.update, { params: { id: me.id }, body: { version: 1, ...body } });
    const next = "un tout autre secret";
    for (const change of [
      { password: next },
      { email: "autre@briconett.test" },
      { email: "a@b.test", password: next },
    ]) {
      const issue = (rule: string) => [{ path: "body/current", params: { params: { rule } } }];
      expect(await mine(change)).toMatchObject({ status: 422, body: { issues: issue("required") } });
      expect(await mine({ ...change, current: "faux" })).toMatchObject({
        status: 422,
        body: { issues: issue("wrongPassword") },
      });
      await ports.throttle.succeeded({ purpose: "password", account: me.id, address: "127.0.0.1" });
    }
    expect((await mine({ jobTitle: "Directrice", email: "MOI@briconett.test" })).status).toBe(200);
    const there = bearer((await signInAs(me.email, password)).body.accessToken);
    const changed = await mine({ version: 2, password: next, email: "autre@briconett.test", current: password });
    expect(changed).toMatchObject({ status: 200, body: { email: "autre@briconett.test" } });
    expect((await there.call(sessionApi.me, {})).status).toBe(401);
    expect((await me.call(sessionApi.me, {})).status).toBe(200);
    expect((await signInAs("autre@briconett.test", next)).status).toBe(200);
    for (let i = 0; i < 5; i++) await mine({ version: 3, password, current: "faux" });
    expect(await mine({ version: 3, password, current: next })).toMatchObject({ status: 429 });
    expect((await update(me.id, { version: 3, email: "encore@briconett.test" })).status).toBe(200);
  });
});

describe("deactivating", () => {
  test("signs out at once and for good; activating lets him in again", async () => {
    const { create, setActive, anyone, bearer, input } = await withAdmin();
    const { body: user } = await create();
    const signIn = () => anyone.call(sessionApi.signIn, { body: { email: input.email, password } });
    const browser = bearer((await signIn()).body.accessToken);
    expect((await setActive(user.id, false)).body).toMatchObject({ active: false });
    expect((await browser.call(sessionApi.me, {})).status).toBe(401);
    expect((await signIn()).status).toBe(401);
    expect((await setActive(user.id, true)).body).toMatchObject({ active: true });
    expect((await browser.call(sessionApi.me, {})).status).toBe(401);
    expect((await signIn()).status).toBe(200);
  });

  test("is not for one's own account, nor for somebody who isn't there", async () => {
    const { admin, as, setActive } = await withAdmin();
    await as("admin");
    expect((await setActive(admin.id, false)).body).toMatchObject({ code: "OWN_ACCOUNT" });
    expect((await setActive(uuid(), false)).status).toBe(404);
  });

  test("leaves one active « Gestionnaire »: not by a change of profile either, nor by two at once", async () => {
    const { admin, as, update, setActive } = await withAdmin();
    await as("admin", { active: false });
    expect(await update(admin.id, { version: 1, profile: "manager" })).toMatchObject({
      status: 409,
      body: { code: "LAST_ADMIN" },
    });
    const other = await as("admin");
    const both = await Promise.all([setActive(other.id, false, admin), setActive(admin.id, false, other)]);
    expect(both.map(({ status }) => status).sort()).not.toEqual([200, 200]);
    const third = await as("admin");
    const demoted = await Promise.all([
      third.call(userApi.update, { params: { id: admin.id }, body: { version: 1, profile: "manager" } }),
      third.call(userApi.update, { params: { id: other.id }, body: { version: 1, profile: "manager" } }),
      third.call(userApi.update, { params: { id: third.id }, body: { version: 1, profile: "manager" } }),
    ]);
    expect(demoted.some(({ body }) => (body as unknown as { code: string }).code === "LAST_ADMIN")).toBe(true);
  });
});

describe("whom a record can be assigned to", () => {
  test("active users of the CRM first, then those who still follow something", async () => {
    const { admin, as, db, home } = await withAdmin();
    const gone = await as("salesperson", { firstName: "Anne", lastName: "Abeille", active: false });
    await as("salesperson", { lastName: "Sans CRM", crmAccess: false });
    await as("salesperson", { lastName: "Partie sans rien", active: false });
    await as("salesperson", { firstName: "Yann", lastName: "Zidane" });
    await aContact(db, { organisationId: home.id, ownerId: gone.id });
    const { body } = await admin.call(userApi.directory, {});
    expect(body.map(({ name, active }) => [name, active])).toEqual([
      ["Gwenaëlle Le Goff", true],
      ["Yann Zidane", true],
      ["Anne Abeille", false],
    ]);
  });

  test("is checked for the other features", async () => {
    const { as, ctx, home } = await withAdmin();
    const user = await as("salesperson");
    expect(await assertAssignable(ctx, user.id)).toEqual({
      id: user.id,
      organisationId: home.id,
      name: "Camille Durand",
    });
    const inactive = await as("salesperson", { active: false });
    const closed = await as("salesperson", { crmAccess: false });
    for (const id of [inactive.id, closed.id, uuid()]) {
      await expect(assertAssignable(ctx, id)).rejects.toMatchObject({
        code: "OWNER_NOT_ASSIGNABLE",
        details: { userId: id },
      });
    }
    expect(await userRefs(ctx, [inactive.id, uuid()])).toEqual(
      new Map([[inactive.id, { id: inactive.id, name: "Camille Durand", active: false, photoId: null }]]),
    );
  });
});
