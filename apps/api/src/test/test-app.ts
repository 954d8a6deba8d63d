import { type Endpoint, type Profile, profiles, type Request, type Response } from "@crm/contract";
import { openDatabase } from "@crm/db";
import type { LightMyRequestResponse } from "fastify";
import { onTestFinished } from "vitest";
import { sharpImageEditor } from "../adapters/image-editor.sharp.ts";
import { memoryEventBus } from "../adapters/memory/event-bus.memory.ts";
import { memoryFileStore } from "../adapters/memory/file-store.memory.ts";
import { memoryJobQueue } from "../adapters/memory/job-queue.memory.ts";
import { memoryMailDomains } from "../adapters/memory/mail-domains.memory.ts";
import { memoryMailer } from "../adapters/memory/mailer.memory.ts";
import { memoryThrottle } from "../adapters/memory/throttle.memory.ts";
import { pdfmakeWriter } from "../adapters/pdf.pdfmake.ts";
import { excelSpreadsheets } from "../adapters/spreadsheet.stream.ts";
import { exceljsWriter } from "../adapters/workbook.exceljs.ts";
import { type AppDeps, buildApp } from "../app.ts";
import { jobs } from "../jobs.ts";
import { actorDirectory } from "../platform/actors.ts";
import { application, type Ctx } from "../platform/context.ts";
import { boundOf, cursorSeal } from "../platform/cursor.ts";
import { startWorker } from "../platform/job.ts";
import { keyedDigest } from "../platform/secret.ts";
import { freshDatabase } from "./database.ts";
import { anOrganisation, aSession, aUser, type UserOver } from "./factories.ts";

const secret = "a-secret-for-tests-of-32-characters";

/** A cursor as a list gives it, made of any values. */
export const sealedCursor = ({ url }: Endpoint, order: { sort?: string; direction?: string }, values: unknown[]) =>
  cursorSeal(secret).seal(JSON.stringify(values), boundOf(`/api${url}`, order));

/** A whole application on a database of its own, with the outside world in memory. Time stands at 2 March 2026, 10:00 in Paris, unless set. */
export async function testApp({
  logStream,
  ...over
}: Partial<
  Pick<AppDeps, "logLevel" | "logStream" | "trustProxy" | "watch" | "patience" | "metrics" | "metricsToken" | "docs">
> = {}) {
  const database = await freshDatabase();
  const db = openDatabase(database.url);
  const clock = { now: new Date("2026-03-02T09:00:00Z") };
  const ports = {
    mailer: memoryMailer(),
    mailDomains: memoryMailDomains(),
    jobs: memoryJobQueue(() => clock.now),
    events: memoryEventBus(),
    files: memoryFileStore(),
    images: sharpImageEditor(),
    spreadsheets: excelSpreadsheets(),
    pdf: pdfmakeWriter(),
    workbooks: exceljsWriter(),
    throttle: memoryThrottle(),
    digest: keyedDigest(secret),
    now: () => clock.now,
    publicUrl: "http://crm.test",
  };
  const draining = new AbortController();
  const actors = actorDirectory(db, ports.events, ports.now);
  const deps = {
    db,
    reader: db,
    ports,
    actors,
    secret,
    draining: draining.signal,
  };
  const app = await buildApp({
    ...deps,
    ...(logStream ? { logStream } : {}),
    ...{ logLevel: "silent", demo: false, metrics: false, maxEventLoopDelayMs: 0, ...over },
  });
  const ctx: Ctx = { ...ports, db, reader: db, actor: application };
  await startWorker(ctx, jobs, draining.signal);
  onTestFinished(async () => {
    draining.abort();
    await app.close();
    await db.$disconnect();
    await database.drop();
  });

  const home = await anOrganisation(db, "Briconett");

  /** A signed-in user who calls endpoints as the web does; the reply is typed by the contract. */
  async function as(profile: Profile, over: UserOver = {}) {
    const user = await aUser(db, { organisationId: home.id, profile, ...over });
    const session = await aSession(db, user.id, clock.now);
    const authorization = `Bearer ${app.jwt.sign({ sub: user.id, sid: session.id })}`;
    return { ...user, authorization, call: caller({ authorization }) };
  }

  function caller(headers: Record<string, string>) {
    return async <E extends Endpoint>(endpoint: E, request: Request<E>): Promise<Reply<E>> => {
      const { params = {}, query = {}, body } = request as Sent;
      const path = endpoint.url.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ""));
      const entries = Object.entries(query).filter(([, value]) => value !== undefined);
      const binary = Buffer.isBuffer(body);
      const raw = await app.inject({
        method: endpoint.method,
        url: `/api${path}`,
        query: Object.fromEntries(entries.map(([key, value]) => [key, String(value)])),
        headers: { ...headers, ...(binary ? { "content-type": "application/octet-stream" } : {}) },
        ...(body === undefined ? {} : { payload: body as object }),
      });
      const json = String(raw.headers["content-type"]).startsWith("application/json");
      return { status: raw.statusCode, body: (json ? raw.json() : raw.rawPayload) as Response<E>, raw };
    };
  }

  const bearer = (accessToken: string) => ({ call: caller({ authorization: `Bearer ${accessToken}` }) });
  return { app, db, ctx, ports, clock, home, as, bearer, anyone: { call: caller({}) }, profiles, url: database.url };
}

interface Sent {
  params?: Record<string, string>;
  query?: Record<string, unknown>;
  body?: unknown;
}
export interface Reply<E extends Endpoint> {
  status: number;
  body: Response<E>;
  raw: LightMyRequestResponse;
}
export type TestApp = Awaited<ReturnType<typeof testApp>>;
export type TestUser = Awaited<ReturnType<TestApp["as"]>>;
