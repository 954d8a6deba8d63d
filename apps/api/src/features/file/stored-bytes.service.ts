import type { Readable } from "node:stream";
import { type File, Prisma } from "@crm/db";
import type { Ctx } from "../../platform/context.ts";
import { found, Refusal } from "../../platform/error.ts";
import type { StoredBytes } from "../../ports/file-store.ts";
import { notify } from "../notification/notification.service.ts";

type Stored = Pick<File, "id" | "key" | "name" | "size">;
const batch = 500;
/** How the application names what it puts into the store. */
const ownKey = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The bytes of a stored file. Refuses with FILE_LOST when they are gone, or not as many as were put: administrators are told. */
export async function bytesOf(ctx: Ctx, file: Stored): Promise<Readable> {
  if ((await ctx.files.sizeOf(file.key)) === file.size) return ctx.files.read(file.key);
  const now = found(await ctx.db.file.findUnique({ where: { id: file.id } }), "file", file.id);
  if (now.key !== file.key) return bytesOf(ctx, now); // it was given other bytes meanwhile
  await tellLost(ctx, [file]);
  throw new Refusal("FILE_LOST", { name: file.name });
}

/** The same, by its key. */
export const bytesUnder = async (ctx: Ctx, key: string): Promise<Readable> =>
  bytesOf(ctx, found(await ctx.db.file.findUnique({ where: { key } }), "file", key));

/** Tells administrators of files that they were not told of yet. */
async function tellLost(ctx: Ctx, files: Stored[]): Promise<void> {
  const rows = await ctx.db.$queryRaw<{ id: string }[]>`
    SELECT id FROM unnest(${files.map(({ id }) => id)}::text[]) AS f (id)
    WHERE NOT EXISTS (SELECT FROM notifications n WHERE n.kind = 'file.lost' AND n.data->'fileIds' @> to_jsonb(f.id))`;
  if (rows.length === 0) return;
  const fileIds = rows.map(({ id }) => id);
  const name = files.find(({ id }) => id === fileIds[0])?.name ?? "";
  for (const { id } of await ctx.db.user.findMany({ where: { profile: "admin", active: true }, select: { id: true } }))
    await notify(ctx, id, "file.lost", { name, count: fileIds.length, fileIds });
}

/**
 * Goes by what lies in the store: what no file names is removed when it was put before a moment (a process was killed between
 * bytes and row), and so is what was never put whole. Tells administrators of files whose bytes are gone or cut. Says how many went.
 */
export async function sweepBytes(ctx: Ctx, before: Date, signal: AbortSignal): Promise<number> {
  let swept = await ctx.files.forgetUnfinished(before);
  const whole = new Set<string>();
  const look = async (some: StoredBytes[]) => {
    signal.throwIfAborted();
    const files = await ctx.db.file.findMany({ where: { key: { in: some.map(({ key }) => key) } } });
    const byKey = new Map(files.map((file) => [file.key, file]));
    for (const { key, size, at } of some) {
      const file = byKey.get(key);
      if (file?.size === size) whole.add(key);
      if (file || at >= before || !ownKey.test(key)) continue;
      await ctx.files.remove(key);
      swept++;
    }
  };
  let some: StoredBytes[] = [];
  for await (const bytes of ctx.files.list()) {
    some.push(bytes);
    if (some.length < batch) continue;
    await look(some);
    some = [];
  }
  await look(some);
  for (let after = Prisma.sql`TRUE`; ; ) {
    signal.throwIfAborted();
    const rows = await ctx.db.$queryRaw<Stored[]>`
      SELECT id, key, name, size FROM files WHERE ${after} AND created_at < ${before} ORDER BY id LIMIT ${batch}`;
    const lost: Stored[] = [];
    // It may have been given other bytes since.
    for (const file of rows)
      if (!whole.has(file.key) && (await ctx.files.sizeOf(file.key)) !== file.size) lost.push(file);
    await tellLost(ctx, await stillThere(ctx, lost));
    const last = rows.at(-1);
    if (!last || rows.length < batch) return swept;
    after = Prisma.sql`id > ${last.id}::uuid`;
  }
}

/** Those whose row is as it was. */
async function stillThere(ctx: Ctx, files: Stored[]): Promise<Stored[]> {
  if (files.length === 0) return [];
  return ctx.db.file.findMany({ where: { key: { in: files.map(({ key }) => key) } } });
}
