import { binApi, contactApi, fileApi } from "@crm/contract";
import type { PrismaClient } from "@crm/db";
import { v7 as uuid } from "uuid";
import { describe, expect, test } from "vitest";
import { aContact, aQuestion } from "../../test/factories.ts";
import { importWorld } from "../../test/importing.ts";
import { type TestUser, testApp } from "../../test/test-app.ts";
import { fileSweep } from "./file.jobs.ts";
import { mediaTypeOf } from "./media-type.ts";

const pdf = Buffer.from("%PDF-1.7\n…");
const upload = (by: TestUser, questionId: string | undefined, name = "devis.pdf", body = pdf) =>
  by.call(fileApi.upload, { query: { name, purpose: "answer", ...(questionId ? { questionId } : {}) }, body });
const answer = (by: TestUser, contact: { id: string; version?: number }, questionId: string, given: unknown) =>
  by.call(contactApi.answer, {
    params: { id: contact.id },
    body: { version: contact.version ?? 1, answers: { [questionId]: given } },
  });
const read = async (by: TestUser, id: string) => (await by.call(fileApi.download, { params: { id } })).status;
const files = (db: PrismaClient, over = {}) => aQuestion(db, { type: "file", config: { maxFiles: 2, ...over } });

describe("a file of an answer", () => {
  test("is kept under a safe name and its real kind, and offered as a download whatever it holds", async () => {
    const { as, db } = await testApp();
    const [admin, question] = [await as("admin"), await files(db)];
    const html = await upload(admin, question.id, "../pho\u202eto;1.svg", Buffer.from("<svg onload=alert(1)>"));
    expect(html).toMatchObject({
      status: 201,
      body: { name: ".._photo,1.svg", mediaType: "application/octet-stream" },
    });
    const { raw } = await admin.call(fileApi.download, { params: { id: html.body.id } });
    expect(raw.headers).toMatchObject({
      "content-disposition": expect.stringMatching(/^attachment; /),
      "x-content-type-options": "nosniff",
    });
    expect((await upload(admin, question.id)).body.mediaType).toBe("application/pdf");
  });

  test("is refused when its question takes no such file, or the person may not answer; nothing stays", async () => {
    const { as, db, ports } = await testApp();
    const [admin, closed] = [await as("admin"), await as("salesperson", { crmAccess: false })];
    const question = await files(db, { kinds: "pdf", maxSize: 1 });
    const archived = await aQuestion(db, { type: "file", archivedAt: new Date() });
    const code = async (reply: ReturnType<typeof upload>) => {
      const { status, body } = await reply;
      return [status, (body as { code?: string }).code];
    };
    expect(await code(upload(admin, question.id, "a.pdf", Buffer.from("<html>")))).toEqual([
      422,
      "FILE_KIND_NOT_ACCEPTED",
    ]);
    expect(await code(upload(admin, question.id, "a.pdf", Buffer.alloc(1024 * 1024 + 1, "%PDF-")))).toEqual([
      413,
      "FILE_TOO_LARGE",
    ]);
    expect(await code(upload(admin, question.id, "a.pdf", Buffer.alloc(0)))).toEqual([422, "FILE_EMPTY"]);
    expect(await code(upload(admin, archived.id))).toEqual([409, "QUESTION_ARCHIVED"]);
    for (const id of [undefined, uuid(), (await aQuestion(db, { type: "text" })).id])
      expect(await code(upload(admin, id))).toEqual([404, "NOT_FOUND"]);
    expect(await code(upload(closed, question.id))).toEqual([403, "NOT_ALLOWED"]);
    expect([ports.files.files.size, await db.file.count()]).toEqual([0, 0]);
  });

  test("is its uploader's until it is saved, then whose who see the record", async () => {
    const { as, db, home } = await testApp();
    const [mine, colleague, manager] = [await as("salesperson"), await as("salesperson"), await as("manager")];
    const question = await files(db);
    const contact = await aContact(db, { organisationId: home.id, ownerId: mine.id });
    const { id } = (await upload(mine, question.id)).body;
    const readers = async () => [await read(mine, id), await read(colleague, id), await read(manager, id)];
    expect(await readers()).toEqual([200, 404, 404]);
    const saved = await answer(mine, contact, question.id, [{ id, name: "autre nom.exe" }]);
    expect(saved.body).toMatchObject({ answers: { [question.id]: [{ id, name: "devis.pdf" }] } });
    expect(await readers()).toEqual([200, 404, 200]);
    await db.contact.update({ where: { id: contact.id }, data: { ownerId: colleague.id } });
    expect(await readers()).toEqual([404, 200, 200]);
    await db.contact.update({ where: { id: contact.id }, data: { deletedAt: new Date() } });
    expect(await readers()).toEqual([404, 404, 404]);
  });

  test("of somebody else, of another purpose or unfit can't be named; one that the record has stays named", async () => {
    const { as, db, home } = await testApp();
    const [mine, colleague] = [await as("salesperson"), await as("salesperson")];
    const question = await files(db);
    const pictures = await files(db, { kinds: "image" });
    const contact = await aContact(db, { organisationId: home.id, ownerId: mine.id });
    const theirs = (await upload(colleague, question.id)).body;
    const sheet = await mine.call(fileApi.upload, { query: { name: "a.csv", purpose: "import" }, body: pdf });
    const own = (await upload(mine, question.id)).body;
    const rule = async (questionId: string, id: string) => {
      const { status, body } = await answer(mine, contact, questionId, [{ id, name: "x" }]);
      const [issue] = (body as unknown as { issues: { path: string; params: { params: { rule: string } } }[] }).issues;
      return [status, issue?.path, issue?.params.params.rule];
    };
    const at = (questionId: string) => `body/answers/${questionId}/0`;
    expect(await rule(question.id, theirs.id)).toEqual([422, at(question.id), "fileUnknown"]);
    expect(await rule(question.id, sheet.body.id)).toEqual([422, at(question.id), "fileUnknown"]);
    expect(await rule(question.id, uuid())).toEqual([422, at(question.id), "fileUnknown"]);
    expect(await rule(pictures.id, own.id)).toEqual([422, at(pictures.id), "fileUnfit"]);
    expect((await answer(mine, contact, question.id, [own])).status).toBe(200);
    await db.question.update({ where: { id: question.id }, data: { config: { maxFiles: 2, kinds: "image" } } });
    const again = await answer(mine, { ...contact, version: 2 }, question.id, [own]);
    expect(again.status).toBe(200);
  });

  test("is swept a day after it was left, or taken out; not while any record names it", async () => {
    const { as, db, home, ctx, clock, ports } = await testApp();
    const admin = await as("admin");
    const question = await files(db);
    const contact = await aContact(db, { organisationId: home.id });
    const [left, kept, out, copied] = [
      (await upload(admin, question.id)).body.id,
      (await upload(admin, question.id)).body.id,
      (await upload(admin, question.id)).body.id,
      (await upload(admin, question.id)).body.id,
    ];
    const name = "devis.pdf";
    await answer(admin, contact, question.id, [
      { id: out, name },
      { id: copied, name },
    ]);
    const copy = (await admin.call(contactApi.duplicate, { params: { id: contact.id } })).body;
    await answer(admin, copy, question.id, [{ id: copied, name }]);
    await answer(admin, { ...contact, version: 2 }, question.id, [{ id: kept, name }]);
    clock.now = new Date(clock.now.getTime() + 25 * 3_600_000);
    await fileSweep.run(ctx, {}, new AbortController().signal);
    const ids = (await db.file.findMany({ orderBy: { id: "asc" } })).map(({ id }) => id);
    expect(ids).toEqual([kept, copied].sort());
    expect(ports.files.files.size).toBe(2);
    expect([await read(admin, left), await read(admin, out), await read(admin, copied)]).toEqual([404, 404, 200]);
  });
});

test("files of a contact deleted for good are swept, but not one that another record names too", async () => {
  const { as, db, ctx, ports, clock, home } = await testApp();
  const [admin, question] = [await as("admin"), await files(db)];
  const [gone, stays] = [
    await aContact(db, { organisationId: home.id }),
    await aContact(db, { organisationId: home.id }),
  ];
  const [one, both] = [(await upload(admin, question.id)).body, (await upload(admin, question.id, "b.pdf")).body];
  expect((await answer(admin, gone, question.id, [one, both])).status).toBe(200);
  expect((await answer(admin, stays, question.id, [both])).status).toBe(200);
  await admin.call(binApi.deleteContact, { params: { id: gone.id } });
  expect((await admin.call(binApi.purgeContact, { params: { id: gone.id } })).status).toBe(204);
  clock.now = new Date(clock.now.getTime() + 25 * 3_600_000);
  await fileSweep.run(ctx, {}, new AbortController().signal);
  expect((await db.file.findMany({ select: { id: true } })).map(({ id }) => id)).toEqual([both.id]);
  expect(ports.files.files.size).toBe(1);
});

test("an import takes the files that a contact has, or that its author may use, and no others", async () => {
  const { as, db, home, importAll } = await importWorld();
  const [mine, colleague] = [await as("salesperson"), await as("salesperson")];
  const question = await aQuestion(db, { type: "file", code: "PIECE" });
  await aContact(db, { organisationId: home.id, ownerId: mine.id, email: "a@client.test" });
  const own = (await upload(mine, question.id)).body;
  const theirs = (await upload(colleague, question.id)).body;
  const done = await importAll(
    mine,
    `EMAIL,PIECE\na@client.test,devis.pdf [${own.id}]\nb@client.test,devis.pdf [${theirs.id}]\nc@client.test,devis.pdf`,
    { mode: "both" },
  );
  expect(done).toMatchObject({ status: "done", updated: 1, created: 0, refused: 2 });
  expect((await db.contact.findFirst({ where: { email: "a@client.test" } }))?.answers).toEqual({
    [question.id]: [{ id: own.id, name: "devis.pdf" }],
  });
  expect([await read(mine, own.id), await read(mine, theirs.id)]).toEqual([200, 404]);
});

test.each([
  ["a.docx", "PK\x03\x04", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"],
  ["a.exe", "PK\x03\x04", "application/zip"],
  ["a.png", "\x89PNG\r\n\x1a\n", "image/png"],
  ["a.png", "GIF89a", "image/gif"],
  ["a.webp", "RIFF....WEBP", "image/webp"],
  ["a.txt", "bonjour", "text/plain"],
  ["a.txt", "bon\0jour", "application/octet-stream"],
  ["a.html", "<html>", "application/octet-stream"],
  ["a.pdf", "<html>", "application/octet-stream"],
  ["a.doc", "\xd0\xcf\x11\xe0", "application/msword"],
])("%s that begins %j is %s", (name, head, mediaType) => {
  expect(mediaTypeOf(Buffer.from(head, "latin1"), name)).toBe(mediaType);
});
