import { fileApi, userApi } from "@crm/contract";
import sharp from "sharp";
import { v7 as uuid } from "uuid";
import { describe, expect, test } from "vitest";
import { type TestUser, testApp } from "../../test/test-app.ts";

const picture = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: "#b04040" } })
    .withExif({ IFD0: { Copyright: "secret place" } })
    .jpeg()
    .toBuffer();

const upload = async (by: TestUser, content: Buffer) =>
  (await by.call(fileApi.upload, { query: { name: "portrait d’Élodie.jpg", purpose: "photo" }, body: content })).body;

describe("a user's photo (guide 5)", () => {
  test("becomes a square without what the file told of itself, readable by all who are signed in; the upload goes", async () => {
    const { as, ports, db } = await testApp();
    const [admin, user] = [await as("admin"), await as("salesperson", { crmAccess: false })];
    const { id: fileId } = await upload(admin, await picture(640, 300));
    const { status, body } = await admin.call(userApi.setPhoto, { params: { id: user.id }, body: { fileId } });
    expect(status).toBe(200);
    const { raw } = await user.call(fileApi.download, { params: { id: body.photoId ?? "" } });
    expect(raw.headers).toMatchObject({ "content-type": "image/webp", "x-content-type-options": "nosniff" });
    expect(raw.headers["content-disposition"]).toMatch(/^inline;/);
    const image = await sharp(raw.rawPayload).metadata();
    expect(image).toMatchObject({ format: "webp", width: 256, height: 256 });
    expect(image.exif).toBeUndefined();
    expect([ports.files.files.size, await db.file.count()]).toEqual([1, 1]);
  });

  test("replaced or taken away leaves nothing behind", async () => {
    const { as, ports, db } = await testApp();
    const admin = await as("admin");
    const set = (fileId: string | null) => admin.call(userApi.setPhoto, { params: { id: admin.id }, body: { fileId } });
    const first = await set((await upload(admin, await picture(20, 20))).id);
    const second = await set((await upload(admin, await picture(30, 30))).id);
    expect(second.body.photoId).not.toBe(first.body.photoId);
    expect([ports.files.files.size, await db.file.count()]).toEqual([1, 1]);
    expect((await set(null)).body.photoId).toBeNull();
    expect([ports.files.files.size, await db.file.count()]).toEqual([0, 0]);
    expect((await set(null)).status).toBe(200);
  });

  test("of 64 megapixels, as telephones make them, is shrunk; one that is larger than any is refused with its limit", async () => {
    const { as } = await testApp();
    const admin = await as("admin");
    const photo = async (width: number, height: number) => {
      const { id: fileId } = await upload(admin, await picture(width, height));
      return admin.call(userApi.setPhoto, { params: { id: admin.id }, body: { fileId } });
    };
    expect((await photo(9248, 6936)).status).toBe(200);
    const { status, body } = await photo(16_384, 16_000);
    const details = { megapixels: 263, max: 200 };
    expect([status, body]).toMatchObject([422, { code: "IMAGE_TOO_LARGE", details }]);
  });

  test.each([
    ["text", Buffer.from("pas une image")],
    [
      "a drawing that could carry a script",
      Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script/></svg>'),
    ],
    ["half a picture", Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16])],
  ])("is not made of %s", async (_what, content) => {
    const { as } = await testApp();
    const admin = await as("admin");
    const { id: fileId } = await upload(admin, content);
    const reply = await admin.call(userApi.setPhoto, { params: { id: admin.id }, body: { fileId } });
    expect(reply).toMatchObject({ status: 422, body: { code: "FILE_NOT_AN_IMAGE" } });
    expect((await admin.call(userApi.show, { params: { id: admin.id } })).body.photoId).toBeNull();
  });

  test("can't be somebody's portrait, another file, or for nobody", async () => {
    const { as } = await testApp();
    const [admin, user] = [await as("admin"), await as("salesperson")];
    const set = (id: string, fileId: string) => admin.call(userApi.setPhoto, { params: { id }, body: { fileId } });
    const { body } = await set(admin.id, (await upload(admin, await picture(20, 20))).id);
    expect((await set(user.id, body.photoId ?? "")).status).toBe(404);
    expect((await admin.call(fileApi.download, { params: { id: body.photoId ?? "" } })).status).toBe(200);
    const { body: sheet } = await user.call(fileApi.upload, {
      query: { name: "a.csv", purpose: "import" },
      body: Buffer.from("EMAIL"),
    });
    expect((await set(user.id, sheet.id)).status).toBe(404);
    expect((await set(uuid(), (await upload(admin, await picture(20, 20))).id)).status).toBe(404);
  });
});
