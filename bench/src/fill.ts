import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { openDatabase } from "@crm/db";
import { deployMigrations } from "@crm/db/migrate";
import { seedFrame } from "@crm/db/seed";
import pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import {
  actionLines,
  contactColumns,
  contactLines,
  eventLines,
  type FilledContact,
  type Frame,
  interactionLines,
  opportunityColumns,
  opportunityLines,
  stageLines,
} from "./data.ts";

/**
 * Fills an empty database with `contacts` contacts and a fifth as many opportunities; six stage events, five timeline
 * events, four exchanges and one action for each: seeded, by COPY, indexes made afterwards. Does nothing when it is filled already.
 */
export async function fill(url: string, contacts: number): Promise<void> {
  await deployMigrations(url);
  const db = openDatabase(url);
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ n: string }>(
      "SELECT count(*) AS n FROM (SELECT 1 FROM contacts LIMIT 1) AS probe",
    );
    if (rows[0]?.n !== "0") return;
    const frame: Frame = await db.$transaction((tx) => seedFrame(tx), { timeout: 60_000 });
    await client.query(
      "SET synchronous_commit = off; SET maintenance_work_mem = '1GB'; SET max_parallel_maintenance_workers = 2",
    );
    const kept: FilledContact[] = [];
    const opportunities: { id: string; contact: FilledContact }[] = [];
    const copy = async (table: string, columns: string, lines: Iterable<string>) => {
      await timed(`COPY ${table}`, () =>
        pipeline(Readable.from(inChunks(lines)), client.query(copyFrom(`COPY ${table} (${columns}) FROM STDIN`))),
      );
    };
    const indexes = await dropIndexes(client);
    await copy(
      "contacts",
      contactColumns,
      contactLines(contacts, frame, (contact) => kept.push(contact)),
    );
    await client.query("ALTER TABLE opportunities DISABLE TRIGGER opportunity_contact_name");
    await copy(
      "opportunities",
      opportunityColumns,
      opportunityLines(kept, frame, (id, contact) => opportunities.push({ id, contact })),
    );
    await client.query("ALTER TABLE opportunities ENABLE TRIGGER opportunity_contact_name");
    await copy("reached_stages", "opportunity_id, stage_id, reached_on", stageLines(opportunities, frame));
    await copy("audit_events", "id, at, actor_id, kind, contact_id, opportunity_id, data", eventLines(opportunities));
    await copy(
      "interactions",
      "id, kind, held_at, text, contact_id, opportunity_id, actor_id, created_at, updated_at",
      interactionLines(opportunities),
    );
    const type = await client.query<{ id: string }>("SELECT id FROM action_types ORDER BY position LIMIT 1");
    await copy(
      "actions",
      "id, type_id, due_at, text, contact_id, opportunity_id, owner_id, organisation_id, done_at, created_at, updated_at",
      actionLines(opportunities, type.rows[0]?.id ?? "", Date.now()),
    );
    await client.query("SELECT setval('contact_code', $1), setval('opportunity_code', $2)", [
      contacts + 1,
      kept.length + 1,
    ]);
    await timed("indexes and constraints", async () => {
      for (const sql of indexes) await client.query(sql);
    });
    await timed("VACUUM ANALYZE", () => client.query("VACUUM ANALYZE"));
  } finally {
    await client.end();
    await db.$disconnect();
  }
}

/** COPY wants large pieces; a stream of single lines would spend its time on calls. */
function* inChunks(lines: Iterable<string>): Generator<string> {
  let chunk: string[] = [];
  for (const line of lines) {
    chunk.push(line);
    if (chunk.length === 500) {
      yield chunk.join("");
      chunk = [];
    }
  }
  yield chunk.join("");
}

/** Drops foreign keys and all indexes but primary keys of the big tables; gives the statements that bring them back. */
async function dropIndexes(client: pg.Client): Promise<string[]> {
  const tables = ["contacts", "opportunities", "reached_stages", "audit_events", "interactions", "actions"];
  const { rows: keys } = await client.query<{ drop: string; create: string }>(
    `SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) AS drop,
            format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) AS create
     FROM pg_constraint WHERE contype = 'f' AND conrelid = ANY($1::regclass[])`,
    [tables],
  );
  const { rows: indexes } = await client.query<{ drop: string; create: string }>(
    `SELECT format('DROP INDEX %s', indexrelid::regclass) AS drop, pg_get_indexdef(indexrelid) AS create
     FROM pg_index WHERE NOT indisprimary AND indrelid = ANY($1::regclass[])`,
    [tables],
  );
  for (const { drop } of [...keys, ...indexes]) await client.query(drop);
  return [...indexes, ...keys].map(({ create }) => create);
}

async function timed<T>(what: string, work: () => Promise<T>): Promise<T> {
  const begin = performance.now();
  const result = await work();
  console.log(`${what}: ${((performance.now() - begin) / 1000).toFixed(1)} s`);
  return result;
}
