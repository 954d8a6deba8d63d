import { readdirSync, readFileSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { freshDatabase } from "../database.ts";
import { freePort, signedIn, started, startProcess, temporaryFolder } from "../process.ts";
import { withClient } from "../server.ts";
import { importFile, startImport } from "./importing.ts";

const kills = 8;

test("kill -9 while files come in and are read: after the next start nothing of them lies where no row leads", async () => {
  const { url, drop } = await freshDatabase();
  onTestFinished(drop);
  const [port, dataDir, tmp] = [await freePort(), await temporaryFolder(), await temporaryFolder()];
  const env = { DATABASE_URL: url, DATA_DIR: dataDir, TMPDIR: tmp, PORT: String(port), DEMO: "1" };
  const [folder, content] = [join(dataDir, "files"), importFile(60_000)];
  const stored = () => readdirSync(folder).filter((name) => readFileSync(join(folder, name)).includes("@client.test"));
  const copies = () => readdirSync(tmp).filter((name) => name.startsWith("crm-sheet-"));
  /** Copies that a killed process left. */
  const seen = new Set<string>();
  for (let kill = 0; kill < kills; kill++) {
    const app = await started(startProcess(env));
    const user = await signedIn(port);
    await startImport(user, content);
    const uploads = Array.from({ length: 4 }, () =>
      user.call("POST", "/files?name=clients.csv&purpose=import", content).catch(() => {}),
    );
    await new Promise((later) => setTimeout(later, 10 + kill * 40));
    app.kill("SIGKILL");
    await Promise.all([app.ended, ...uploads]);
    for (const name of copies()) seen.add(name);
  }
  const rows = () =>
    withClient(url, async (client) => {
      const { rows } = await client.query<{ key: string }>("SELECT key FROM files");
      return rows.map(({ key }) => key);
    });
  const named = new Set(await rows());
  const leftBytes = stored().filter((name) => !named.has(name)).length;
  // Seven hours later.
  const then = new Date(Date.now() - 7 * 3_600_000);
  for (const name of readdirSync(folder)) utimesSync(join(folder, name), then, then);
  await started(startProcess(env));
  for (const deadline = Date.now() + 60_000; ; ) {
    const known = new Set(await rows());
    const strays = stored().filter((name) => !known.has(name));
    if (strays.length === 0) break;
    if (Date.now() > deadline) throw new Error(`still there: ${strays.join(", ")}`);
    await new Promise((later) => setTimeout(later, 200));
  }
  const dead = copies().filter((name) => seen.has(name));
  console.log(
    `${kills} kills left ${leftBytes} files without a row and ${seen.size} copies; after the start 0 and ${dead.length}`,
  );
  expect(dead).toEqual([]);
}, 300_000);
