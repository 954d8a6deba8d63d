import type { ErrorBody } from "@crm/contract";
import type { PrismaClient } from "@crm/db";
import cookie from "@fastify/cookie";
import helmet from "@fastify/helmet";
import jwt from "@fastify/jwt";
import underPressure from "@fastify/under-pressure";
import Fastify, { type FastifyPluginAsync, type FastifyReply } from "fastify";
import { actionRoutes } from "./features/action/action.routes.ts";
import { anonymisationRoutes } from "./features/anonymisation/anonymisation.routes.ts";
import { binRoutes } from "./features/bin/bin.routes.ts";
import { boardRoutes } from "./features/board/board.routes.ts";
import { bulkRoutes } from "./features/bulk/bulk.routes.ts";
import { consentRoutes } from "./features/consent/consent.routes.ts";
import { contactRoutes } from "./features/contact/contact.routes.ts";
import { duplicateRoutes } from "./features/duplicate/duplicate.routes.ts";
import { exportRoutes } from "./features/export/export.routes.ts";
import { exportTemplateRoutes } from "./features/export-template/export-template.routes.ts";
import { fileRoutes } from "./features/file/file.routes.ts";
import { formRoutes } from "./features/form/form.routes.ts";
import { handoverRoutes } from "./features/handover/handover.routes.ts";
import { healthRoutes } from "./features/health/health.routes.ts";
import { homeRoutes } from "./features/home/home.routes.ts";
import { importRoutes } from "./features/import/import.routes.ts";
import { installationRoutes } from "./features/installation/installation.routes.ts";
import { isInstalled } from "./features/installation/installation.service.ts";
import { interactionRoutes } from "./features/interaction/interaction.routes.ts";
import { notificationRoutes } from "./features/notification/notification.routes.ts";
import { opportunityRoutes } from "./features/opportunity/opportunity.routes.ts";
import { organisationRoutes } from "./features/organisation/organisation.routes.ts";
import { pipelineRoutes } from "./features/pipeline/pipeline.routes.ts";
import { questionRoutes } from "./features/question/question.routes.ts";
import { reportRoutes } from "./features/report/report.routes.ts";
import { savedReportRoutes } from "./features/saved-report/saved-report.routes.ts";
import { selectionRoutes } from "./features/selection/selection.routes.ts";
import { sessionRoutes } from "./features/session/session.routes.ts";
import { settingRoutes } from "./features/setting/setting.routes.ts";
import { submissionRoutes } from "./features/submission/submission.routes.ts";
import { userRoutes } from "./features/user/user.routes.ts";
import { validityRoutes } from "./features/validity/validity.routes.ts";
import { viewRoutes } from "./features/view/view.routes.ts";
import { access } from "./platform/access.ts";
import type { ActorDirectory } from "./platform/actors.ts";
import { application, type Ports } from "./platform/context.ts";
import { sealedCursors } from "./platform/cursor.ts";
import { databaseAway } from "./platform/database-away.ts";
import { drain } from "./platform/drain.ts";
import { Refusal } from "./platform/error.ts";
import { errorHandler } from "./platform/error-handler.ts";
import { idempotency } from "./platform/idempotency.ts";
import { loggerOptions } from "./platform/logger.ts";
import { metrics } from "./platform/metrics.ts";
import { openApi } from "./platform/open-api.ts";
import { serializer } from "./platform/serializer.ts";
import { type Patience, patience, refuseConnection, slowRequests } from "./platform/slow-requests.ts";
import { webApp } from "./platform/web-app.ts";
import type { DatabaseWatch } from "./ports/database-watch.ts";

declare module "fastify" {
  interface FastifyInstance {
    /** Aborted once the process has begun to stop: streams end, health answers 503. */
    draining: AbortSignal;
    /** Tells whether the database is away; there is none in API tests. */
    watch: DatabaseWatch | undefined;
  }
}

export interface AppDeps {
  db: PrismaClient;
  /** The replica for reads, or `db` itself. */
  reader: PrismaClient;
  ports: Ports;
  actors: ActorDirectory;
  /** Left out, requests wait for a database that hangs. */
  watch?: DatabaseWatch;
  secret: string;
  draining: AbortSignal;
  /** How long requests under way are waited for at a stop. */
  drainSeconds?: number;
  /** Who is believed about where a request comes from (X-Forwarded-For): so many proxies, or these; nobody when left out. */
  trustProxy?: number | string[];
  /** How long requests may take to arrive; as usual when left out. */
  patience?: Patience;
  logLevel: string;
  /** Where the log goes; standard output when left out. */
  logStream?: { write(line: string): void };
  /** Folder of the built web application; left out in API tests. */
  webFolder?: string;
  /** Whether the sign-in page offers the demo's accounts. */
  demo: boolean;
  /** Requests are refused with OVERLOADED while the event loop lags more than this; 0: never. */
  maxEventLoopDelayMs?: number;
  metrics: boolean;
  /** What GET /metrics asks for, as a bearer token; nothing when left out. */
  metricsToken?: string | undefined;
  /** Whether everybody may read the API's description; else a signed-in « Gestionnaire ». */
  docs?: boolean;
}

const features: FastifyPluginAsync[] = [
  healthRoutes,
  installationRoutes,
  sessionRoutes,
  organisationRoutes,
  userRoutes,
  fileRoutes,
  notificationRoutes,
  questionRoutes,
  pipelineRoutes,
  viewRoutes,
  selectionRoutes,
  contactRoutes,
  opportunityRoutes,
  actionRoutes,
  interactionRoutes,
  formRoutes,
  submissionRoutes,
  boardRoutes,
  homeRoutes,
  reportRoutes,
  savedReportRoutes,
  duplicateRoutes,
  validityRoutes,
  exportTemplateRoutes,
  exportRoutes,
  importRoutes,
  bulkRoutes,
  handoverRoutes,
  settingRoutes,
  binRoutes,
  anonymisationRoutes,
  consentRoutes,
];

/** The whole HTTP application: plugins, then features. Opens nothing of its own; its deps are the caller's to close. */
export async function buildApp(deps: AppDeps) {
  const proxies = deps.trustProxy ?? 0;
  const { headers, anonymous, request } = deps.patience ?? patience;
  const app = Fastify({
    logger: loggerOptions(deps.logLevel, deps.logStream),
    trustProxy: typeof proxies === "number" ? (_address, hop) => hop < proxies : proxies,
    bodyLimit: 2 * 1024 * 1024,
    routerOptions: { maxParamLength: 200 },
    // An address that can't be read (a bad escape, an endless id) leads nowhere; without this Fastify answers in its own words.
    frameworkErrors: (_error, _request, reply) => {
      (reply as FastifyReply).code(404).send({ code: "NOT_FOUND", details: {}, issues: [] } satisfies ErrorBody);
    },
    http: { headersTimeout: headers, connectionsCheckingInterval: Math.min(headers, 5000) },
    requestTimeout: request,
    clientErrorHandler: refuseConnection,
    return503OnClosing: false,
    // A stop waits for what is under way: on a busy machine longer than the ten seconds that a hook has by default.
    pluginTimeout: 60_000,
  });
  app.decorate("draining", deps.draining);
  app.decorate("watch", deps.watch);
  await app.register(drain, { seconds: deps.drainSeconds ?? 1 });
  await app.register(slowRequests, { anonymous });
  await app.register(serializer);
  await app.register(errorHandler);
  await app.register(databaseAway, { watch: deps.watch });
  await app.register(helmet, {
    referrerPolicy: { policy: "no-referrer" }, // addresses hold secrets and people's names
    contentSecurityPolicy: {
      directives: {
        defaultSrc: ["'self'"],
        imgSrc: ["'self'", "data:", "blob:"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        scriptSrc: ["'self'"],
        upgradeInsecureRequests: null,
      },
    },
    strictTransportSecurity: deps.ports.publicUrl.startsWith("https:"),
  });
  // People's data stay out of caches, of proxies and of shared computers; what may be kept says so itself.
  app.addHook("onSend", async (_request, reply) => {
    if (!reply.hasHeader("cache-control")) reply.header("cache-control", "no-store");
  });
  await app.register(cookie);
  await app.register(jwt, { secret: deps.secret, sign: { expiresIn: "10m" } });
  await app.register(underPressure, {
    maxEventLoopDelay: deps.maxEventLoopDelayMs ?? 3000,
    // Pages and their files cost nothing: an application that is busy still opens, and says so itself.
    pressureHandler: async ({ url }) => {
      if (url.startsWith("/api/")) throw new Refusal("OVERLOADED");
    },
  });
  await app.register(openApi, { open: deps.docs ?? true });
  const { db, reader, ports, actors } = deps;
  await app.register(access, { db, reader, ports, actors });
  await app.register(sealedCursors, { secret: deps.secret });
  await app.register(idempotency);
  await app.register(metrics, { enabled: deps.metrics, token: deps.metricsToken });
  for (const feature of features) await app.register(feature, { prefix: "/api" });
  const ctx = { ...ports, db, reader, actor: application };
  await app.register(webApp, { folder: deps.webFolder, demo: deps.demo, installed: () => isInstalled(ctx) });
  return app;
}
