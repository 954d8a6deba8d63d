import { Readable } from "node:stream";
import { type FileView, type Permission, type UploadPurpose, uploadLimits } from "@crm/contract";
import type { File } from "@crm/db";
import { safeFileName } from "@crm/fields";
import { v7 as uuid } from "uuid";
import { application, type Ctx, inTransaction } from "../../platform/context.ts";
import { found, Refusal } from "../../platform/error.ts";
import { enqueue } from "../../platform/job.ts";
import { filesInUse, filesSeen } from "./answer-file.queries.ts";
import { attachmentSeen } from "./attachment.queries.ts";
import { toFileView } from "./file.view.ts";
import { bytesRemoval } from "./file-bytes.jobs.ts";
import { headLength, mediaTypeOf } from "./media-type.ts";
import { bytesOf } from "./stored-bytes.service.ts";

export { unattached } from "./attachment.queries.ts";
export { contentDisposition, toFileView } from "./file.view.ts";
export { bytesUnder } from "./stored-bytes.service.ts";

/**
 * What a file is for: an upload's purpose, or what the application writes itself (« portrait »: the square made
 * of an uploaded photo). Decides who may read it.
 */
export type FilePurpose = UploadPurpose | "answer" | "answer-kept" | "portrait" | "import-report" | "export";

/** What one's own files, or anybody's to who sees all, are read with: the right to what they are of. */
const readers = (ctx: Ctx, file: File): boolean => {
  const access = file.purpose === "photo" ? uploaders.photo : uploaders.import;
  // The application itself asks for what it has just checked that the actor may have.
  return ctx.actor === application || (ctx.actor.permissions.has(access) && isMine(ctx, file));
};

/** Who may upload what: an upload is the first half of a command that needs this permission. */
const uploaders = {
  photo: "user:write",
  import: "import:run",
  attachment: "opportunity:write",
} as const satisfies Record<UploadPurpose, Permission>;

/**
 * Keeps the bytes of an upload; the actor is its uploader.
 * Refuses with NOT_ALLOWED, FILE_TOO_LARGE (details.limit, in bytes) and FILE_EMPTY; nothing stays in the store then.
 */
export async function uploadFile(
  ctx: Ctx,
  { name, purpose }: { name: string; purpose: UploadPurpose },
  content: unknown,
): Promise<FileView> {
  const access = uploaders[purpose];
  if (!ctx.actor.permissions.has(access)) throw new Refusal("NOT_ALLOWED", { access });
  const file = await storeFile(ctx, {
    ...(purpose === "attachment"
      ? { name: safeFileName(name), mediaType: (head: Buffer) => mediaTypeOf(head, name) }
      : { name, mediaType: "application/octet-stream" }),
    purpose,
    content,
    limit: uploadLimits[purpose],
  });
  return toFileView(file);
}

/**
 * Stores bytes and their row. Bytes that turn out empty or longer than `limit` are refused (FILE_EMPTY, FILE_TOO_LARGE)
 * and removed. `mediaType` may be found in the first bytes. A source stream is never destroyed: it may be a request that still needs its answer.
 */
export async function storeFile(
  ctx: Ctx,
  file: {
    name: string;
    mediaType: string | ((head: Buffer) => string);
    purpose: FilePurpose;
    content: unknown;
    limit?: number;
    /** Where in the store, when the caller must find the bytes of a run that was killed; else a new place. */
    key?: string;
  },
): Promise<File> {
  const { name, purpose, content, limit = Number.POSITIVE_INFINITY, key = uuid() } = file;
  if (!(content instanceof Readable || Buffer.isBuffer(content)))
    throw new Refusal("VALIDATION_FAILED", { field: "body" });
  const id = uuid();
  let size = 0;
  let head = Buffer.alloc(0);
  async function* counted(chunks: AsyncIterable<Buffer> | Iterable<Buffer>) {
    for await (const chunk of chunks) {
      size += chunk.length;
      if (size > limit) throw new Refusal("FILE_TOO_LARGE", { limit });
      if (head.length < headLength) head = Buffer.concat([head, chunk.subarray(0, headLength)]);
      yield chunk;
    }
  }
  const source = content instanceof Readable ? content.iterator({ destroyOnReturn: false }) : [content];
  try {
    await ctx.files.put(key, Readable.from(counted(source), { objectMode: false }));
    if (size === 0) throw new Refusal("FILE_EMPTY");
    const mediaType = typeof file.mediaType === "string" ? file.mediaType : file.mediaType(head);
    return await ctx.db.file.create({
      data: { id, key, name, mediaType, size, purpose, uploaderId: ctx.actor.id || null, createdAt: ctx.now() },
    });
  } catch (error) {
    await ctx.files.remove(key).catch(() => {}); // what matters is why it was refused
    throw error;
  }
}

/**
 * A file and its bytes. Portraits are anyone's to see; those of answers, who sees the record (until they are saved in one,
 * their uploader), and so for attachments of exchanges; other files only their uploader's and those' who see all. Refuses with NOT_FOUND and FILE_LOST.
 */
export async function openFile(ctx: Ctx, id: string): Promise<{ file: File; content: Readable }> {
  const file = await ctx.db.file.findUnique({ where: { id } });
  const readable = found(file && (await mayRead(ctx, file)) ? file : null, "file", id);
  return { file: readable, content: await bytesOf(ctx, readable) };
}

async function mayRead(ctx: Ctx, file: File): Promise<boolean> {
  if (file.purpose === "portrait") return true;
  if (file.purpose === "export") return ctx.actor === application; // only by way of its export, which knows to whom
  if (file.purpose === "attachment") return attachmentSeen(ctx, file.id);
  if (file.purpose !== "answer" && file.purpose !== "answer-kept") return readers(ctx, file);
  return (file.purpose === "answer" && file.uploaderId === ctx.actor.id) || (await filesSeen(ctx, [file.id])).size > 0;
}

/** A file that the actor uploaded for this purpose (whoever sees all may use another's); refuses with NOT_FOUND. */
export async function findUpload(ctx: Ctx, fileId: string, purpose: FilePurpose): Promise<File> {
  const file = await ctx.db.file.findUnique({ where: { id: fileId, purpose } });
  return found(file && isMine(ctx, file) ? file : null, "file", fileId);
}

/** Forgets a file, row first: bytes without a row harm nobody. */
export async function removeFile(ctx: Ctx, id: string): Promise<void> {
  const file = await ctx.db.file.findUnique({ where: { id } });
  if (!file) return;
  await ctx.db.file.delete({ where: { id } });
  await ctx.files.remove(file.key);
}

/**
 * Puts other bytes, already stored, in the place of a file's; the old ones go by a job of the same transaction. False, and
 * nothing happens, when they are no longer the file's.
 */
export async function swapBytes(
  ctx: Ctx,
  { id, key }: Pick<File, "id" | "key">,
  fresh: Pick<File, "key" | "size" | "mediaType">,
): Promise<boolean> {
  const { count } = await ctx.db.file.updateMany({ where: { id, key }, data: fresh });
  await enqueue(ctx, bytesRemoval, { key: count > 0 ? key : fresh.key });
  return count > 0;
}

/** What may be swept, and what refers to it. A purpose that is new here is kept until it is named, with its relation. */
const left = {
  purpose: { in: ["photo", "portrait", "import", "import-report", "attachment", "export"] satisfies FilePurpose[] },
  photoOf: { none: {} },
  interactions: { none: {} },
  imports: { none: {} },
  reports: { none: {} },
  exports: { none: {} },
};

/** Removes the files stored before `before` that nothing refers to: uploads whose second half never came. Says how many. */
export async function sweepFiles(ctx: Ctx, before: Date, signal: AbortSignal): Promise<number> {
  for (let swept = 0; ; ) {
    signal.throwIfAborted();
    const count = await inTransaction(ctx, async (ctx) => {
      const where = { ...left, createdAt: { lt: before } };
      const files = await ctx.db.file.findMany({ where, select: { id: true, key: true }, take: 100 });
      await ctx.db.file.deleteMany({ where: { ...left, id: { in: files.map(({ id }) => id) } } });
      for (const { key } of files) await ctx.files.remove(key); // before the commit: a row undone is swept again
      return files.length;
    });
    swept += count;
    if (count === 0) return swept + (await sweepAnswerFiles(ctx, before, signal));
  }
}

/** The same for files of answers, which answers refer to by their ids alone; one that an answer names after all is kept. */
async function sweepAnswerFiles(ctx: Ctx, before: Date, signal: AbortSignal): Promise<number> {
  for (let swept = 0; ; ) {
    signal.throwIfAborted();
    const count = await inTransaction(ctx, async (ctx) => {
      // Locked before it is asked who names them: nobody takes one into an answer meanwhile.
      const files = await ctx.db.$queryRaw<{ id: string; key: string }[]>`
        SELECT id, key FROM files WHERE purpose = 'answer' AND created_at < ${before} ORDER BY id LIMIT 100 FOR UPDATE SKIP LOCKED`;
      const used = await filesInUse(
        ctx,
        files.map(({ id }) => id),
      );
      const left = files.filter(({ id }) => !used.has(id));
      await ctx.db.file.updateMany({ where: { id: { in: [...used] } }, data: { purpose: "answer-kept" } });
      await ctx.db.file.deleteMany({ where: { id: { in: left.map(({ id }) => id) } } });
      for (const { key } of left) await ctx.files.remove(key);
      return { read: files.length, swept: left.length };
    });
    swept += count.swept;
    if (count.read === 0) return swept;
  }
}

const isMine = ({ actor }: Ctx, { uploaderId }: File) => actor.scope === "all" || uploaderId === actor.id;
