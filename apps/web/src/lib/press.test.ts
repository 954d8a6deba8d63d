import { contactApi, fileApi, idempotencyHeader } from "@crm/contract";
import { expect, onTestFinished, test, vi } from "vitest";
import { call, keepAccessToken } from "./api.ts";

const body = { email: "a@b.fr" };
const press = (init: { detail?: number } = {}) => window.dispatchEvent(new MouseEvent("click", { detail: 1, ...init }));

/** A server that answers when told to, and what it was asked. */
function server() {
  const asked: { key: string | null; answer: (response: Response | "lost") => void }[] = [];
  keepAccessToken("token");
  vi.stubGlobal(
    "fetch",
    (_address: string, { headers }: { headers: Record<string, string> }) =>
      new Promise<Response>((resolve, reject) => {
        const answer = (response: Response | "lost") =>
          response === "lost" ? reject(new TypeError("Failed to fetch")) : resolve(response);
        asked.push({ key: headers[idempotencyHeader] ?? null, answer });
      }),
  );
  onTestFinished(() => void vi.unstubAllGlobals());
  const answer = (response: Response | "lost") => asked.at(-1)?.answer(response);
  return { asked, done: () => answer(Response.json({ id: "1" })), lost: () => answer("lost"), answer };
}
const create = () => call(contactApi.create, { body });

test("a command that is under way is joined, by a button, a key or a form", async () => {
  const { asked, done } = server();
  press();
  const first = create();
  press();
  const second = create();
  done();
  expect([await first, await second]).toEqual([{ id: "1" }, { id: "1" }]);
  expect(asked.length).toBe(1);
});

test("the second click of a double click is the same press, though the first was answered before", async () => {
  const { asked, done } = server();
  press();
  const first = create();
  done();
  await first;
  press({ detail: 2 });
  expect(await call(contactApi.create, { body: { email: "other@b.fr" } })).toEqual({ id: "1" });
  expect(asked.length).toBe(1);
  press();
  void create();
  expect(asked.length).toBe(2);
  expect(asked[1]?.key).not.toBe(asked[0]?.key);
  done();
});

test("a key that is held down is one press; pressed again later it is another", async () => {
  const { asked, done } = server();
  const enter = (repeat: boolean) => window.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", repeat }));
  enter(false);
  const first = create();
  done();
  await first;
  enter(true);
  await create();
  expect(asked.length).toBe(1);
  enter(false);
  void create();
  expect(asked.length).toBe(2);
  done();
});

test("what one press sends several times to one address is not taken for the same", async () => {
  const { asked, done } = server();
  press();
  for (const email of ["a@b.fr", "c@d.fr"]) {
    const sent = call(contactApi.create, { body: { email } });
    done();
    await sent;
  }
  expect(asked.length).toBe(2);
});

test("what nobody answered keeps its name when it is tried again; what was refused gets a new one", async () => {
  const { asked, done, lost, answer } = server();
  const tried = async (end: () => void) => {
    press();
    const sent = create().catch(() => undefined);
    end();
    await sent;
  };
  await tried(lost);
  await tried(() => answer(Response.json({ code: "OVERLOADED" }, { status: 503 })));
  await tried(() => answer(Response.json({ code: "EMAIL_TAKEN" }, { status: 409 })));
  await tried(done);
  const keys = asked.map(({ key }) => key);
  expect(keys[0]).toMatch(/^[0-9a-f]{32}$/);
  expect([keys[1], keys[2]]).toEqual([keys[0], keys[0]]);
  expect(keys[3]).not.toBe(keys[0]);
});

test("the same file under way is one upload, another of the same name is its own", async () => {
  const { asked, done } = server();
  const upload = (file: File) => call(fileApi.upload, { query: { name: "a.csv", purpose: "import" }, body: file });
  const [file, twin] = [new File(["a"], "a.csv"), new File(["a"], "a.csv")];
  press();
  const both = [upload(file), upload(file)];
  expect(asked.length).toBe(1);
  done();
  await Promise.all(both);
  void upload(twin);
  expect(asked.length).toBe(2);
  done();
});
