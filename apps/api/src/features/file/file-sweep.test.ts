import { fileApi, importApi, userApi } from "@crm/contract";
import sharp from "sharp";
import { expect, test } from "vitest";
import { importWorld } from "../../test/importing.ts";
import type { TestUser } from "../../test/test-app.ts";
import { fileSweep } from "./file.jobs.ts";
import { storeFile } from "./file.service.ts";

const hour = 3_600_000;

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
  expect(ports.jobs.waiting).toMatchObject([{ name: "file.sweep", key: "daily" }]); // the next day's
});
