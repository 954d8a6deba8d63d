import { Readable } from "node:stream";
import { fileApi, uploadLimits } from "@crm/contract";
import { v7 as uuid } from "uuid";
import { describe, expect, test } from "vitest";
import { type TestUser, testApp } from "../../test/test-app.ts";
import { findUpload, storeFile } from "./file.service.ts";
import { contentDisposition } from "./file.view.ts";

const upload = (by: TestUser, name: string, content: Buffer) =>
  by.call(fileApi.upload, { query: { name, purpose: "import" }, body: content });

describe("an upload", () => {
  test("keeps its bytes as they are, and its name", async () => {
    const { as } = await testApp();
    const user = await as("salesperson");
    const bytes = Buffer.from([0, 255, 13, 10, 0, 1]);
    const { status, body } = await upload(user, "contacts d’été.csv", bytes);
    expect(status).toBe(201);
    expect(body).toMatchObject({ name: "contacts d’été.csv", size: 6, mediaType: "application/octet-stream" });
    const { raw } = await user.call(fileApi.download, { params: { id: body.id } });
    expect(raw.rawPayload).toEqual(bytes);
    expect(raw.headers).toMatchObject({
      "content-type": "application/octet-stream",
      "content-length": "6",
      "x-content-type-options": "nosniff",
      "content-disposition":
        "attachment; filename=\"contacts d_ete.csv\"; filename*=UTF-8''contacts%20d%E2%80%99%C3%A9t%C3%A9.csv",
    });
  });

  test("may be larger than other bodies, up to its purpose's bound; refused, it leaves nothing", async () => {
    const { as, ports, db } = await testApp();
    const admin = await as("admin");
    const photo = (size: number) =>
      admin.call(fileApi.upload, { query: { name: "a", purpose: "photo" }, body: Buffer.alloc(size, 1) });
    expect((await photo(uploadLimits.photo)).status).toBe(201);
    expect(await photo(uploadLimits.photo + 1)).toMatchObject({
      status: 413,
      body: { code: "FILE_TOO_LARGE", details: { limit: uploadLimits.photo } },
    });
    expect([ports.files.files.size, await db.file.count()]).toEqual([1, 1]);
  });

  test("that is empty is refused, and leaves nothing", async () => {
    const { as, ports, db } = await testApp();
    const admin = await as("admin");
    expect(await upload(admin, "vide.csv", Buffer.alloc(0))).toMatchObject({
      status: 422,
      body: { code: "FILE_EMPTY" },
    });
    expect([ports.files.files.size, await db.file.count()]).toEqual([0, 0]);
  });

  test("that is JSON, or whose name is none, is refused", async () => {
    const { as, app } = await testApp();
    const { authorization } = await as("admin");
    const post = (name: string, payload: Buffer | object) =>
      app.inject({
        method: "POST",
        url: "/api/files",
        query: { name, purpose: "import" },
        headers: { authorization, ...(Buffer.isBuffer(payload) ? { "content-type": "application/octet-stream" } : {}) },
        payload,
      });
    expect((await post("a.csv", { a: 1 })).statusCode).toBe(422);
    expect((await post("  ", Buffer.from("x"))).statusCode).toBe(422);
    expect((await post("a\0.csv", Buffer.from("x"))).statusCode).toBe(422);
    expect((await post("x".repeat(256), Buffer.from("x"))).statusCode).toBe(422);
  });

  test("is for those who may use it", async () => {
    const { as } = await testApp();
    const [seller, closed] = [await as("salesperson"), await as("salesperson", { crmAccess: false })];
    const photo = await seller.call(fileApi.upload, {
      query: { name: "a.png", purpose: "photo" },
      body: Buffer.from("x"),
    });
    expect([photo.status, (await upload(closed, "a.csv", Buffer.from("x"))).status]).toEqual([403, 403]);
  });

  test("cut off on its way leaves nothing", async () => {
    const { ctx, ports, db } = await testApp();
    const broken = Readable.from(
      (async function* () {
        yield Buffer.from("EMAIL\n");
        throw new Error("aborted");
      })(),
    );
    await expect(
      storeFile(ctx, { name: "a.csv", mediaType: "text/csv", purpose: "import", content: broken }),
    ).rejects.toThrow("aborted");
    expect([ports.files.files.size, await db.file.count()]).toEqual([0, 0]);
  });
});

describe("a file", () => {
  test("of an import is its uploader's and those' who see all", async () => {
    const { as, ctx } = await testApp();
    const [mine, colleague, manager, admin] = [
      await as("salesperson"),
      await as("salesperson"),
      await as("manager"),
      await as("admin"),
    ];
    const { body } = await upload(mine, "a.csv", Buffer.from("EMAIL"));
    const status = async (by: TestUser) => (await by.call(fileApi.download, { params: { id: body.id } })).status;
    expect([await status(mine), await status(colleague), await status(manager), await status(admin)]).toEqual([
      200, 404, 404, 200,
    ]);
    expect(await findUpload(ctx, body.id, "import")).toMatchObject({ name: "a.csv" });
    await expect(findUpload(ctx, body.id, "photo")).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(
      findUpload({ ...ctx, actor: { ...ctx.actor, id: colleague.id, scope: "own" } }, body.id, "import"),
    ).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  test.each([
    ["gone", null],
    ["cut", Buffer.from("EMA")],
  ])("whose bytes are %s is refused as lost; administrators are told, once", async (_, left) => {
    const { as, db, ports } = await testApp();
    const [admin, seller] = [await as("admin"), await as("salesperson")];
    const { body } = await upload(seller, "a.csv", Buffer.from("EMAIL"));
    for (const key of ports.files.files.keys())
      if (left) ports.files.files.set(key, left);
      else ports.files.files.delete(key);
    for (const by of [seller, admin])
      expect(await by.call(fileApi.download, { params: { id: body.id } })).toMatchObject({
        status: 410,
        body: { code: "FILE_LOST", details: { name: "a.csv" } },
      });
    expect(await db.notification.findMany()).toMatchObject([
      { userId: admin.id, kind: "file.lost", data: { name: "a.csv", count: 1, fileIds: [body.id] } },
    ]);
    expect((await admin.call(fileApi.download, { params: { id: uuid() } })).status).toBe(404);
  });

  test.each([
    ["a.csv", "filename=\"a.csv\"; filename*=UTF-8''a.csv"],
    ['a"; filename=evil.exe', "filename=\"a__ filename=evil.exe\"; filename*=UTF-8''a%22%3B%20filename%3Devil.exe"],
    ["a\r\nSet-Cookie: x=1", "filename=\"a__Set-Cookie: x=1\"; filename*=UTF-8''a__Set-Cookie%3A%20x%3D1"],
    ["../../etc/passwd", "filename=\".._.._etc_passwd\"; filename*=UTF-8''.._.._etc_passwd"],
    ["l'été (1)*.xlsx", "filename=\"l'ete (1)*.xlsx\"; filename*=UTF-8''l%27%C3%A9t%C3%A9%20%281%29%2A.xlsx"],
    ["\ud800🦊", "filename=\"___\"; filename*=UTF-8''%EF%BF%BD%F0%9F%A6%8A"],
  ])("named %j is offered under a safe name", (name, expected) => {
    expect(contentDisposition("attachment", name)).toBe(`attachment; ${expected}`);
  });
});
