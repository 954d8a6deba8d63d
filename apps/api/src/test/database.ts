import { randomUUID } from "node:crypto";
import { copyTemplate, dropDatabase, startTestServer } from "./server.ts";

export interface FreshDatabase {
  url: string;
  drop(): Promise<void>;
}

/**
 * A migrated, empty database of one's own, in the PostgreSQL of the API tests' run, in the one of TEST_SERVER_URL (which
 * a global setup elsewhere sets, see `startTestServer`), else in one that lives as long as this process.
 */
export async function freshDatabase(): Promise<FreshDatabase> {
  const server = await serverUrl();
  const name = `crm_${randomUUID().replaceAll("-", "")}`;
  const url = await copyTemplate(server, name);
  return { url, drop: () => dropDatabase(server, name) };
}

let ours: ReturnType<typeof startTestServer> | undefined;

async function serverUrl(): Promise<string> {
  if (process.env.VITEST) {
    const { inject } = await import("vitest");
    const provided = inject("testServerUrl");
    if (provided) return provided;
  }
  if (process.env.TEST_SERVER_URL) return process.env.TEST_SERVER_URL;
  ours ??= startTestServer();
  return (await ours).url;
}
