import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { ExportView } from "@crm/contract";
import { expect, onTestFinished, test } from "vitest";
import { freshDatabase } from "../database.ts";
import { freePort, signedIn, started, startProcess, temporaryFolder } from "../process.ts";
import { withClient } from "../server.ts";

const rows = 40_000;

/** Contacts that a demo has not, so many that writing them takes a while. */
const fill = (url: string) =>
  withClient(url, (client) =>
    client.query(
      `INSERT INTO contacts (id, email, last_name, company, city, organisation_id, owner_id, created_at, updated_at)
       SELECT gen_random_uuid(), 'export' || i || '@client.test', 'Nom ' || i, 'Société ' || i, 'Ville ' || i % 300,
              u.organisation_id, u.id, now() - i * interval '1 minute', now()
       FROM generate_series(1, $1::int) i, (SELECT id, organisation_id FROM users ORDER BY email LIMIT 1) u`,
      [rows],
    ),
  );

test.each(["SIGKILL", "SIGTERM"] as const)(
  "%s during an export, then a start: it starts over, its first bytes are gone, it is told once",
  async (signal) => {
    const { url, drop } = await freshDatabase();
    onTestFinished(drop);
    const port = await freePort();
    const dataDir = await temporaryFolder();
    const env = { DATABASE_URL: url, DATA_DIR: dataDir, PORT: String(port), DEMO: "1" };
    await started(startProcess({ ...env, ROLE: "api" }));
    await fill(url);
    const worker = await started(startProcess({ ...env, ROLE: "worker" }));
    const user = await signedIn(port);
    const { id } = await user.call<ExportView>("POST", "/exports", { record: "contact", format: "csv" });
    const when = async (is: (view: ExportView) => boolean): Promise<ExportView> => {
      for (const deadline = Date.now() + 120_000; ; ) {
        const view = await user.call<ExportView>("GET", `/exports/${id}`);
        if (is(view)) return view;
        if (view.status === "failed" || Date.now() > deadline) throw new Error(`stands at ${JSON.stringify(view)}`);
        await new Promise((done) => setTimeout(done, 15));
      }
    };
    const files = () => readdirSync(join(dataDir, "files"));
    await when(({ status, done }) => status === "running" && done >= 2000 && done < rows - 5000);
    worker.kill(signal);
    await worker.ended;
    expect((await when(() => true)).status).toBe("running");
    const [left] = files();
    // What a killed worker wrote stays until the next one; a stopped one tidies up.
    expect(left !== undefined).toBe(signal === "SIGKILL");

    await started(startProcess({ ...env, ROLE: "worker" }));
    const end = await when(({ status }) => status === "done");
    const contacts = await withClient(url, (client) =>
      client.query<{ count: number }>("SELECT count(*)::int AS count FROM contacts WHERE deleted_at IS NULL"),
    );
    expect([end.done, end.total]).toEqual([contacts.rows[0]?.count, contacts.rows[0]?.count]);
    expect(files().length).toBe(1);
    expect(files()).not.toContain(left);
    const content = await fetch(`${user.base}/exports/${id}/content`, {
      headers: { authorization: user.authorization },
    });
    const emails = new Set((await content.text()).match(/export\d+@client\.test/g));
    expect(emails.size).toBe(rows);
    await withClient(url, async (client) => {
      const told = await client.query("SELECT count(*)::int AS told FROM notifications WHERE kind = 'export.done'");
      expect(told.rows).toEqual([{ told: 1 }]);
    });
  },
);
