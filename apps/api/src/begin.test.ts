import { spawn } from "node:child_process";
import { tmpdir } from "node:os";
import { resolve } from "node:path";
import { text } from "node:stream/consumers";
import { describe, expect, test } from "vitest";
import { freshDatabase } from "./test/database.ts";
import { freePort, signedIn, started, startProcess, temporaryFolder } from "./test/process.ts";
import { withClient } from "./test/server.ts";

const json = { "content-type": "application/json" };

/** Where a process is started on a database of its own. */
async function place(over: Record<string, string> = {}) {
  const { url } = await freshDatabase();
  const [port, dataDir] = [await freePort(), await temporaryFolder()];
  const env = { DATABASE_URL: url, DATA_DIR: dataDir, PORT: String(port), ...over };
  const count = (table: string) =>
    withClient(
      url,
      async (client) => (await client.query(`SELECT count(*)::int AS n FROM ${table}`)).rows[0].n as number,
    );
  return { url, port, env, count, base: `http://127.0.0.1:${port}` };
}

const codeIn = (stdout: string) => /Code d'installation, à usage unique : ([0-9A-Z]{5}-[0-9A-Z]{5})/.exec(stdout)?.[1];

/** `npm run admin -- …`, in a pipe. */
async function admin(env: Record<string, string>, args: string[], input = "") {
  const child = spawn(process.execPath, [resolve(import.meta.dirname, "admin.ts"), ...args], {
    env: { PATH: process.env.PATH ?? "", ...env },
    cwd: tmpdir(),
  });
  child.stdin.end(input);
  const [stdout, stderr, code] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise<number | null>((done) => child.once("close", done)),
  ]);
  return { stdout, stderr, code };
}

// Processes are slow to start on a busy machine.
describe("a first start", { timeout: 120_000 }, () => {
  test("without the demo prints a code, leads every page to the set-up page, and the account made there signs in", async () => {
    const { env, base, count } = await place();
    const first = await started(startProcess(env));
    const code = codeIn(first.out.stdout);
    expect(code).toBeDefined();
    expect(first.out.stdout).toContain("/installation");
    expect(first.out.stdout).not.toContain("demo");
    const body = {
      ...{ code, company: "Briconett", firstName: "Élodie", lastName: "Kervella" },
      ...{ email: "elodie@briconett.fr", password: "une phrase de passe assez longue" },
    };
    const posted = await fetch(`${base}/api/installation`, {
      method: "POST",
      headers: json,
      body: JSON.stringify(body),
    });
    expect(posted.status).toBe(204);
    const session = await fetch(`${base}/api/session`, { method: "POST", headers: json, body: JSON.stringify(body) });
    expect(session.status).toBe(200);
    expect(await count("users")).toBe(1);
    first.kill("SIGTERM");
    expect(await first.ended).toBe(0);
    const second = await started(startProcess(env));
    expect(codeIn(second.out.stdout)).toBeUndefined();
  });

  test.each([[{ HOST: "0.0.0.0" }], [{ PUBLIC_URL: "https://crm.exemple.fr" }]])(
    "with DEMO=1 that others can reach (%o) makes no demo account, but a code",
    async (over) => {
      const { env, count } = await place({ DEMO: "1", ...over });
      const app = await started(startProcess(env));
      expect([codeIn(app.out.stdout) !== undefined, await count("users")]).toEqual([true, 0]);
    },
  );

  test("with DEMO=public makes them, whoever can reach it", async () => {
    const { env, count } = await place({ DEMO: "public", HOST: "0.0.0.0", PUBLIC_URL: "https://crm.exemple.fr" });
    const app = await started(startProcess(env));
    expect([codeIn(app.out.stdout), await count("users")]).toEqual([undefined, 6]);
    expect(app.out.stdout).toContain("admin@demo.fr");
  });
});

describe("npm run admin", { timeout: 120_000 }, () => {
  test("remove-demo lets an application with demo accounts be opened to others, which is refused before", async () => {
    const { env, count } = await place({ DEMO: "1" });
    const local = await started(startProcess(env));
    local.kill("SIGTERM");
    await local.ended;
    const open = { ...env, HOST: "0.0.0.0" };
    const refused = startProcess(open);
    expect([await refused.ended, refused.out.stderr]).toEqual([
      1,
      expect.stringMatching(/^Des comptes de démonstration.*remove-demo.*DEMO=public.*\n$/),
    ]);
    expect(await admin(env, ["remove-demo"])).toMatchObject({ code: 1, stderr: "Indiquez --yes.\n" });
    const removed = await admin(env, ["remove-demo", "--yes"]);
    expect([removed.code, removed.stdout]).toEqual([
      0,
      expect.stringContaining("500 contacts, 200 opportunités, 6 comptes"),
    ]);
    expect([await count("contacts"), await count("users")]).toEqual([0, 0]);
    const app = await started(startProcess(open));
    expect(codeIn(app.out.stdout)).toBeDefined();
    expect(await count("users")).toBe(0);
  });

  test("create adds an administrator while the application runs on its embedded database; the password comes by the pipe", async () => {
    const [dataDir, port] = [await temporaryFolder(), await freePort()];
    const env = { DATA_DIR: dataDir, PORT: String(port) };
    const app = await started(startProcess(env));
    const who = ["--email", "nadia@exemple.fr", "--first-name", "Nadia", "--last-name", "Le Goff"];
    const password = "une phrase de passe assez longue";
    const made = await admin(env, ["create", ...who], `${password}\n`);
    expect([made.code, made.stdout]).toEqual([0, "Le gestionnaire nadia@exemple.fr est créé.\n"]);
    expect(made.stdout + made.stderr).not.toContain(password);
    const reply = await fetch(`http://127.0.0.1:${port}/api/session`, {
      ...{ method: "POST", headers: json },
      body: JSON.stringify({ email: "nadia@exemple.fr", password }),
    });
    expect(await reply.json()).toMatchObject({ user: { profile: "admin" } });
    expect((await signedIn(port)).authorization).toMatch(/^Bearer \w/);
    app.kill("SIGTERM");
    await app.ended;
    // And while it does not run.
    const again = await admin(env, ["create", ...who], `${password}\n`);
    expect([again.code, again.stderr]).toEqual([1, "email : Un utilisateur a déjà cette adresse e-mail.\n"]);
  });

  test("create makes a password that it shows once; what is missing or wrong is told", async () => {
    const { env, count } = await place();
    expect(await admin(env, ["create"])).toMatchObject({ code: 1, stderr: "Indiquez --email.\n" });
    const who = ["--first-name", "Nadia", "--last-name", "Le Goff", "--company", "Briconett"];
    const wrong = await admin(env, ["create", "--email", "nadia", ...who], "court\n");
    expect([wrong.code, wrong.stderr]).toEqual([1, expect.stringMatching(/^email : .+\npassword : .+\n$/)]);
    const made = await admin({ ...env, ADMIN_EMAIL: "nadia@exemple.fr" }, ["create", ...who]);
    expect([made.code, made.stdout]).toEqual([0, expect.stringMatching(/plus affiché : [\w-]{20}\n$/)]);
    expect(await count("users")).toBe(1);
    expect((await admin(env, ["create", "--password", "x"])).code).toBe(2);
  });
});
