import { defineConfig } from "vitest/config";

/** Real processes, killed: minutes, so not part of the API's own tests (`pnpm test:faults`). */
export default defineConfig({
  test: {
    name: "faults",
    include: ["src/test/faults/*.fault.ts"],
    globalSetup: "src/test/global-setup.ts",
    fileParallelism: false,
    testTimeout: 180_000,
    hookTimeout: 60_000,
  },
});
