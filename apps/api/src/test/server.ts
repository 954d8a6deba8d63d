import { deployMigrations } from "@crm/db/migrate";
import { startTestPostgres } from "@crm/db/test-postgres";
import pg from "pg";

const template = "crm_template";

/** A PostgreSQL for tests (15 or 18, see TEST_POSTGRES) with a migrated database that `freshDatabase` copies. */
export async function startTestServer(
  settings: Record<string, string> = {},
): Promise<{ url: string; stop(): Promise<void> }> {
  const server = await startTestPostgres(undefined, settings);
  try {
    await administer(server.url, `CREATE DATABASE ${template}`);
    await deployMigrations(databaseUrl(server.url, template));
    return server;
  } catch (error) {
    await server.stop();
    throw error;
  }
}

export async function copyTemplate(url: string, name: string): Promise<string> {
  await administer(url, `CREATE DATABASE ${name} TEMPLATE ${template}`);
  return databaseUrl(url, name);
}

export const dropDatabase = (url: string, name: string) =>
  administer(url, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);

function databaseUrl(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
}

const administer = (url: string, sql: string) => withClient(url, (client) => client.query(sql).then(() => {}));

/** A connection of its own, for what a test asks the database behind the application's back. */
export async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
