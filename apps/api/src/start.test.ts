import { existsSync } from "node:fs";
import { chmod, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { freshDatabase } from "./test/database.ts";
import { freePort, heldPort, startProcess, temporaryFolder } from "./test/process.ts";

/** What an operator reads of a start that fails: one line on stderr, and a code that is not 0. */
async function refusal(env: Record<string, string>, options?: { uid: number; gid: number }) {
  const app = startProcess(env, options);
  const code = await app.ended;
  return { code, lines: app.out.stderr.trim().split("\n"), stdout: app.out.stdout };
}

// Processes are slow to start on a busy machine.
describe("an application that can't start says why in one line, and leaves nothing behind:", {
  timeout: 60_000,
}, () => {
  test.each([
    ["PORT", "abc", "un numéro de port"],
    ["PORT", "70000", "un numéro de port"],
    ["DATABASE_URL", "localhost/crm", "postgresql:// ou postgres://"],
    ["DATABASE_URL", "mysql://crm@localhost/crm", "postgresql:// ou postgres://"],
    ["DATABASE_REPLICA_URL", "http://localhost", "postgresql:// ou postgres://"],
    ["SMTP_URL", "localhost:25", "smtp:// ou smtps://"],
    ["MAIL_FROM", "Hélium Connect", "une adresse e-mail"],
    ["SMS_PROVIDER", "pigeon", "outbox"],
    ["PUBLIC_URL", "crm.exemple.fr", "http:// ou https://"],
    ["S3_BUCKET", "fichiers", "S3_ACCESS_KEY_ID et S3_SECRET_ACCESS_KEY"],
    ["S3_ENDPOINT", "minio", "http:// ou https://"],
    ["APP_SECRET", "court", "au moins 32 caractères"],
    ["DEMO", "yes", "0, 1 ou public"],
    ["ROLE", "web", "all, api ou worker"],
    ["LOG_LEVEL", "loud", "fatal, error, warn"],
    ["METRICS", "on", "0 ou 1"],
  ])("%s=%s", async (variable, value, expected) => {
    const dataDir = join(await temporaryFolder(), "data");
    const { code, lines, stdout } = await refusal({ DATA_DIR: dataDir, [variable]: value });
    expect([code, lines.length, stdout]).toEqual([1, 1, ""]);
    expect(lines[0]).toMatch(new RegExp(`^${variable === "S3_BUCKET" ? "S3_ACCESS_KEY_ID" : variable} : `));
    expect(lines[0]).toContain(expected);
    expect(existsSync(dataDir)).toBe(false);
  });

  test("two wrong variables, a line each", async () => {
    expect((await refusal({ PORT: "x", ROLE: "y" })).lines.map((line) => line.split(" ")[0])).toEqual(["PORT", "ROLE"]);
  });

  test("a port that is taken", async () => {
    const { port } = await heldPort();
    const dataDir = join(await temporaryFolder(), "data");
    const { code, lines } = await refusal({ PORT: String(port), DATA_DIR: dataDir });
    expect([code, lines]).toEqual([1, [expect.stringContaining(`PORT : le port ${port} est déjà pris`)]]);
    expect(existsSync(dataDir)).toBe(false);
  });

  test("an address that is not this machine's", async () => {
    const env = { HOST: "192.0.2.1", PORT: String(await freePort()), DATA_DIR: await temporaryFolder() };
    const { code, lines } = await refusal(env);
    expect([code, lines]).toEqual([1, ["HOST : 192.0.2.1 n'est pas une adresse de cette machine."]]);
  });

  test("a database that does not answer, without its password", async () => {
    const port = await freePort();
    const env = { PORT: String(await freePort()), DATA_DIR: await temporaryFolder() };
    const address = `postgresql://crm:hush-hush@127.0.0.1:${port}/crm`;
    const down = await refusal({ ...env, DATABASE_URL: address });
    expect([down.code, down.lines.length]).toEqual([1, 1]);
    expect(down.lines[0]).toMatch(/^DATABASE_URL : la base de données ne répond pas.*ECONNREFUSED/);
    expect(down.lines[0]).not.toContain("hush-hush");

    const { url, drop } = await freshDatabase();
    const replica = await refusal({ ...env, DATABASE_URL: url, DATABASE_REPLICA_URL: address });
    expect([replica.code, replica.lines.length]).toEqual([1, 1]);
    expect(replica.lines[0]).toMatch(/^DATABASE_REPLICA_URL : la base de données ne répond pas.*ECONNREFUSED/);
    const missing = await refusal({ ...env, DATABASE_URL: url.replace(/\/\w+$/, "/nowhere") });
    expect(missing.lines).toEqual([expect.stringMatching(/^DATABASE_URL : .*nowhere/)]);
    await drop();
  });

  test("a data folder that can't be written to", async () => {
    const folder = await temporaryFolder();
    const port = String(await freePort());
    await writeFile(join(folder, "file"), "");
    for (const dataDir of [join(folder, "file"), join(folder, "file", "below")])
      expect(await refusal({ DATA_DIR: dataDir, PORT: port })).toMatchObject({
        code: 1,
        lines: [`DATA_DIR : impossible d'écrire dans le dossier ${dataDir} (ce n'est pas un dossier).`],
      });
    const locked = join(folder, "locked");
    await mkdir(locked);
    await chmod(locked, 0o555);
    await chmod(folder, 0o755);
    const nobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : undefined; // root may write anywhere
    for (const dataDir of [locked, join(locked, "below")])
      expect(await refusal({ DATA_DIR: dataDir, PORT: port }, nobody)).toMatchObject({
        code: 1,
        lines: [`DATA_DIR : impossible d'écrire dans le dossier ${dataDir} (accès refusé).`],
      });
  });
});
