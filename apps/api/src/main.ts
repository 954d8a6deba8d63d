import { enableCompileCache, flushCompileCache } from "node:module";
import { resolve } from "node:path";
import { setFlagsFromString } from "node:v8";
import { type Environment, readEnvironment, StartFailure } from "./platform/environment.ts";
import { assertListenable, prepareDataDir } from "./platform/start-checks.ts";
import type { Running } from "./start.ts";

// The heap is swept when it has grown by half: by default it first grows to several times what is in use, which a server that
// idles, or an export of a million rows, would hold for nothing.
setFlagsFromString("--heap-growing-percent=50");
// Nor does the space for young objects grow while the application starts: what a start throws away is no measure of what it needs.
setFlagsFromString("--semi-space-growth-factor=1");

// From the first moment: a start that is interrupted ends in order too, with its embedded database.
const draining = new AbortController();
let starting: Promise<Running> | undefined;
const stop = () => {
  if (draining.signal.aborted) return;
  draining.abort();
  if (!starting) process.exit(0); // nothing is open yet
  starting.then((running) => running.stop()).then(() => process.exit(0), fail);
};
process.on("SIGINT", stop);
process.on("SIGTERM", stop);

let environment: Environment;
try {
  environment = readEnvironment(process.env);
  if (environment.ROLE !== "worker") await assertListenable(environment.PORT, environment.HOST);
  await prepareDataDir(resolve(environment.DATA_DIR));
} catch (error) {
  fail(error);
}

// A third of a start is reading TypeScript; what was read is kept. Not in the system's temporary folder, where others write.
enableCompileCache(resolve(environment.DATA_DIR, "compile-cache"));
// Only now: what was checked above needs no server.
const { startApplication } = await import("./start.ts");
starting = startApplication(environment, {
  draining,
  webFolder: resolve(import.meta.dirname, "../../web/dist"),
  lost: fail,
});
starting.then(({ greeting }) => {
  console.log(greeting);
  flushCompileCache();
  setFlagsFromString("--semi-space-growth-factor=2");
}, fail);

function fail(error: unknown): never {
  const { reason } = draining.signal;
  if (error === reason || (error instanceof Error && error.cause === reason && reason !== undefined)) process.exit(0);
  console.error(error instanceof StartFailure ? error.message : error);
  process.exit(1);
}
