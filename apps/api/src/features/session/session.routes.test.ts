import { randomUUID } from "node:crypto";
import { sessionApi } from "@crm/contract";
import { describe, expect, test } from "vitest";
import { passwordHashOf } from "../../test/factories.ts";
import { testApp } from "../../test/test-app.ts";

const password = "un mot de passe sûr";

/** An application with one user who knows his password, and a browser that keeps its cookie apart. */
async function withUser() {
  const on = await testApp();
  const user = await on.as("salesperson", {
    email: "chloe@briconett.test",
    passwordHash: await passwordHashOf(password),
  });
  const signIn = (over: { email?: string; password?: string } = {}, headers = {}) =>
    on.app.inject({ method: "POST", url: "/api/session", payload: { email: user.email, password, ...over }, headers });
  const refresh = (token: string, headers = {}) =>
    on.app.inject({ method: "POST", url: "/api/session/refresh", cookies: { crm_refresh: token }, headers });
  const opened = async () => {
    const reply = await signIn();
    return { token: cookieOf(reply), call: on.bearer(reply.json().accessToken).call };
  };
  return { ...on, user, signIn, refresh, opened };
}

interface Replied {
  cookies: { name: string; value: string }[];
}
const cookieOf = (reply: Replied) => reply.cookies.find(({ name }) => name === "crm_refresh")?.value ?? "";
const codeOf = (reply: { statusCode: number; json(): { code: string } }) => [reply.statusCode, reply.json().code];

describe("signing in", () => {
  test("gives an access token that works, the user, and a cookie out of reach of scripts and other sites", async () => {
    const { signIn, user, home, bearer, db } = await withUser();
    const reply = await signIn({ email: " Chloe@BRICONETT.test " }, { "user-agent": "Firefox/150" });
    expect(reply.statusCode).toBe(200);
    expect(reply.json().user).toEqual({
      id: user.id,
      email: "chloe@briconett.test",
      firstName: "Camille",
      lastName: "Durand",
      profile: "salesperson",
      organisation: { id: home.id, name: "Briconett" },
      permissions: [
        ...["crm:use", "contact:read", "contact:write", "opportunity:read", "opportunity:write"],
        ...["import:run", "export:run", "report:read"],
      ],
      photoId: null,
    });
    expect(reply.cookies[0]).toMatchObject({
      name: "crm_refresh",
      path: "/api/session",
      httpOnly: true,
      sameSite: "Strict",
      maxAge: 2_592_000,
    });
    expect(reply.cookies[0]).not.toHaveProperty("secure");
    expect(reply.headers["cache-control"]).toBe("no-store");
    const browser = bearer(reply.json().accessToken);
    expect((await browser.call(sessionApi.me, {})).body).toEqual(reply.json().user);
    expect((await browser.call(sessionApi.list, {})).body).toContainEqual(
      expect.objectContaining({ userAgent: "Firefox/150", current: true }),
    );
    const kept = JSON.stringify(await db.session.findMany());
    expect(kept).not.toContain(cookieOf(reply).split(".")[1]);
  });

  test("sends the cookie over https alone when the application is reached by https", async () => {
    const { signIn, ports } = await withUser();
    ports.publicUrl = "https://crm.test";
    expect((await signIn()).cookies[0]).toMatchObject({ secure: true });
  });

  test("answers alike for a wrong password, an unknown account, a deactivated one and one without password", async () => {
    const { signIn, as } = await withUser();
    const gone = await as("salesperson", { active: false, passwordHash: await passwordHashOf(password) });
    const noPassword = await as("salesperson");
    const replies = [
      await signIn({ password: "autre chose" }),
      await signIn({ email: "personne@briconett.test" }),
      await signIn({ email: gone.email }),
      await signIn({ email: noPassword.email, password: "" }),
    ];
    for (const reply of replies) {
      expect(reply.statusCode).toBe(401);
      expect(reply.json()).toEqual({ code: "SIGN_IN_FAILED", details: {}, issues: [] });
      expect(reply.cookies).toEqual([]);
    }
  });

  test("makes an account that is tried too often wait, existing or not, even with the right password", async () => {
    const { signIn, ports } = await withUser();
    for (const email of ["chloe@briconett.test", "personne@briconett.test"]) {
      for (let i = 0; i < 5; i++)
        expect(codeOf(await signIn({ email, password: "faux" }))).toEqual([401, "SIGN_IN_FAILED"]);
      const reply = await signIn({ email: email.toUpperCase() });
      expect(codeOf(reply)).toEqual([429, "TOO_MANY_ATTEMPTS"]);
      expect(reply.json().details).toEqual({ seconds: 60 });
      expect(reply.headers["retry-after"]).toBe("60");
    }
    expect(new Set(ports.throttle.addresses)).toEqual(new Set(["127.0.0.1"]));
  });

  test("counts guesses made all at once", async () => {
    const { signIn } = await withUser();
    const replies = await Promise.all(Array.from({ length: 9 }, () => signIn({ password: "faux" })));
    expect(replies.filter(({ statusCode }) => statusCode === 429)).toHaveLength(4);
  });

  test.each([
    ["a NUL", { email: "a\0b", password: "x" }],
    ["no password", { email: "a@b.fr" }],
    ["a password too long to hash", { email: "a@b.fr", password: "x".repeat(201) }],
    ["text instead of an object", "email=a@b.fr"],
  ])("refuses %s", async (_what, payload) => {
    const { app } = await testApp();
    expect(codeOf(await app.inject({ method: "POST", url: "/api/session", payload }))).toEqual([
      422,
      "VALIDATION_FAILED",
    ]);
  });
});

describe("the refresh token", () => {
  test("is rotated at each use; the one before is still good for 20 s, without another rotation", async () => {
    const { opened, refresh, clock } = await withUser();
    const { token } = await opened();
    const first = await refresh(token);
    expect(first.statusCode).toBe(200);
    const second = cookieOf(first);
    expect(second).not.toBe(token);
    clock.now = new Date(clock.now.getTime() + 19_000);
    const otherTab = await refresh(token);
    expect(otherTab.statusCode).toBe(200);
    expect(otherTab.cookies).toEqual([]);
    expect(otherTab.json().accessToken).toBeTypeOf("string");
    expect((await refresh(second)).statusCode).toBe(200);
  });

  test("seen again after that, or when it is older, was copied: the user is signed out everywhere", async () => {
    const { opened, refresh, clock, ports } = await withUser();
    const { token, call } = await opened();
    const elsewhere = await opened();
    const second = cookieOf(await refresh(token));
    clock.now = new Date(clock.now.getTime() + 21_000);
    const stolen = await refresh(token);
    expect(codeOf(stolen)).toEqual([401, "SESSION_REUSED"]);
    expect(codeOf(await refresh(second))).toEqual([401, "NOT_SIGNED_IN"]);
    expect((await call(sessionApi.me, {})).status).toBe(401);
    expect((await elsewhere.call(sessionApi.me, {})).status).toBe(401);
    expect(codeOf(await refresh(elsewhere.token))).toEqual([401, "NOT_SIGNED_IN"]);
    expect(ports.events.published).toContainEqual({ forget: expect.any(String) });
  });

  test("two rotations ago is refused even within the grace", async () => {
    const { opened, refresh } = await withUser();
    const { token } = await opened();
    await refresh(cookieOf(await refresh(token)));
    expect(codeOf(await refresh(token))).toEqual([401, "SESSION_REUSED"]);
  });

  test("used by many tabs at once is rotated once, and nobody is signed out", async () => {
    const { opened, refresh } = await withUser();
    const { token } = await opened();
    const replies = await Promise.all(Array.from({ length: 6 }, () => refresh(token)));
    expect(replies.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200, 200, 200, 200]);
    const rotated = replies.map(cookieOf).filter(Boolean);
    expect(rotated).toHaveLength(1);
    expect((await refresh(rotated[0] ?? "")).statusCode).toBe(200);
  });

  test("ends after 30 days without use, and with the user's account", async () => {
    const { opened, refresh, clock, db, user } = await withUser();
    const idle = await opened();
    const day = 86_400_000;
    clock.now = new Date(clock.now.getTime() + 29 * day);
    const used = cookieOf(await refresh(idle.token));
    clock.now = new Date(clock.now.getTime() + 29 * day);
    const again = cookieOf(await refresh(used));
    expect(again).not.toBe("");
    await db.user.update({ where: { id: user.id }, data: { active: false } });
    expect(codeOf(await refresh(again))).toEqual([401, "NOT_SIGNED_IN"]);
    await db.user.update({ where: { id: user.id }, data: { active: true } });
    clock.now = new Date(clock.now.getTime() + 30 * day);
    expect(codeOf(await refresh(again))).toEqual([401, "NOT_SIGNED_IN"]);
  });

  test.each([
    "",
    "x",
    `${randomUUID()}.`,
    `${randomUUID()}.${"A".repeat(43)}`,
    `'; DROP TABLE sessions.${"A".repeat(43)}`,
  ])("« %s » is none", async (token) => {
    const { refresh } = await withUser();
    expect(codeOf(await refresh(token))).toEqual([401, "NOT_SIGNED_IN"]);
  });

  test("is refused to other sites, whose attempt changes nothing", async () => {
    const { app, opened, refresh } = await withUser();
    const { token } = await opened();
    expect(codeOf(await refresh(token, { "sec-fetch-site": "cross-site" }))).toEqual([403, "NOT_ALLOWED"]);
    expect(codeOf(await refresh(token, { "sec-fetch-site": "same-site" }))).toEqual([403, "NOT_ALLOWED"]);
    const form = { "content-type": "text/plain" };
    expect(codeOf(await refresh(token, form))).toEqual([403, "NOT_ALLOWED"]);
    const signOut = await app.inject({
      method: "DELETE",
      url: "/api/session",
      cookies: { crm_refresh: token },
      headers: { "sec-fetch-site": "cross-site" },
    });
    expect(codeOf(signOut)).toEqual([403, "NOT_ALLOWED"]);
    expect((await refresh(token, { "sec-fetch-site": "same-origin" })).statusCode).toBe(200);
  });
});

describe("signing out", () => {
  test("ends this browser's session at once, takes its cookie back, and may be done twice", async () => {
    const { app, opened, refresh } = await withUser();
    const [here, there] = [await opened(), await opened()];
    const signOut = () => app.inject({ method: "DELETE", url: "/api/session", cookies: { crm_refresh: here.token } });
    const reply = await signOut();
    expect(reply.statusCode).toBe(204);
    expect(reply.cookies[0]).toMatchObject({ name: "crm_refresh", value: "", path: "/api/session" });
    expect((await here.call(sessionApi.me, {})).status).toBe(401);
    expect((await there.call(sessionApi.me, {})).status).toBe(200);
    expect(codeOf(await refresh(here.token))).toEqual([401, "NOT_SIGNED_IN"]);
    expect((await signOut()).statusCode).toBe(204);
  });

  test("needs the session's own token", async () => {
    const { app, opened } = await withUser();
    const { token, call } = await opened();
    const forged = `${token.split(".")[0]}.${"A".repeat(43)}`;
    await app.inject({ method: "DELETE", url: "/api/session", cookies: { crm_refresh: forged } });
    expect((await call(sessionApi.me, {})).status).toBe(200);
  });

  test("everywhere ends all of one's sessions, and nobody else's", async () => {
    const { opened, refresh, as } = await withUser();
    const [here, there] = [await opened(), await opened()];
    const somebodyElse = await as("salesperson");
    expect((await here.call(sessionApi.signOutEverywhere, {})).status).toBe(204);
    for (const browser of [here, there]) {
      expect((await browser.call(sessionApi.me, {})).status).toBe(401);
      expect(codeOf(await refresh(browser.token))).toEqual([401, "NOT_SIGNED_IN"]);
    }
    expect((await somebodyElse.call(sessionApi.me, {})).status).toBe(200);
  });

  test("my sessions are mine, those that still live", async () => {
    const { opened, as, user, db, clock } = await withUser();
    await as("salesperson");
    const { call } = await opened();
    await db.session.updateMany({ where: { userId: user.id, userAgent: "" }, data: { revokedAt: clock.now } });
    const { body } = await call(sessionApi.list, {});
    expect(body).toEqual([expect.objectContaining({ current: true })]);
  });
});
