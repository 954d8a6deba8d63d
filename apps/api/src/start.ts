import { join, resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { openDatabase, type PrismaClient } from "@crm/db";
import { deployMigrations, reach } from "@crm/db/migrate";
import { pgDatabaseWatch } from "./adapters/database-watch.pg.ts";
import { pgEventBus } from "./adapters/event-bus.pg.ts";
import { diskFileStore } from "./adapters/file-store.disk.ts";
import { sharpImageEditor } from "./adapters/image-editor.sharp.ts";
import { pgJobQueue } from "./adapters/job-queue.pg.ts";
import { dnsMailDomains } from "./adapters/mail-domains.dns.ts";
import { outboxMailer } from "./adapters/mailer.outbox.ts";
import { smtpMailer } from "./adapters/mailer.smtp.ts";
import { pdfmakeWriter } from "./adapters/pdf.pdfmake.ts";
import { excelSpreadsheets } from "./adapters/spreadsheet.stream.ts";
import { pgThrottle } from "./adapters/throttle.pg.ts";
import { exceljsWriter } from "./adapters/workbook.exceljs.ts";
import { buildApp } from "./app.ts";
import { newInstallationCode } from "./features/installation/installation.service.ts";
import { assertShared } from "./features/installation/shared-mark.service.ts";
import { enqueueAtStart, jobs } from "./jobs.ts";
import { actorDirectory } from "./platform/actors.ts";
import { application, type Ports } from "./platform/context.ts";
import { type Environment, isOnLoopback, StartFailure } from "./platform/environment.ts";
import { errorLog } from "./platform/error-log.ts";
import { startWorker } from "./platform/job.ts";
import { applicationSecret, folderId, keyedDigest } from "./platform/secret.ts";
import { assertDatabaseKept, listenFailure, reasonOf } from "./platform/start-checks.ts";
import type { FileStore } from "./ports/file-store.ts";

/** How long requests and jobs under way are waited for at a stop. */
const drainSeconds = 20;

type Closer = () => unknown;

export interface Running {
  /** What the operator reads: the address, the code of the set-up page, the demo accounts. */
  greeting: string;
  stop(): Promise<void>;
}

/**
 * Opens every adapter, migrates, seeds demo data at first start, and starts the server, the worker or both. `lost` hears when the
 * embedded database is gone for good: nothing works from then on.
 */
export async function startApplication(
  env: Environment,
  {
    draining,
    webFolder,
    lost,
  }: { draining: AbortController; webFolder: string; lost: (failure: StartFailure) => void },
): Promise<Running> {
  const dataDir = resolve(env.DATA_DIR);
  const closers: Closer[] = [];
  let listening = false;
  const stop = async () => {
    draining.abort();
    // Meanwhile health says 503 to a balancer, and everything else is answered.
    if (listening) await wait((env.DRAIN_SECONDS ?? (isOnLoopback(env) ? 0 : 5)) * 1000);
    for (const close of closers.reverse()) await close();
  };
  // A start that is told to stop goes no further than the step that it is at.
  const goOn = () => draining.signal.throwIfAborted();
  try {
    const url = env.DATABASE_URL ?? (await embedded(dataDir, closers, { signal: draining.signal, lost }));
    goOn();
    if (env.DATABASE_REPLICA_URL) await reach(env.DATABASE_REPLICA_URL).catch(refuseDatabase("DATABASE_REPLICA_URL"));
    await deployMigrations(url).catch(refuseDatabase("DATABASE_URL"));
    goOn();
    const db = openDatabase(url);
    closers.push(() => db.$disconnect());
    const reader = env.DATABASE_REPLICA_URL ? openDatabase(env.DATABASE_REPLICA_URL) : db;
    if (reader !== db) closers.push(() => reader.$disconnect());
    const secret = env.APP_SECRET ?? (await applicationSecret(dataDir));
    await assertShared(db, keyedDigest(secret), env.S3_BUCKET ? null : await folderId(dataDir));
    const demo = await beginWithDemo(env, db);
    goOn();

    const logError = errorLog((text) => process.stderr.write(text));
    const events = await pgEventBus(url, logError);
    closers.push(() => events.close());
    const queue = await pgJobQueue(url, logError, { alone: env.DATABASE_URL === undefined });
    closers.push(() => queue.stop(drainSeconds));
    goOn();
    const address = `http://${env.HOST === "0.0.0.0" ? "localhost" : env.HOST.replace("127.0.0.1", "localhost")}`;
    const ports: Ports = {
      mailer: env.SMTP_URL
        ? smtpMailer({ url: env.SMTP_URL, from: env.MAIL_FROM })
        : outboxMailer({ folder: join(dataDir, "outbox"), from: env.MAIL_FROM }),
      jobs: queue,
      events,
      files: await fileStore(env, dataDir),
      images: sharpImageEditor(),
      spreadsheets: excelSpreadsheets(),
      pdf: pdfmakeWriter(),
      workbooks: exceljsWriter(),
      throttle: pgThrottle(db),
      mailDomains: dnsMailDomains(),
      digest: keyedDigest(secret),
      now: () => new Date(),
      publicUrl: env.PUBLIC_URL?.replace(/\/$/, "") ?? `${address}:${env.PORT}`,
    };
    await ports.spreadsheets.forgetCopies();
    if (env.ROLE !== "api") {
      const ctx = { ...ports, db, reader, actor: application };
      await startWorker(ctx, jobs, draining.signal);
      await enqueueAtStart(ctx);
    }
    if (env.ROLE === "worker") return { greeting: "Le traitement des tâches est démarré.", stop };

    const actors = actorDirectory(db, events, ports.now);
    closers.push(() => actors.close());
    const code = await newInstallationCode({ ...ports, db, reader, actor: application });
    const watch = pgDatabaseWatch(url, (sentence) => console.error(sentence));
    closers.push(() => watch.close());
    const app = await buildApp({
      db,
      reader,
      watch,
      ports,
      actors,
      secret,
      draining: draining.signal,
      drainSeconds,
      trustProxy: env.TRUST_PROXY,
      logLevel: env.LOG_LEVEL,
      webFolder,
      demo: demo !== null,
      metrics: env.METRICS,
      metricsToken: env.METRICS_TOKEN,
      docs: env.API_DOCS ?? isOnLoopback(env),
    });
    closers.push(() => app.close());
    await app.listen({ port: env.PORT, host: env.HOST }).catch((cause: unknown) => {
      throw listenFailure(cause, env.PORT, env.HOST);
    });
    listening = true;
    const { port } = app.server.address() as { port: number };
    return { greeting: greeting(env.PUBLIC_URL ? ports.publicUrl : `${address}:${port}`, { code, demo }), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The S3 client is large: it is loaded only where it is used. */
async function fileStore(env: Environment, dataDir: string): Promise<FileStore> {
  if (!env.S3_BUCKET) return diskFileStore(join(dataDir, "files"));
  const { s3FileStore } = await import("./adapters/file-store.s3.ts");
  return s3FileStore(env);
}

async function embedded(
  dataDir: string,
  closers: Closer[],
  { signal, lost }: { signal: AbortSignal; lost: (failure: StartFailure) => void },
): Promise<string> {
  assertDatabaseKept(dataDir);
  const { startEmbeddedDatabase } = await import("@crm/db/embedded");
  const failure = (sentence: string, cause: unknown) =>
    new StartFailure(`La base de données embarquée ${sentence} : ${reasonOf(cause)}`, { cause });
  const options = {
    ...{ dataDir: join(dataDir, "postgres"), signal },
    onLost: (cause: Error) => lost(failure("s'est arrêtée et ne redémarre pas, l'application s'arrête", cause)),
  };
  const database = await startEmbeddedDatabase(options).catch((cause: unknown) => {
    throw failure("ne démarre pas", cause);
  });
  closers.push(() => database.stop());
  return database.url;
}

const refuseDatabase = (variable: string) => (cause: unknown) => {
  throw new StartFailure(`${variable} : la base de données ne répond pas ou refuse (${reasonOf(cause)}).`, { cause });
};

/**
 * Loads the demo into a bare database where it may be, and gives the accounts that its public password opens: only this machine
 * reaches them, or `DEMO=public` says that everybody may. Refuses to start where strangers could sign in with them.
 */
async function beginWithDemo(env: Environment, db: PrismaClient): Promise<DemoAccounts | null> {
  const allowed = env.DEMO === "public" || isOnLoopback(env);
  const wanted = (env.DEMO ?? (env.DATABASE_URL ? "0" : "1")) !== "0";
  if (allowed && !wanted) return null;
  // The demo, like the embedded database above, is loaded only where it is used.
  const { demoAccounts, demoPasswordOpens, seedDemo } = await import("@crm/db/seed");
  if (allowed) await seedDemo(db);
  if (env.ROLE === "worker" || !(await demoPasswordOpens(db))) return null;
  if (allowed) return demoAccounts;
  throw new StartFailure(
    "Des comptes de démonstration, dont le mot de passe est public, existent dans cette base : l'application n'est pas ouverte ainsi sur le réseau. Retirez-les (npm run admin -- remove-demo), ou acceptez-le (DEMO=public).",
  );
}

type DemoAccounts = { email: string; password: string }[];

function greeting(address: string, { code, demo }: { code: string | null; demo: DemoAccounts | null }): string {
  const accounts = demo?.map(({ email, password }) => `  ${email}  ${password}`) ?? [];
  return [
    `Hélium Connect CRM : ${address}`,
    ...(code
      ? [`Première installation : ouvrez ${address}/installation`, `Code d'installation, à usage unique : ${code}`]
      : []),
    ...(accounts.length > 0 ? ["Comptes de démonstration :", ...accounts] : []),
  ].join("\n");
}
