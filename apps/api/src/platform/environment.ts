import ipaddr from "ipaddr.js";
import { z } from "zod";

const flag = z.enum(["0", "1"], { error: "0 ou 1" }).transform((value) => value === "1");
const url = (protocols: string[]) =>
  z.string().refine((value) => URL.canParse(value) && protocols.includes(new URL(value).protocol), {
    error: `une adresse qui commence par ${protocols.map((protocol) => `${protocol}//`).join(" ou ")}`,
  });
const logLevels = ["fatal", "error", "warn", "info", "debug", "trace", "silent"] as const;
const database = url(["postgresql:", "postgres:"]);

const proxyNames = ["loopback", "linklocal", "uniquelocal"];
const isProxy = (part: string) => proxyNames.includes(part) || ipaddr.isValid(part) || ipaddr.isValidCIDR(part);
/** How many proxies stand before the application, or which: addresses, networks, or the names of the kinds that are private. */
const proxies = z
  .string()
  .transform((text) => text.split(",").map((part) => part.trim()))
  .refine(([first = "", ...more]) => (more.length === 0 && /^\d$/.test(first)) || [first, ...more].every(isProxy), {
    error: "un nombre de relais, ou des adresses comme 10.0.0.1, 10.0.0.0/8, loopback, séparées par des virgules",
  })
  .transform((parts) => (/^\d$/.test(parts[0] ?? "") ? Number(parts[0]) : parts));

/** Every variable the application reads, as the README lists them. */
const Environment = z
  .object({
    PORT: z.coerce.number({ error: "un numéro de port" }).int().min(0).max(65_535).default(3000),
    HOST: z.string().min(1).default("127.0.0.1"),
    DATA_DIR: z.string().min(1).default("./.data"),
    DATABASE_URL: database.optional(),
    DATABASE_REPLICA_URL: database.optional(),
    SMTP_URL: url(["smtp:", "smtps:"]).optional(),
    MAIL_FROM: z
      .string()
      .regex(/^[^<>\r\n]*<?[^\s<>@]+@[^\s<>@]+>?$/, {
        error: "une adresse e-mail, comme Hélium Connect <crm@exemple.fr>",
      })
      .default("Hélium Connect <crm@localhost>"),
    SMS_PROVIDER: z
      .enum(["outbox"], { error: "« outbox » (les autres opérateurs viendront avec les SMS)" })
      .default("outbox"),
    TRUST_PROXY: proxies.default(0),
    PUBLIC_URL: url(["http:", "https:"]).optional(),
    S3_BUCKET: z.string().min(1).optional(),
    S3_ENDPOINT: url(["http:", "https:"]).optional(),
    S3_REGION: z.string().min(1).default("eu-west-3"),
    S3_ACCESS_KEY_ID: z.string().min(1).optional(),
    S3_SECRET_ACCESS_KEY: z.string().min(1).optional(),
    APP_SECRET: z.string().min(32, { error: "au moins 32 caractères" }).optional(),
    DEMO: z.enum(["0", "1", "public"], { error: "0, 1 ou public" }).optional(),
    ROLE: z.enum(["all", "api", "worker"], { error: "all, api ou worker" }).default("all"),
    DRAIN_SECONDS: z.coerce.number({ error: "un nombre de secondes" }).min(0).max(300).optional(),
    LOG_LEVEL: z.enum(logLevels, { error: logLevels.join(", ") }).default("info"),
    METRICS: flag.default(false),
    METRICS_TOKEN: z.string().min(16, { error: "au moins 16 caractères" }).optional(),
    API_DOCS: flag.optional(),
  })
  .refine((env) => !env.METRICS || env.METRICS_TOKEN || isOnLoopback(env), {
    path: ["METRICS_TOKEN"],
    error: "un secret d’au moins 16 caractères : METRICS=1 et l’application est ouverte sur le réseau",
  })
  .refine((env) => !env.S3_BUCKET || (env.S3_ACCESS_KEY_ID && env.S3_SECRET_ACCESS_KEY), {
    path: ["S3_ACCESS_KEY_ID"],
    error: "S3_ACCESS_KEY_ID et S3_SECRET_ACCESS_KEY vont avec S3_BUCKET",
  });

export type Environment = z.output<typeof Environment>;

/** Reads and checks the environment; throws a StartFailure of one line per wrong variable. An empty variable counts as unset. */
export function readEnvironment(source: Record<string, string | undefined>): Environment {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== undefined && value !== ""));
  const result = Environment.safeParse(given);
  if (result.success) return result.data;
  const lines = result.error.issues.map(
    ({ path, message }) => `${path.join(".")} : valeur refusée (attendu : ${message})`,
  );
  throw new StartFailure(lines.join("\n"));
}

const loopback = /^(localhost|127\.\d+\.\d+\.\d+|\[?::1\]?)$/;

/** Whether only this machine reaches the application, and says so in its address. */
export const isOnLoopback = ({ HOST, PUBLIC_URL }: { HOST: string; PUBLIC_URL?: string | undefined }): boolean =>
  loopback.test(HOST) && (PUBLIC_URL === undefined || loopback.test(new URL(PUBLIC_URL).hostname));

/** Why the application can't start, as one clear line for the operator. */
export class StartFailure extends Error {}
