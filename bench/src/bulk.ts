import { setTimeout } from "node:timers/promises";
import pg from "pg";

/** So many records are changed and brought back; each way within so many seconds. */
const records = 10_000;
const targetSeconds = 10;

export interface BulkFigure {
  work: string;
  seconds: number;
  target: number;
  met: boolean;
}

/** How long our API takes to change 10,000 records that somebody selected, and to undo it: from the request to « done ». */
export async function timeBulk(
  databaseUrl: string,
  address: string,
  headers: Record<string, string>,
): Promise<BulkFigure[]> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const ids = (await client.query(`SELECT id FROM contacts WHERE deleted_at IS NULL ORDER BY id LIMIT ${records}`))
    .rows;
  const questions = await client.query(
    "SELECT id FROM questions WHERE record = 'contact' AND type = 'text' AND archived_at IS NULL ORDER BY position LIMIT 1",
  );
  await client.end();

  async function call(path: string, body?: object): Promise<{ id: string; status: string; changed: number }> {
    const reply = await fetch(`${address}/api/bulk${path}`, {
      method: body ? "POST" : "GET",
      headers: { ...headers, "content-type": "application/json" },
      body: body ? JSON.stringify(body) : null,
    });
    // A busy server may turn a look at the progress away.
    if (reply.status === 503 && !body) return setTimeout(200).then(() => call(path));
    if (!reply.ok) throw new Error(`bulk${path}: ${reply.status} ${await reply.text()}`);
    return (await reply.json()) as { id: string; status: string; changed: number };
  }
  async function timed(work: string, start: () => ReturnType<typeof call>): Promise<BulkFigure & { id: string }> {
    const begun = performance.now();
    let view = await start();
    while (view.status === "running" || view.status === "undoing") {
      await setTimeout(50);
      view = await call(`/${view.id}`);
    }
    if (view.status === "failed") throw new Error(`${work} failed`);
    const seconds = Math.round((performance.now() - begun) / 10) / 100;
    return {
      id: view.id,
      work: `${work} (${view.changed})`,
      seconds,
      target: targetSeconds,
      met: seconds <= targetSeconds,
    };
  }

  const figures: BulkFigure[] = [];
  const kinds = [
    { kind: "assign", params: { ownerId: null } },
    ...questions.rows.map(({ id }) => ({ kind: "answer", params: { questionId: id, answer: "Essai" } })),
    { kind: "delete", params: {} },
  ];
  for (const { kind, params } of kinds) {
    const selection = { record: "contact", ids: ids.map(({ id }) => id) };
    const { id, ...there } = await timed(`bulk update of 10,000: ${kind}`, () =>
      call("", { ...selection, kind, params }),
    );
    const { id: _, ...back } = await timed(`undo: ${kind}`, () => call(`/${id}/undo`, {}));
    figures.push(there, back);
  }
  return figures;
}
