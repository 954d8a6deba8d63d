import type { Permission, Scope } from "@crm/contract";
import type { Database, PrismaClient } from "@crm/db";
import type { EventBus } from "../ports/event-bus.ts";
import type { FileStore } from "../ports/file-store.ts";
import type { ImageEditor } from "../ports/image-editor.ts";
import type { JobQueue } from "../ports/job-queue.ts";
import type { MailDomains } from "../ports/mail-domains.ts";
import type { Mailer } from "../ports/mailer.ts";
import type { PdfWriter } from "../ports/pdf.ts";
import type { SpreadsheetReader } from "../ports/spreadsheet.ts";
import type { Throttle } from "../ports/throttle.ts";
import type { WorkbookWriter } from "../ports/workbook.ts";

/** Who acts. `scope` says how far he sees, `permissions` what he may do. */
export interface Actor {
  id: string;
  sessionId: string;
  name: string;
  organisationId: string;
  scope: Scope;
  permissions: ReadonlySet<Permission>;
}

/** What the outside world is to a service: opened once in main.ts, swapped for memory doubles in tests. */
export interface Ports {
  mailer: Mailer;
  mailDomains: MailDomains;
  jobs: JobQueue;
  events: EventBus;
  files: FileStore;
  images: ImageEditor;
  spreadsheets: SpreadsheetReader;
  pdf: PdfWriter;
  workbooks: WorkbookWriter;
  throttle: Throttle;
  /** What stands for a text that must be recognised again, but not read back: keyed with the application's secret. */
  digest(text: string): string;
  /** The clock. */
  now(): Date;
  /** Address under which people reach the application, without a slash at the end. */
  publicUrl: string;
}

/** Everything a service may touch. The first argument of every service. */
export interface Ctx extends Ports {
  db: Database;
  /** For reads that may lag a little (lists, counts, reports): the replica when there is one; inside a transaction, the transaction. */
  reader: Database;
  actor: Actor;
}

/** The clients of transactions under way: Prisma's look like the client itself, and would nest savepoints. */
const underWay = new WeakMap<object, ((ctx: Ctx) => void)[]>();
export const insideTransaction = (ctx: Ctx): boolean => underWay.has(ctx.db);

/** Does something once the transaction of ctx has committed, with the ctx around it; at once when there is none. */
export function afterCommit(ctx: Ctx, act: (ctx: Ctx) => void): void {
  const waiting = underWay.get(ctx.db);
  if (waiting) waiting.push(act);
  else act(ctx);
}

/** Runs `work` in a transaction; the ctx it gets shadows the outer one, so that no query can miss it. `timeout`: in ms. */
export async function inTransaction<T>(
  ctx: Ctx,
  work: (ctx: Ctx) => Promise<T>,
  { timeout = 60_000 } = {},
): Promise<T> {
  if (insideTransaction(ctx)) return work(ctx);
  const waiting: ((ctx: Ctx) => void)[] = [];
  const enter = (db: Database) => {
    underWay.set(db, waiting);
    return work({ ...ctx, db, reader: db });
  };
  const result = await (ctx.db as PrismaClient).$transaction(enter, { maxWait: 10_000, timeout });
  for (const act of waiting) act(ctx);
  return result;
}

/** A long look at the database as it is at one moment: nothing that others commit meanwhile shows. For reading only. */
export const inSnapshot = <T>(ctx: Ctx, work: (ctx: Ctx) => Promise<T>): Promise<T> =>
  (ctx.db as PrismaClient).$transaction((db) => work({ ...ctx, db, reader: db }), {
    isolationLevel: "RepeatableRead",
    maxWait: 60_000,
    timeout: 6 * 3_600_000,
  });

/** The application itself, for jobs: sees all, may do nothing through an endpoint. */
export const application: Actor = {
  id: "",
  sessionId: "",
  name: "",
  organisationId: "",
  scope: "all",
  permissions: new Set(),
};
