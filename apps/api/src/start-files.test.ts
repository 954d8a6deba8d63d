import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { describe, expect, onTestFinished, test } from "vitest";
import { StartFailure } from "./platform/environment.ts";
import { applicationSecret, folderId } from "./platform/secret.ts";
import { assertDatabaseKept, reasonOf } from "./platform/start-checks.ts";
import { freshDatabase } from "./test/database.ts";
import { freePort, started, startProcess, temporaryFolder } from "./test/process.ts";

describe("the secret in the data folder", () => {
  test("is made once, whole, for its owner alone: of many at once all get the same", async () => {
    const folder = await temporaryFolder();
    const secrets = await Promise.all(Array.from({ length: 20 }, () => applicationSecret(folder)));
    expect(new Set(secrets)).toEqual(new Set([expect.stringMatching(/^[0-9a-f]{64}$/)]));
    expect(await readdir(folder)).toEqual(["app-secret"]);
    expect((await stat(join(folder, "app-secret"))).mode & 0o777).toBe(0o600);
    expect(await folderId(folder)).toBe(await folderId(folder));
  });

  test.each(["", "abc", " ".repeat(64)])("is refused with what to do when the file says « %s »", async (content) => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, "app-secret"), content);
    await expect(applicationSecret(folder)).rejects.toThrow(StartFailure);
    await expect(applicationSecret(folder)).rejects.toThrow(/^app-secret : .*32 caractères.*sauvegarde.*adopt$/);
    expect(await readFile(join(folder, "app-secret"), "utf8")).toBe(content);
  });

  test("that can't be written is told with why", async () => {
    await expect(applicationSecret(join(await temporaryFolder(), "nowhere"))).rejects.toThrow(StartFailure);
  });
});

test("a full disk is told as such, whoever met it", () => {
  expect(reasonOf(Object.assign(new Error("write"), { code: "ENOSPC" }))).toBe("disque plein");
  expect(reasonOf(new Error("could not extend file: No space left on device"))).toBe("disque plein");
  expect(reasonOf(Object.assign(new Error("could not write"), { code: "53100" }))).toBe("disque plein");
  expect(reasonOf(new Error("connect ECONNREFUSED 127.0.0.1:5\nat"))).toBe("connect ECONNREFUSED 127.0.0.1:5");
});

test("a data folder that has served without its database is refused; an empty one, or one whose start was cut short, is not", async () => {
  const folder = await temporaryFolder();
  assertDatabaseKept(folder);
  await mkdir(join(folder, "postgres/cluster"), { recursive: true });
  await writeFile(join(folder, "app-secret"), "x".repeat(64));
  assertDatabaseKept(folder);
  await rename(join(folder, "postgres/cluster"), join(folder, "elsewhere"));
  expect(() => assertDatabaseKept(folder)).toThrow(
    /^DATA_DIR : la base de données manque .*postgres.cluster.*sauvegarde/,
  );
  await rm(join(folder, "app-secret"));
  assertDatabaseKept(folder);
});

// Processes are slow to start on a busy machine.
describe("two processes on one database", { timeout: 240_000 }, () => {
  test("that do not share secret or folder: the second is told at start, and may be let in on purpose", async () => {
    const { url } = await freshDatabase();
    const place = async (over: Record<string, string> = {}) => ({
      ...{ DATABASE_URL: url, DATA_DIR: await temporaryFolder(), PORT: String(await freePort()), ...over },
    });
    const first = await place();
    const running = await started(startProcess(first));
    const refusal = async (env: Record<string, string>) => {
      const app = startProcess(env);
      return [
        await app.ended,
        ...app.out.stderr
          .trim()
          .split("\n")
          .map((line) => line.split(" : ")[0]),
      ];
    };
    const how = expect.stringMatching(/^Donnez à tous les processus les mêmes/);
    expect(await refusal(await place())).toEqual([1, "APP_SECRET", "DATA_DIR", how]);
    expect(await refusal(await place({ ROLE: "worker" }))).toEqual([1, "APP_SECRET", "DATA_DIR", how]);
    expect(await refusal({ ...first, PORT: String(await freePort()), APP_SECRET: "x".repeat(32) })).toEqual([
      1,
      "APP_SECRET",
      how,
    ]);
    const secret = await readFile(join(first.DATA_DIR, "app-secret"), "utf8");
    expect(await refusal(await place({ APP_SECRET: secret }))).toEqual([1, "DATA_DIR", how]);
    const worker = await started(startProcess({ ...first, ROLE: "worker" }));
    for (const app of [running, worker]) app.kill("SIGTERM");
    await Promise.all([running.ended, worker.ended]);

    const moved = await place();
    const program = resolve(import.meta.dirname, "admin.ts");
    const admin = spawn(process.execPath, [program, "adopt", "--yes"], {
      env: { ...process.env, ...moved },
      cwd: tmpdir(),
    });
    expect(await new Promise((done) => admin.once("close", done))).toBe(0);
    await started(startProcess(moved));
    expect((await refusal({ ...first, PORT: String(await freePort()) }))[0]).toBe(1);
  });
});

describe("SIGTERM while it starts", { timeout: 240_000 }, () => {
  test("is heard whenever it comes: the process ends in order, and no PostgreSQL is left", async () => {
    const dataDir = await temporaryFolder();
    const pid = join(dataDir, "postgres/cluster/postmaster.pid");
    for (const moment of [150, 800, 2000, 4000]) {
      const app = startProcess({ DATA_DIR: dataDir, PORT: String(await freePort()) });
      onTestFinished(() => app.kill("SIGKILL"));
      await wait(moment);
      app.kill("SIGTERM");
      const ended = await app.ended;
      // Before the first line of ours runs, there is nobody to hear it and nothing to stop.
      expect([moment, moment < 1000 && ended === "SIGTERM" ? 0 : ended, app.out.stderr]).toEqual([moment, 0, ""]);
      expect([moment, existsSync(pid)]).toEqual([moment, false]);
    }
  });
});
