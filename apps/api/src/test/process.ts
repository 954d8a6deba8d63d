import { type ChildProcess, spawn } from "node:child_process";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { demoAccounts } from "@crm/db/seed";
import { onTestFinished } from "vitest";

const main = resolve(import.meta.dirname, "../main.ts");

export interface AppProcess {
  pid: number;
  kill(signal: NodeJS.Signals): void;
  /** What was written so far. */
  out: { stdout: string; stderr: string };
  /** The exit code, or the signal that ended it. */
  ended: Promise<number | NodeJS.Signals | null>;
}

/** The application as an operator starts it: a process of its own, with these variables alone; killed at the end of the test. */
export function startProcess(env: Record<string, string>, options: { uid?: number; gid?: number } = {}): AppProcess {
  const child: ChildProcess = spawn(process.execPath, [main], {
    env: { PATH: process.env.PATH ?? "", LOG_LEVEL: "warn", ...env },
    stdio: ["ignore", "pipe", "pipe"],
    cwd: tmpdir(),
    ...options,
  });
  const out = { stdout: "", stderr: "" };
  for (const stream of ["stdout", "stderr"] as const) child[stream]?.on("data", (text) => (out[stream] += text));
  const ended = new Promise<number | NodeJS.Signals | null>((done) =>
    child.once("close", (code, signal) => done(code ?? signal)),
  );
  onTestFinished(async () => {
    child.kill("SIGKILL");
    await ended;
  });
  return { pid: child.pid ?? 0, kill: (signal) => void child.kill(signal), out, ended };
}

/** Waits until the process says that it is started; a process that ends before is a failure. */
export async function started(app: AppProcess): Promise<AppProcess> {
  const end = app.ended.then((code) => ({ code }));
  for (;;) {
    if (/Hélium Connect CRM :|est démarré/.test(app.out.stdout)) return app;
    const over = await Promise.race([end, new Promise<null>((done) => setTimeout(done, 50, null))]);
    if (over) throw new Error(`ended with ${over.code}: ${app.out.stderr}`);
  }
}

export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "crm-fault-"));
  await chmod(folder, 0o755); // PostgreSQL runs as another user than root, and keeps its data elsewhere when it can't get there
  onTestFinished(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}

/** A port that is free now, and who holds it until `release`. */
export async function heldPort(): Promise<{ port: number; release(): Promise<void> }> {
  const server = createServer();
  const port = await new Promise<number>((done) =>
    server.listen(0, "127.0.0.1", () => done((server.address() as { port: number }).port)),
  );
  const release = () => new Promise<void>((done) => server.close(() => done()));
  onTestFinished(release);
  return { port, release };
}

export async function freePort(): Promise<number> {
  const { port, release } = await heldPort();
  await release();
  return port;
}

/** Signs in to a running application with a demo account. */
export async function signedIn(port: number, profile: 0 | 1 | 2 = 0) {
  const base = `http://127.0.0.1:${port}/api`;
  const account = demoAccounts[profile];
  const json = { "content-type": "application/json" };
  const reply = await fetch(`${base}/session`, { method: "POST", headers: json, body: JSON.stringify(account) });
  const { accessToken } = (await reply.json()) as { accessToken: string };
  const authorization = `Bearer ${accessToken}`;
  return {
    base,
    authorization,
    async call<T>(method: string, path: string, body?: string | object): Promise<T> {
      const raw = typeof body === "string";
      const type = raw ? { "content-type": "application/octet-stream" } : body ? json : {};
      const response = await fetch(`${base}${path}`, {
        method,
        headers: { authorization, ...type },
        ...(body === undefined ? {} : { body: raw ? body : JSON.stringify(body) }),
      });
      if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
      return (await response.json()) as T;
    },
  };
}
export type Session = Awaited<ReturnType<typeof signedIn>>;
