import { resolve } from "node:path";
import { type Environment, readEnvironment, StartFailure } from "./platform/environment.ts";
import { startApplication } from "./start.ts";

let environment: Environment;
try {
  environment = readEnvironment(process.env);
} catch (error) {
  if (!(error instanceof StartFailure)) throw error;
  console.error(error.message);
  process.exit(1);
}

const draining = new AbortController();
try {
  const running = await startApplication(environment, {
    draining,
    webFolder: resolve(import.meta.dirname, "../../web/dist"),
  });
  let stopping = false;
  const stop = () => {
    if (stopping) return;
    stopping = true;
    running.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
  console.log(running.greeting);
} catch (error) {
  console.error(error instanceof StartFailure ? error.message : error);
  process.exit(1);
}
