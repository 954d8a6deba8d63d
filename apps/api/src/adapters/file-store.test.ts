import { mkdtemp, rm, stat, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { describe, expect, onTestFinished, test } from "vitest";
import { Refusal } from "../platform/error.ts";
import type { FileStore } from "../ports/file-store.ts";
import { s3Server } from "../test/s3-server.ts";
import { diskFileStore } from "./file-store.disk.ts";
import { s3FileStore } from "./file-store.s3.ts";
import { memoryFileStore } from "./memory/file-store.memory.ts";

async function onDisk() {
  const folder = await mkdtemp(join(tmpdir(), "crm-store-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return { folder, store: diskFileStore(join(folder, "files")) };
}

const adapters: Record<string, () => Promise<FileStore>> = {
  disk: async () => (await onDisk()).store,
  S3: async () => s3FileStore((await s3Server("files")).settings),
  memory: async () => memoryFileStore(),
};

const refusal = new Refusal("FILE_TOO_LARGE", { limit: 1 });
/** Bytes that come bit by bit, as an upload's; refused once so many have come. */
const coming = (size: number, failsAt = Number.POSITIVE_INFINITY) =>
  Readable.from(
    (function* () {
      for (let sent = 0; sent < size; sent += 64 * 1024) {
        if (sent >= failsAt) throw refusal;
        yield Buffer.alloc(Math.min(64 * 1024, size - sent), sent % 251);
      }
    })(),
    { objectMode: false },
  );
async function listed(store: FileStore): Promise<[string, number][]> {
  const all: [string, number][] = [];
  for await (const { key, size } of store.list()) all.push([key, size]);
  return all;
}

describe.each(Object.entries(adapters))("the file store « %s »", (_name, open) => {
  test("keeps bytes and streams, gives them back, lists them, puts others in their place, and forgets them", async () => {
    const store = await open();
    expect(await listed(store)).toEqual([]);
    const begun = Date.now();
    await store.put("a-key", Buffer.from("bonjour"));
    await store.put("another", coming(200_000));
    expect((await listed(store)).sort()).toEqual([
      ["a-key", 7],
      ["another", 200_000],
    ]);
    for await (const { at } of store.list()) expect(Math.abs(at.getTime() - begun)).toBeLessThan(60_000);
    expect((await buffer(await store.read("another"))).equals(await buffer(coming(200_000)))).toBe(true);
    await store.put("a-key", Buffer.from("bonsoir !"));
    expect((await buffer(await store.read("a-key"))).toString()).toBe("bonsoir !");
    await store.remove("a-key");
    await store.remove("a-key");
    expect(await listed(store)).toEqual([["another", 200_000]]);
  });

  test("says how much is under a key, or that there is nothing", async () => {
    const store = await open();
    expect(await store.sizeOf("a-key")).toBeNull();
    await expect(store.read("a-key")).rejects.toThrow();
    await store.put("a-key", coming(70_000));
    expect(await store.sizeOf("a-key")).toBe(70_000);
    expect(await store.sizeOf("other")).toBeNull();
  });

  test.each([0, 128 * 1024])(
    "a source that refuses after %i bytes is heard as it said, and what was there stays",
    async (at) => {
      const store = await open();
      await expect(store.put("new", coming(300_000, at))).rejects.toBe(refusal);
      await store.put("a-key", Buffer.from("bonjour"));
      await expect(store.put("a-key", coming(300_000, at))).rejects.toBe(refusal);
      expect(await listed(store)).toEqual([["a-key", 7]]);
      expect((await buffer(await store.read("a-key"))).toString()).toBe("bonjour");
      expect(await store.forgetUnfinished(new Date(Date.now() + 1000))).toBe(0);
    },
  );
});

test("on disk, only the application's user may read; what a killed put left goes once it is old", async () => {
  const { folder, store } = await onDisk();
  await store.put("a-key", Buffer.from("bonjour"));
  expect((await stat(join(folder, "files/a-key"))).mode & 0o777).toBe(0o600);
  const part = join(folder, "files", `b-key.part-${crypto.randomUUID()}`);
  await writeFile(part, "bon");
  expect(await listed(store)).toEqual([["a-key", 7]]);
  const hourAgo = new Date(Date.now() - 3_600_000);
  expect(await store.forgetUnfinished(hourAgo)).toBe(0);
  await utimes(part, new Date(0), new Date(0));
  expect(await store.forgetUnfinished(hourAgo)).toBe(1);
  await expect(stat(part)).rejects.toThrow("ENOENT");
});
