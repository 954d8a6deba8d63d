import type { FileView, ImportView } from "@crm/contract";
import { expect } from "vitest";
import { countsOf } from "../importing.ts";
import type { Session } from "../process.ts";
import { withClient } from "../server.ts";

/** Rows of which one in a hundred is no e-mail and as many repeat an earlier one, many chunks further. */
export const importFile = (rows: number) =>
  `EMAIL;NOM\n${Array.from({ length: rows }, (_, i) =>
    i % 100 === 7 ? `bad ${i};X` : `fault${i % 100 === 8 ? i % 1000 : i}@client.test;Nom ${i}`,
  ).join("\n")}`;

export async function startImport({ call }: Session, content: string): Promise<string> {
  const file = await call<FileView>("POST", "/files?name=clients.csv&purpose=import", content);
  return (await call<ImportView>("POST", "/imports", { fileId: file.id, options: {} })).id;
}

/** Asks again and again until the import is there, through errors of a process that is down. */
export async function importWhen(
  { call }: Session,
  id: string,
  is: (view: ImportView) => boolean,
): Promise<ImportView> {
  for (const deadline = Date.now() + 120_000; ; ) {
    const view = await call<ImportView>("GET", `/imports/${id}`);
    if (is(view)) return view;
    if (view.status === "failed" || Date.now() > deadline)
      throw new Error(`stands at ${JSON.stringify(countsOf(view))}`);
    await new Promise((done) => setTimeout(done, 15));
  }
}

/** Nothing was lost, nothing done twice: what the dry run said is what the tables hold. */
export async function expectOnce(url: string, id: string, dryRun: ImportView, end: ImportView): Promise<void> {
  expect(countsOf(end)).toEqual({ ...countsOf(dryRun), status: "done" });
  await withClient(url, async (client) => {
    const { rows } = await client.query(
      `SELECT (SELECT count(*)::int FROM contacts WHERE email LIKE 'fault%@client.test') AS contacts,
              (SELECT count(DISTINCT email)::int FROM contacts WHERE email LIKE 'fault%@client.test') AS people,
              (SELECT count(*)::int FROM audit_events WHERE kind = 'contact.imported' AND data ->> 'importId' = $1) AS events,
              (SELECT count(*)::int FROM refused_rows WHERE import_id = $1::uuid) AS refused,
              (SELECT count(*)::int FROM notifications WHERE kind = 'import.done' AND data ->> 'importId' = $1) AS told`,
      [id],
    );
    const { created, refused } = dryRun;
    expect(rows).toEqual([{ contacts: created, people: created, events: created, refused, told: 1 }]);
  });
}

/** Nothing that the import wrote is left, and what it took back was counted once. */
export async function expectUndone(url: string, id: string, created: number, end: ImportView): Promise<void> {
  expect(end.undo).toEqual({ restored: created, kept: 0 });
  await withClient(url, async (client) => {
    const { rows } = await client.query(
      `SELECT (SELECT count(*)::int FROM contacts WHERE email LIKE 'fault%@client.test') AS contacts,
              (SELECT count(*)::int FROM audit_events WHERE kind LIKE 'contact.import%' AND data ->> 'importId' = $1) AS events,
              (SELECT count(*)::int FROM import_items WHERE import_id = $1::uuid) AS items,
              (SELECT count(*)::int FROM notifications WHERE kind = 'import.undone' AND data ->> 'importId' = $1) AS told`,
      [id],
    );
    expect(rows).toEqual([{ contacts: 0, events: 0, items: 0, told: 1 }]);
  });
}
