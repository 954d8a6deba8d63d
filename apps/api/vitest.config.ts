import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    name: "api",
    include: ["src/**/*.test.ts"],
    globalSetup: "src/test/global-setup.ts",
    testTimeout: 20_000,
    hookTimeout: 20_000,
  },
});
