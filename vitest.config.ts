import { defineConfig } from "vitest/config";

// Each folder has its own project: fields, contract, web, api, db, launcher.
export default defineConfig({
  test: { projects: ["{packages,apps}/*/vitest.config.ts", "{prisma,bench}/vitest.config.ts"] },
});
