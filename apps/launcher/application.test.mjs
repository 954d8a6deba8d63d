import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { root } from "./shared.mjs";

test("an application that is told to stop twice is killed, and its PostgreSQL is stopped", async () => {
  const dataDir = mkdtempSync(join(tmpdir(), "crm-launcher-"));
  chmodSync(dataDir, 0o755); // PostgreSQL runs as another user than root
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }));
  const module = (path) => JSON.stringify(new URL(path, `file://${root}/`).href);
  // Hears no signal, as one whose stop hangs.
  const deaf = `import { startEmbeddedDatabase } from ${module("prisma/src/embedded.ts")};
    for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => console.log("heard"));
    await startEmbeddedDatabase({ dataDir: ${JSON.stringify(join(dataDir, "postgres"))}, settings: { shared_buffers: "32MB" } });
    console.log("ready");
    setInterval(() => {}, 1000);`;
  const program = `import { runApplication, stopLeftDatabase } from ${module("apps/launcher/application.mjs")};
    const env = { ...process.env, DATA_DIR: ${JSON.stringify(dataDir)} };
    runApplication(process.execPath, ["--input-type=module", "-e", ${JSON.stringify(deaf)}], env, () => stopLeftDatabase(process.execPath, env));`;
  const launcher = spawn(process.execPath, ["--input-type=module", "-e", program], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  onTestFinished(() => launcher.kill("SIGKILL"));
  let said = "";
  for (const stream of [launcher.stdout, launcher.stderr]) stream.on("data", (text) => (said += text));
  const until = async (word) => {
    while (!said.includes(word)) {
      if (launcher.exitCode !== null) throw new Error(said);
      await wait(50);
    }
  };
  await until("ready");
  const pidFile = join(dataDir, "postgres/cluster/postmaster.pid");
  expect(existsSync(pidFile)).toBe(true);
  const ended = once(launcher, "exit");
  launcher.kill("SIGTERM");
  await until("heard");
  await wait(2100); // nearer ones are the same Ctrl-C
  launcher.kill("SIGTERM");
  expect(await ended).toEqual([137, null]);
  expect(said).toContain("Arrêt forcé.");
  expect(existsSync(pidFile)).toBe(false);
  expect(readFileSync(join(dataDir, "postgres/postgres.log"), "utf8")).toMatch(/database system is shut down\s*$/);
}, 60_000);
