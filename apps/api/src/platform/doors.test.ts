import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { contactApi, importApi, notificationApi } from "@crm/contract";
import { expect, onTestFinished, test } from "vitest";
import { diskFileStore } from "../adapters/file-store.disk.ts";
import { testApp } from "../test/test-app.ts";
import { recordOf, testWorld } from "../test/world.ts";

test("the API's description is open to all, or where it is not, to a signed-in « Gestionnaire »", async () => {
  const open = await testApp();
  for (const url of ["/api/docs/", "/api/openapi.json", "/api/docs/static/index.css"])
    expect((await open.app.inject(url)).statusCode).toBe(200);
  const closed = await testApp({ docs: false });
  const [admin, other] = [await closed.as("admin"), await closed.as("manager")];
  for (const url of ["/api/docs/", "/api/openapi.json", "/api/docs/static/index.css"]) {
    const as = async (headers: { authorization?: string }) => (await closed.app.inject({ url, headers })).statusCode;
    expect([await as({}), await as(other), await as(admin)]).toEqual([401, 403, 200]);
  }
});

test.each([
  "/api/docs/static/../../x",
  "/api/docs/static/..%2f..%2fx",
  "/api/docs/static/%2e%2e/x",
  "/api/docs/static/nothing",
])("%s is no address of its pages", async (url) => {
  const { app } = await testApp();
  const reply = await app.inject(url);
  expect([reply.statusCode, reply.json()]).toMatchObject([404, { code: "NOT_FOUND" }]);
});

test("metrics ask for their token", async () => {
  const { app } = await testApp({ metrics: true, metricsToken: "un jeton de mesure" });
  const as = async (authorization: string) =>
    (await app.inject({ url: "/metrics", headers: { authorization } })).statusCode;
  expect([await as(""), await as("Bearer autre"), await as("Bearer un jeton de mesure")]).toEqual([401, 401, 200]);
});

test("nothing of people stays in a cache", async () => {
  const { app, as } = await testApp();
  const admin = await as("admin");
  const { raw } = await admin.call(contactApi.list, { query: {} });
  expect(raw.headers["cache-control"]).toBe("no-store");
  expect((await app.inject("/api/nowhere")).headers["cache-control"]).toBe("no-store");
});

test("a person has twenty streams at most; one that ends makes room", async () => {
  const { app, as } = await testApp();
  const [me, colleague] = [await as("admin"), await as("admin")];
  const address = await app.listen({ port: 0, host: "127.0.0.1" });
  const open = ({ authorization }: { authorization: string }, signal: AbortSignal | null = null) =>
    fetch(`${address}/api${notificationApi.stream.url}`, { headers: { authorization }, signal });
  const leave = new AbortController();
  const streams = await Promise.all(Array.from({ length: 20 }, (_, i) => open(me, i === 7 ? leave.signal : null)));
  expect(streams.map(({ status }) => status)).toEqual(streams.map(() => 200));
  const refused = await open(me);
  expect([refused.status, await refused.json()]).toMatchObject([
    429,
    { code: "TOO_MANY_STREAMS", details: { most: 20 } },
  ]);
  expect((await open(colleague)).status).toBe(200);
  leave.abort();
  await expect.poll(async () => (await open(me)).status).toBe(200);
});

test("a stored file is for the application's own user alone", async () => {
  const folder = await mkdtemp(join(tmpdir(), "crm-files-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const root = join(folder, "files");
  const store = diskFileStore(root);
  await store.put("a", Buffer.from("x"));
  await store.put("b", Readable.from([Buffer.from("x")]));
  const modeOf = async (path: string) => ((await stat(path)).mode & 0o777).toString(8);
  expect(await Promise.all([root, join(root, "a"), join(root, "b")].map(modeOf))).toEqual(["700", "600", "600"]);
});

test("the rows of a file that can't be read any more are refused, in nobody's English", async () => {
  const world = await testWorld();
  const me = await world.as("admin");
  const { id } = await recordOf.import(world, me);
  for (const [key, { length }] of world.ports.files.files)
    await world.ports.files.put(key, Buffer.from("PK\u0003\u0004".padEnd(length, "x")));
  const { status, body } = await me.call(importApi.rows, { params: { id }, query: {} });
  expect([status, body]).toEqual([422, { code: "FILE_BROKEN", details: {}, issues: [] }]);
});
