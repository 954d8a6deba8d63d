import { spawn, spawnSync } from "node:child_process";
import { constants } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "./shared.mjs";

/** Runs the application to its end, which is this process's. Told to stop twice, it is killed, and `afterKill` puts in order. */
export function runApplication(node, args, env, afterKill) {
  // A group of its own: Ctrl-C reaches this process alone, however npm forwards it, and the application is told once.
  const application = spawn(node, args, {
    cwd: root,
    env,
    stdio: ["ignore", "inherit", "inherit"],
    detached: process.platform !== "win32",
  });
  let toldAt = 0;
  let forced = false;
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
    process.on(signal, () => {
      const again = Date.now() - toldAt;
      if (toldAt && again < 2000) return; // the same one, from the terminal and from npm
      if (toldAt) console.error("Arrêt forcé.");
      forced = toldAt > 0;
      application.kill(forced ? "SIGKILL" : signal === "SIGHUP" ? "SIGTERM" : signal);
      toldAt ||= Date.now();
    });
  }
  application.once("error", (error) => {
    console.error(`✗ L'application n'a pas pu démarrer : ${error.message}`);
    process.exit(1);
  });
  application.once("exit", (code, signal) => {
    if (forced) afterKill();
    process.exit(code ?? 128 + (constants.signals[signal] ?? 0));
  });
}

/** The embedded PostgreSQL runs apart from the application, and outlives it when that is killed: it is stopped too. */
export function stopLeftDatabase(node, env) {
  if (env.DATABASE_URL) return;
  const [program, folder] = [
    join(root, "prisma/src/embedded.ts"),
    join(resolve(root, env.DATA_DIR || ".data"), "postgres"),
  ];
  const script = `import { stopAbandoned } from ${JSON.stringify(pathToFileURL(program).href)};
    await stopAbandoned(${JSON.stringify(folder)});`;
  spawnSync(node, ["--input-type=module", "-e", script], { cwd: root, env, stdio: "inherit" });
}
