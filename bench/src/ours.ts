import { spawn } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";

const root = resolve(import.meta.dirname, "../..");

/** Our server in a process of its own on the filled database, as in production. */
export async function startOurs(url: string): Promise<{ address: string; stop(): Promise<void> }> {
  const port = 3900;
  const env = {
    ...process.env,
    DATABASE_URL: url,
    PORT: String(port),
    DATA_DIR: resolve(root, ".data/bench-app"),
    DEMO: "0",
    LOG_LEVEL: "error",
    ROLE: "all",
  };
  const server = spawn(process.execPath, [resolve(root, "apps/api/src/main.ts")], {
    env,
    stdio: ["ignore", "pipe", "inherit"],
  });
  await once(server.stdout, "data");
  return {
    address: `http://localhost:${port}`,
    async stop() {
      server.kill("SIGTERM");
      await once(server, "exit");
    },
  };
}
