import { existsSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defineConfig } from "@playwright/test";

// The configuration is read again in each worker: the folder is chosen once.
process.env.E2E_DATA_DIR ??= mkdtempSync(join(tmpdir(), "crm-e2e-"));
const port = Number(process.env.E2E_PORT ?? 3311);
const debian = "/usr/bin/chromium";

/** Browser tests, on the whole application with its demo data and a database of its own. One worker: two cores. */
export default defineConfig({
  testDir: "tests",
  globalTeardown: "./fixtures/teardown.ts",
  workers: 1,
  forbidOnly: Boolean(process.env.CI),
  // A machine that CI shares may stall for seconds: tried again there, and told as « flaky », which is to be mended.
  retries: process.env.CI ? 1 : 0,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  reporter: "list",
  outputDir: "test-results",
  use: {
    baseURL: `http://localhost:${port}`,
    locale: "fr-FR",
    timezoneId: "Europe/Paris",
    viewport: { width: 1440, height: 900 },
    reducedMotion: "reduce",
    screenshot: "only-on-failure",
    launchOptions: {
      ...(existsSync(debian) ? { executablePath: debian } : {}),
      // Without a UTF-8 locale, Chromium can't name a download « Élodie.vcf ».
      env: { ...process.env, LC_ALL: "C.UTF-8" } as Record<string, string>,
      args: ["--no-sandbox", "--disable-quic", "--disable-background-networking", "--no-first-run"],
    },
  },
  webServer: {
    command: `"${process.execPath}" ../apps/api/src/main.ts`,
    url: `http://localhost:${port}/api/health`,
    env: {
      ...process.env,
      PORT: String(port),
      DATA_DIR: process.env.E2E_DATA_DIR,
      DEMO: "1",
      LOG_LEVEL: "error",
    } as Record<string, string>,
    timeout: 60_000,
    gracefulShutdown: { signal: "SIGTERM", timeout: 20_000 },
  },
});
