import { spawn } from "node:child_process";
import { constants } from "node:os";
import { join } from "node:path";
import { orFail, root } from "./shared.mjs";
import { ensureToolchain } from "./toolchain.mjs";
import { ensureWebBuild } from "./web-build.mjs";

const { node, env } = await orFail(async () => {
  const toolchain = await ensureToolchain();
  if (process.env.ROLE !== "worker") await ensureWebBuild(toolchain);
  return toolchain;
});

// A group of its own: Ctrl-C reaches this process alone, however npm forwards it, and the application is told once.
const application = spawn(node, [join(root, "apps/api/src/main.ts")], {
  cwd: root,
  env,
  stdio: ["ignore", "inherit", "inherit"],
  detached: process.platform !== "win32",
});

let toldAt = 0;
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  process.on(signal, () => {
    const again = Date.now() - toldAt;
    if (toldAt && again < 2000) return; // the same one, from the terminal and from npm
    if (toldAt) console.error("Arrêt forcé.");
    application.kill(toldAt ? "SIGKILL" : signal === "SIGHUP" ? "SIGTERM" : signal);
    toldAt ||= Date.now();
  });
}
application.once("error", (error) => {
  console.error(`✗ L'application n'a pas pu démarrer : ${error.message}`);
  process.exit(1);
});
application.once("exit", (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)));
