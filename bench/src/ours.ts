import { spawn } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";

const root = resolve(import.meta.dirname, "../..");

const port = 3900;

interface Process {
  address: string;
  pid: number;
  stop(): Promise<void>;
}

/** Our server on the filled database, in a process of its own. Jobs run in another one (`ROLE=worker`), as in production. */
export const startOurs = (url: string) => start(url, "api");

/** What runs the jobs. */
export const startWorker = (url: string) => start(url, "worker");

async function start(url: string, role: "api" | "worker"): Promise<Process> {
  const env = {
    ...process.env,
    DATABASE_URL: url,
    PORT: String(port),
    DATA_DIR: resolve(root, ".data/bench-app"),
    DEMO: "0",
    LOG_LEVEL: "error",
    ROLE: role,
  };
  const server = spawn(process.execPath, [resolve(root, "apps/api/src/main.ts")], {
    env,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(server, "exit").then(([code]) =>
    Promise.reject(new Error(`the ${role} process ended with ${code}`)),
  );
  await Promise.race([once(server.stdout, "data"), ended]);
  ended.catch(() => {}); // later it is told to
  return {
    address: `http://localhost:${port}`,
    pid: server.pid ?? 0,
    async stop() {
      server.kill("SIGTERM");
      await once(server, "exit");
    },
  };
}
