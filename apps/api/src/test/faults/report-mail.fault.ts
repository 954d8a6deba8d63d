import type { AddressInfo } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import type { SavedReport } from "@crm/contract";
import { SMTPServer } from "smtp-server";
import { expect, onTestFinished, test } from "vitest";
import { freshDatabase } from "../database.ts";
import { freePort, signedIn, started, startProcess, temporaryFolder } from "../process.ts";
import { withClient } from "../server.ts";

/** A carrier that takes its time over each message; `taken`: whom it has taken the report for. */
async function slowCarrier() {
  const taken: string[] = [];
  const server = new SMTPServer({
    ...{ authOptional: true, disabledCommands: ["STARTTLS"] },
    async onData(stream, { envelope }, callback) {
      const message = Buffer.concat(await stream.toArray()).toString();
      await wait(400);
      // The demo's reminders go out, too.
      if (message.includes("ventes-")) taken.push(...envelope.rcptTo.map(({ address }) => address));
      callback();
    },
  });
  server.on("error", () => {}); // a client that is killed
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  onTestFinished(() => new Promise<void>((done) => server.close(() => done())));
  return { url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`, taken };
}

test("kill -9 while a report goes out: nobody is sent it twice, all but the one under way get it, the maker is told", async () => {
  const { url, drop } = await freshDatabase();
  onTestFinished(drop);
  const [carrier, port] = [await slowCarrier(), await freePort()];
  const env = {
    ...{ DATABASE_URL: url, DATA_DIR: await temporaryFolder(), PORT: String(port) },
    ...{ SMTP_URL: carrier.url, MAIL_FROM: "crm@exemple.fr", DEMO: "1" },
  };
  await started(startProcess({ ...env, ROLE: "api" }));
  const { call } = await signedIn(port);
  const users = await withClient(url, (client) =>
    client.query<{ id: string; email: string }>("SELECT id, email FROM users WHERE active AND crm_access"),
  );
  const recipientIds = users.rows.map(({ id }) => id);
  expect(recipientIds.length).toBeGreaterThan(4);
  const input = { report: "sales", name: "Ventes", shared: false, query: "period=lastMonth" };
  const { id } = await call<SavedReport>("POST", "/saved-reports", input);
  await call("POST", `/saved-reports/${id}/send`, { format: "xlsx", recipientIds });
  const standing = () =>
    withClient(url, async (client) => {
      const { rows } = await client.query<{ status: string; email: string }>(
        "SELECT d.status, u.email FROM report_deliveries d JOIN users u ON u.id = d.user_id",
      );
      return rows;
    });
  const when = async (is: (rows: { status: string }[]) => boolean) => {
    for (const deadline = Date.now() + 120_000; ; await wait(10)) {
      const rows = await standing();
      if (is(rows)) return rows;
      if (Date.now() > deadline) throw new Error(`stands at ${JSON.stringify(rows)}`);
    }
  };

  const worker = await started(startProcess({ ...env, ROLE: "worker" }));
  const claimed = await when(
    (rows) => rows.some(({ status }) => status === "sent") && rows.some(({ status }) => status === "sending"),
  );
  worker.kill("SIGKILL");
  await worker.ended;
  expect(claimed.some(({ status }) => status === "waiting")).toBe(true);

  await started(startProcess({ ...env, ROLE: "worker" }));
  const end = await when((rows) => rows.every(({ status }) => status === "sent" || status === "failed"));
  expect(new Set(carrier.taken).size).toBe(carrier.taken.length);
  const sent = end.filter(({ status }) => status === "sent").map(({ email }) => email);
  expect(carrier.taken).toEqual(expect.arrayContaining(sent));
  // Those that the dead worker was handing over: whether they went out, nobody knows.
  const failed = end.filter(({ status }) => status === "failed");
  expect(failed.length).toBeGreaterThan(0);
  expect(failed.length).toBeLessThan(end.length - 1);
  await withClient(url, async (client) => {
    const told = await client.query(
      "SELECT data ->> 'name' AS name FROM notifications WHERE kind = 'saved-report.failed'",
    );
    expect(told.rows).toEqual([{ name: "Ventes" }]);
  });
});
