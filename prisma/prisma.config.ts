import { defineConfig } from "prisma/config";

// `generate` needs no schema engine; /bin/false keeps the CLI from downloading one, and makes any command that wants one fail loudly.
process.env.PRISMA_SCHEMA_ENGINE_BINARY = "/bin/false";

export default defineConfig({ schema: "schema", migrations: { path: "migrations" } });
