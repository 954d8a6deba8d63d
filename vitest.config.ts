import { defineConfig } from "vitest/config";

// Each folder has its own project: fields, contract, web, api, db, launcher; what kills processes is `faults`.
export default defineConfig({
  test: {
    projects: [
      "{packages,apps}/*/vitest.config.ts",
      "{prisma,bench}/vitest.config.ts",
      "apps/api/vitest.faults.config.ts",
    ],
  },
});
