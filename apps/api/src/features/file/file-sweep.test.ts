import { fileApi, importApi, userApi } from "@crm/contract";
import sharp from "sharp";
import { v7 as uuid } from "uuid";
import { expect, test } from "vitest";
import { importWorld } from "../../test/importing.ts";
import type { TestUser } from "../../test/test-app.ts";
import { fileSweep } from "./file.jobs.ts";
import { storeFile } from "./file.service.ts";
import { sweepBytes } from "./stored-bytes.service.ts";

const hour = 3_600_000;

test("bytes that no file names go once they are old; those of a file, and what is just being written, stay", async () => {
  const { as, ctx, db, ports, clock } = await importWorld();
  const admin = await as("admin");
  const upload = async (name: string) =>
    (await admin.call(fileApi.upload, { query: { name, purpose: "import" }, body: Buffer.from("EMAIL") })).body.id;
  const ids = [await upload("a.csv"), await upload("b.csv"), await upload("c.csv")];
  const keyOf = async (id = "") => (await db.file.findUniqueOrThrow({ where: { id } })).key;
  const [kept, cut, gone] = await Promise.all(ids.map(keyOf));
  const [old, fresh, foreign] = [uuid(), uuid(), "not-ours"];
  for (const key of [old, fresh, foreign]) await ctx.files.put(key, Buffer.from("zorn"));
  ports.files.files.set(cut ?? "", Buffer.from("EMA"));
  ports.files.files.delete(gone ?? "");
  const now = clock.now.getTime();
  for (const key of ports.files.files.keys()) ports.files.putAt.set(key, new Date(now));
  ports.files.putAt.set(old, new Date(now - 7 * hour)).set(fresh, new Date(now - 5 * hour));
  ports.files.putAt.set(foreign, new Date(0));
  clock.now = new Date(now + 1);
  const sweep = () => sweepBytes(ctx, new Date(clock.now.getTime() - 6 * hour), new AbortController().signal);
  expect(await sweep()).toBe(1);
  expect(new Set(ports.files.files.keys())).toEqual(new Set([kept, cut, fresh, foreign]));
  expect(await db.notification.count()).toBe(0);
  clock.now = new Date(now + 7 * hour);
  expect(await sweep()).toBe(1);
  expect(await sweep()).toBe(0);
  expect(new Set(ports.files.files.keys())).toEqual(new Set([kept, cut, foreign]));
  const told = await db.notification.findMany();
  expect(told).toMatchObject([{ userId: admin.id, kind: "file.lost", data: { count: 2, fileIds: ids.slice(1) } }]);
});

test("once a day, files left for more than a day are removed; those in use, or of an unknown purpose, stay", async () => {
  const { as, start, ctx, db, ports, clock } = await importWorld();
  const admin = await as("admin");
  const upload = async (by: TestUser, purpose: "photo" | "import", body: Buffer) =>
    (await by.call(fileApi.upload, { query: { name: "a", purpose }, body })).body.id;
  const photo = await sharp({ create: { width: 9, height: 9, channels: 3, background: "red" } })
    .png()
    .toBuffer();
  const begun = clock.now.getTime();

  await upload(admin, "photo", photo); // the form was closed
  await upload(admin, "import", Buffer.from("EMAIL"));
  await storeFile(ctx, { name: "lost", mediaType: "text/plain", purpose: "import-report", content: Buffer.from("x") });
  const { id } = await start(admin, "EMAIL\nbad", {});
  const portrait = await admin.call(userApi.setPhoto, {
    params: { id: admin.id },
    body: { fileId: await upload(admin, "photo", photo) },
  });
  expect(portrait.status).toBe(200);
  await storeFile(ctx, {
    name: "later",
    mediaType: "text/plain",
    purpose: "later" as never,
    content: Buffer.from("x"),
  });
  await ports.jobs.runAll();
  expect([await db.file.count(), ports.files.files.size]).toEqual([7, 7]);

  const sweep = () => fileSweep.run(ctx, {}, new AbortController().signal);
  clock.now = new Date(begun + 23 * hour);
  const fresh = await upload(admin, "photo", photo);
  await sweep();
  expect(await db.file.count()).toBe(8);

  clock.now = new Date(begun + 25 * hour);
  await sweep();
  const left = await db.file.findMany({ orderBy: { id: "asc" }, select: { id: true, purpose: true, key: true } });
  expect(left.map(({ purpose }) => purpose)).toEqual(["import", "portrait", "later", "import-report", "photo"]);
  expect(left.at(-1)?.id).toBe(fresh);
  expect(new Set(ports.files.files.keys())).toEqual(new Set(left.map(({ key }) => key)));
  expect((await admin.call(importApi.report, { params: { id } })).status).toBe(200);
  expect(ports.jobs.waiting).toMatchObject([{ name: "file.sweep", key: "next" }]); // the next day's
});
