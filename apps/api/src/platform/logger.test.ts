import { sessionApi } from "@crm/contract";
import { expect, test } from "vitest";
import { passwordHashOf } from "../test/factories.ts";
import { testApp } from "../test/test-app.ts";

async function logged() {
  const lines: string[] = [];
  const world = await testApp({ logLevel: "trace", logStream: { write: (line) => void lines.push(line) } });
  return { ...world, log: () => lines.join("") };
}

test("the link that resets a password leaves its token out of the log, and sends no Referer", async () => {
  const { app, log } = await logged();
  for (const url of [
    "/reinitialiser?jeton=hush-hush",
    "/reinitialiser?a=1&jeton=hush-hush&b=2",
    "/reinitialiser?Token=hush-hush",
    "/api/nowhere?access_token=hush-hush",
    "/%zz?jeton=hush-hush",
  ]) {
    const { headers } = await app.inject({
      url,
      headers: { authorization: "Bearer hush-hush", cookie: "crm_refresh=hush-hush" },
    });
    if (!url.includes("%zz")) expect(headers["referrer-policy"]).toBe("no-referrer");
  }
  expect(log()).not.toContain("a=1");
  expect(log()).not.toContain("hush-hush");
});

test("neither passwords nor tokens reach the log of those who sign in, change theirs or fail", async () => {
  const { anyone, as, log, app } = await logged();
  const user = await as("admin", { passwordHash: await passwordHashOf("correct horse hush-hush") });
  const signIn = (password: string) => anyone.call(sessionApi.signIn, { body: { email: user.email, password } });
  const { body, raw } = await signIn("correct horse hush-hush");
  await signIn("wrong hush-hush");
  await user.call(sessionApi.changePassword, { body: { current: "wrong hush-hush", password: "next hush-hush" } });
  await anyone.call(sessionApi.resetPassword, { body: { token: "hush-hush".repeat(4), password: "next hush-hush" } });
  await app.inject({
    method: "POST",
    url: "/api/session",
    headers: { "content-type": "application/json" },
    payload: '{"password":"hush-hush"',
  });
  expect(log()).toContain('"route":"/api/session"');
  expect(log()).not.toContain("hush-hush");
  expect(log()).not.toContain(body.accessToken);
  expect(log()).not.toContain(/crm_refresh=([^;]+)/.exec(String(raw.headers["set-cookie"]))?.[1]);
});

test("whatever a line of log is given under a secret's name is blotted out", async () => {
  const { app, log } = await logged();
  app.log.warn(
    { password: "hush-hush", user: { passwordHash: "hush-hush" }, asked: { body: { token: "hush-hush" } } },
    "!",
  );
  expect(log()).toContain("[caché]");
  expect(log()).not.toContain("hush-hush");
});
