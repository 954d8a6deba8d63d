import { sessionApi } from "@crm/contract";
import { expect, test } from "vitest";
import { pgThrottle } from "../../adapters/throttle.pg.ts";
import { passwordHashOf } from "../../test/factories.ts";
import { testApp } from "../../test/test-app.ts";

const password = "un mot de passe sûr";

async function withUser() {
  const on = await testApp();
  const user = await on.as("salesperson", {
    email: "chloe@briconett.test",
    passwordHash: await passwordHashOf(password),
  });
  return { ...on, user };
}

type Cookies = { cookies: { name: string; value: string }[] };

test.each([
  ["nobody", undefined, ["10.0.0.7", "198.51.100.4"]],
  ["one proxy", 1, ["203.0.113.9", "203.0.113.9"]],
  ["these proxies", ["10.0.0.0/8"], ["203.0.113.9", "198.51.100.4"]],
])("believes %s about the address, as it was set up", async (_whom, trustProxy, addresses) => {
  const { app, ports } = await testApp({ ...(trustProxy ? { trustProxy } : {}) });
  const from = (remoteAddress: string) =>
    app.inject({
      method: "POST",
      url: "/api/session",
      payload: { email: "x", password: "x" },
      remoteAddress,
      headers: { "x-forwarded-for": "203.0.113.9" },
    });
  await from("10.0.0.7");
  await from("198.51.100.4");
  expect(ports.throttle.addresses).toEqual(addresses);
});

test.each([
  ["the double", (on: Awaited<ReturnType<typeof withUser>>) => on.ports.throttle],
  ["PostgreSQL", (on: Awaited<ReturnType<typeof withUser>>) => pgThrottle(on.db)],
])("a stranger's guesses lock nobody out of a browser he used before, counted by %s", async (_which, throttle) => {
  const on = await withUser();
  const { app, user, as } = on;
  const colleague = await as("salesperson", { passwordHash: await passwordHashOf(password) });
  Object.assign(on.ports, { throttle: throttle(on) });
  const from = (cookies: Record<string, string>, over = {}) =>
    app.inject({ method: "POST", url: "/api/session", payload: { email: user.email, password, ...over }, cookies });
  const devices = ({ cookies }: Cookies) =>
    Object.fromEntries(cookies.filter(({ name }) => name !== "crm_refresh").map(({ name, value }) => [name, value]));
  const reply = await from({});
  const [mine, theirs] = [devices(reply), devices(await from({}, { email: colleague.email }))];
  expect(reply.cookies.find(({ name }) => name in mine)).toMatchObject({
    ...{ name: expect.stringMatching(/^crm_device_[\w-]{16}$/), path: "/api/session" },
    ...{ httpOnly: true, sameSite: "Strict", maxAge: 31_536_000 },
  });
  for (let i = 0; i < 6; i++) await from({}, { password: "faux" });
  expect((await from({})).statusCode).toBe(429);
  const [name = "", mark = ""] = Object.entries(mine)[0] ?? [];
  const forged = { [name]: `${mark.split(".")[0]}x.${mark.split(".")[1]}` };
  const borrowed = { [name]: Object.values(theirs)[0] ?? "" };
  expect([(await from(forged)).statusCode, (await from(borrowed)).statusCode]).toEqual([429, 429]);
  expect((await from(mine)).statusCode).toBe(200);
  for (let i = 0; i < 5; i++) expect((await from(mine, { password: "faux" })).statusCode).toBe(401);
  expect((await from(mine)).statusCode).toBe(429);
});

test("what is typed for one purpose keeps no mail of another from its way", async () => {
  const { user, anyone, ports } = await withUser();
  for (let i = 0; i < 9; i++)
    await anyone.call(sessionApi.signIn, { body: { email: `forgotten:${user.email}`, password: "faux" } });
  await anyone.call(sessionApi.forgotPassword, { body: { email: user.email } });
  await ports.jobs.runAll();
  expect(ports.mailer.sent).toHaveLength(1);
});
