import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { expect, test } from "vitest";
import { testApp } from "../test/test-app.ts";

/** An application that listens, and what it answers on a real connection until it ends it. */
async function listening(patience = { headers: 300, anonymous: 300, request: 60_000 }) {
  const on = await testApp({ patience });
  await on.app.listen({ port: 0, host: "127.0.0.1" });
  const { port } = on.app.server.address() as { port: number };
  const said = (...lines: string[]) => {
    const socket = connect(port, "127.0.0.1");
    socket.write(lines.join("\r\n"));
    return text(socket);
  };
  return { ...on, said };
}

const refusal = (status: number, code: string) =>
  expect.stringMatching(
    new RegExp(`^HTTP/1\\.1 ${status} [\\s\\S]*\\{"code":"${code}","details":\\{\\},"issues":\\[\\]\\}$`),
  );
const host = "host: crm.test";
const json = "content-type: application/json";

test("a body that a stranger sends drop by drop is ended", async () => {
  const { said } = await listening();
  expect(await said("POST /api/session HTTP/1.1", host, json, "content-length: 1000", "", "{")).toEqual(
    refusal(408, "REQUEST_TOO_SLOW"),
  );
});

test("so is one whose sender is refused before it has come", async () => {
  const { said } = await listening();
  const answer = await said("POST /api/contacts HTTP/1.1", host, json, "content-length: 1000", "", "{");
  expect(answer).toMatch(/^HTTP\/1\.1 401 [\s\S]*"code":"NOT_SIGNED_IN"/);
});

test("headers that don't end are ended", async () => {
  const { said } = await listening();
  expect(await said("POST /api/session HTTP/1.1", host, "x-slow: ")).toEqual(refusal(408, "REQUEST_TOO_SLOW"));
});

test("who is signed in may take his time", async () => {
  const { said, as } = await listening({ headers: 300, anonymous: 1, request: 60_000 });
  const { authorization } = await as("admin");
  const head = ["POST /api/contacts HTTP/1.1", host, `authorization: ${authorization}`, "connection: close", json];
  const socket = said(...head, "content-length: 2", "", "{}");
  expect(await socket).toMatch(/^HTTP\/1\.1 422 /);
});

test("headers that are too long, and what is no HTTP, are refused in the contract's shape", async () => {
  const { said } = await listening();
  const long = `x-long: ${"x".repeat(20_000)}`;
  expect(await said("GET /api/health HTTP/1.1", host, long, "", "")).toEqual(refusal(431, "HEADERS_TOO_LARGE"));
  expect(await said("no HTTP at all", "", "")).toEqual(refusal(400, "REQUEST_UNREADABLE"));
});
