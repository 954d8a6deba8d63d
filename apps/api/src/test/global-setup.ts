import type { TestProject } from "vitest/node";
import { startTestServer } from "./server.ts";

declare module "vitest" {
  export interface ProvidedContext {
    /** The PostgreSQL of this run: what `freshDatabase` makes databases in. */
    testServerUrl: string;
  }
}

/** One PostgreSQL for the whole run. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startTestServer();
  project.provide("testServerUrl", server.url);
  return () => server.stop();
}
