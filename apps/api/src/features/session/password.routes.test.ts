import { sessionApi, userApi } from "@crm/contract";
import { describe, expect, test } from "vitest";
import { passwordHashOf } from "../../test/factories.ts";
import { testApp } from "../../test/test-app.ts";
import { resetMail } from "./session.jobs.ts";

const old = "un mot de passe sûr";
const fresh = "un autre, plus sûr";

async function withUser() {
  const on = await testApp();
  const user = await on.as("salesperson", {
    email: "chloe@briconett.test",
    firstName: "Chloé <3",
    passwordHash: await passwordHashOf(old),
  });
  const signIn = (password: string) => on.anyone.call(sessionApi.signIn, { body: { email: user.email, password } });
  const forgot = (email = user.email) => on.anyone.call(sessionApi.forgotPassword, { body: { email } });
  const reset = (token: string, password = fresh) =>
    on.anyone.call(sessionApi.resetPassword, { body: { token, password } });
  /** Asks for a link and reads the token in the mail. */
  const mailedToken = async () => {
    await forgot();
    await on.ports.jobs.runAll();
    return /reinitialiser#jeton=([\w-]+)/.exec(on.ports.mailer.sent.at(-1)?.text ?? "")?.[1] ?? "";
  };
  return { ...on, user, signIn, forgot, reset, mailedToken };
}

describe("changing one's password", () => {
  test("asks for the current one, and signs out all other browsers", async () => {
    const { user, signIn, bearer } = await withUser();
    const other = bearer((await signIn(old)).body.accessToken);
    expect((await user.call(sessionApi.changePassword, { body: { current: old, password: fresh } })).status).toBe(204);
    expect((await user.call(sessionApi.me, {})).status).toBe(200);
    expect((await other.call(sessionApi.me, {})).status).toBe(401);
    expect((await signIn(old)).status).toBe(401);
    expect((await signIn(fresh)).status).toBe(200);
  });

  test("refuses a wrong current password at its field, and too many guesses", async () => {
    const { user, signIn } = await withUser();
    const guess = () => user.call(sessionApi.changePassword, { body: { current: "faux", password: fresh } });
    const { status, body } = await guess();
    expect([status, body]).toMatchObject([
      422,
      { code: "VALIDATION_FAILED", issues: [{ path: "body/current", params: { params: { rule: "wrongPassword" } } }] },
    ]);
    for (let i = 0; i < 4; i++) await guess();
    expect((await user.call(sessionApi.changePassword, { body: { current: old, password: fresh } })).status).toBe(429);
    expect((await signIn(old)).status).toBe(200);
  });

  test.each([
    ["of fewer than twelve characters", "onze caract", {}],
    ["of spaces alone", " ".repeat(14), { params: { rule: "passwordRepeated" } }],
    ["of one character", "1111 1111 1111", { params: { rule: "passwordRepeated" } }],
    ["that is frequent in France", "motdepasse123", { params: { rule: "passwordFrequent" } }],
    ["that is a frequent word with a year", "Bonjour2026!!", { params: { rule: "passwordFrequent" } }],
    ["that is the demo's", "demo-helium-2026", { params: { rule: "passwordFrequent" } }],
    ["that is his e-mail", "chloe@briconett.test", { params: { rule: "passwordPersonal" } }],
  ])("refuses one %s, by each way, and the link stays good", async (_what, weak, params) => {
    const { user, reset, mailedToken } = await withUser();
    const refused = { status: 422, body: { code: "VALIDATION_FAILED", issues: [{ path: "body/password", params }] } };
    expect(await user.call(sessionApi.changePassword, { body: { current: old, password: weak } })).toMatchObject(
      refused,
    );
    const token = await mailedToken();
    expect(await reset(token, weak)).toMatchObject(refused);
    expect((await reset(token)).status).toBe(204);
  });

  test("— an account that has a weak one from before still signs in", async () => {
    const { as, anyone } = await withUser();
    const { email } = await as("salesperson", { passwordHash: await passwordHashOf("azerty") });
    expect((await anyone.call(sessionApi.signIn, { body: { email, password: "azerty" } })).status).toBe(200);
  });
});

describe("a forgotten password", () => {
  test("is set anew by the mailed link, which signs out everywhere and serves once", async () => {
    const { user, signIn, reset, mailedToken, ports } = await withUser();
    const token = await mailedToken();
    expect(ports.mailer.sent).toHaveLength(1);
    const [mail] = ports.mailer.sent;
    expect(mail).toMatchObject({ to: user.email, subject: "Choisir un nouveau mot de passe" });
    expect(mail?.text).toContain(`http://crm.test/reinitialiser#jeton=${token}`);
    expect(mail?.html).toContain(`href="http://crm.test/reinitialiser#jeton=${token}"`);
    expect(mail?.html).toContain("Chloé &lt;3");
    expect((await reset(token)).status).toBe(204);
    expect((await user.call(sessionApi.me, {})).status).toBe(401);
    expect((await signIn(old)).status).toBe(401);
    expect((await signIn(fresh)).status).toBe(200);
    expect(await reset(token)).toMatchObject({ status: 410, body: { code: "RESET_LINK_INVALID" } });
  });

  test("keeps the token nowhere but in the mail", async () => {
    const { db, forgot, ports, mailedToken } = await withUser();
    await forgot();
    const [job] = ports.jobs.waiting;
    expect(Object.keys(job?.payload ?? {})).toEqual(["userId"]);
    const token = await mailedToken();
    const kept = await db.passwordReset.findMany();
    expect(kept).toHaveLength(1);
    expect(JSON.stringify(kept)).not.toContain(token);
  });

  test("link used by two at once serves one", async () => {
    const { reset, mailedToken } = await withUser();
    const token = await mailedToken();
    const both = await Promise.all([reset(token), reset(token, "encore un autre")]);
    expect(both.map(({ status }) => status).sort()).toEqual([204, 410]);
  });

  test("link dies after an hour, with a password changed meanwhile, and with the account", async () => {
    const { reset, mailedToken, clock, user, db } = await withUser();
    const late = await mailedToken();
    clock.now = new Date(clock.now.getTime() + 3_600_000);
    expect((await reset(late)).status).toBe(410);
    const overtaken = await mailedToken();
    await user.call(sessionApi.changePassword, { body: { current: old, password: fresh } });
    expect((await reset(overtaken)).status).toBe(410);
    const closed = await mailedToken();
    await db.user.update({ where: { id: user.id }, data: { active: false } });
    expect((await reset(closed)).status).toBe(410);
  });

  test("link dies with the address it was mailed to, and with a deactivation, for good", async () => {
    const { reset, mailedToken, user, as } = await withUser();
    const admin = await as("admin");
    const params = { id: user.id };
    const moved = await mailedToken();
    const { body } = await admin.call(userApi.update, { params, body: { version: 1, email: "chloe@autre.test" } });
    expect((await reset(moved)).status).toBe(410);
    const back = { version: body.version, email: "chloe@briconett.test" };
    await admin.call(userApi.update, { params, body: back });
    expect((await reset(moved)).status).toBe(410);
    const closed = await mailedToken();
    for (const active of [false, true]) await admin.call(userApi.setActive, { params, body: { active } });
    expect((await reset(closed)).status).toBe(410);
    const kept = await mailedToken();
    await admin.call(userApi.update, { params, body: { version: 3, jobTitle: "Commerciale" } });
    expect((await reset(kept)).status).toBe(204);
  });

  test("link that is under way while the address changes is dead when it arrives", async () => {
    const { reset, mailedToken, user, as, ports } = await withUser();
    const admin = await as("admin");
    const { send } = ports.mailer;
    ports.mailer.send = async (mail) => {
      const change = { version: 1, email: "chloe@autre.test" };
      await admin.call(userApi.update, { params: { id: user.id }, body: change });
      return send(mail);
    };
    const token = await mailedToken();
    expect(token).not.toBe("");
    expect((await reset(token)).status).toBe(410);
  });

  test("answers the same for an account that does not exist or is deactivated, and mails nobody", async () => {
    const { forgot, as, ports } = await withUser();
    const gone = await as("salesperson", { active: false });
    for (const email of ["personne@briconett.test", gone.email, "", "pas une adresse"]) {
      const { status, body } = await forgot(email);
      expect([status, String(body)]).toEqual([204, ""]);
    }
    expect(ports.jobs.waiting.map(({ name }) => name)).toEqual(Array.from({ length: 4 }, () => resetMail.name));
    await ports.jobs.runAll();
    expect(ports.mailer.sent).toEqual([]);
  });

  test("floods nobody: one mail per job that waits, five in a while", async () => {
    const { forgot, ports } = await withUser();
    await Promise.all([forgot(), forgot()]);
    await ports.jobs.runAll();
    expect(ports.mailer.sent).toHaveLength(1);
    for (let i = 0; i < 10; i++) {
      expect((await forgot()).status).toBe(204);
      await ports.jobs.runAll();
    }
    expect(ports.mailer.sent).toHaveLength(4);
  });

  test("mail that the carrier refuses is tried again with another token", async () => {
    const { forgot, ports, ctx, user } = await withUser();
    await forgot();
    ports.mailer.failNext(new Error("the carrier is away"));
    await expect(ports.jobs.runAll()).rejects.toThrow("the carrier is away");
    await resetMail.run(ctx, { userId: user.id }, new AbortController().signal);
    expect(ports.mailer.sent).toHaveLength(1);
  });
});
