import { resolve } from "node:path";
import { type Environment, readEnvironment, StartFailure } from "./platform/environment.ts";

let environment: Environment;
try {
  environment = readEnvironment(process.env);
} catch (error) {
  if (!(error instanceof StartFailure)) throw error;
  console.error(error.message);
  process.exit(1);
}

// Only now: what a wrong variable has to say needs no server.
const { startApplication } = await import("./start.ts");
const draining = new AbortController();
const starting = startApplication(environment, {
  draining,
  webFolder: resolve(import.meta.dirname, "../../web/dist"),
});
// From the first moment: a start that is interrupted ends in order too, with its embedded database.
let stopping = false;
const stop = () => {
  if (stopping) return;
  stopping = true;
  starting.then((running) => running.stop()).then(() => process.exit(0), fail);
};
process.on("SIGINT", stop);
process.on("SIGTERM", stop);
starting.then(({ greeting }) => console.log(greeting), fail);

function fail(error: unknown): never {
  console.error(error instanceof StartFailure ? error.message : error);
  process.exit(1);
}
