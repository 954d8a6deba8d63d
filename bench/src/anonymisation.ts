import { setTimeout } from "node:timers/promises";
import pg from "pg";
import { callerOf } from "./call.ts";

/** So many people at once, among so many stored files of so many rows, of which this many hold them; within so many seconds. */
const [people, files, rows, hold] = [60, 12, 40_000, 2];
const targetSeconds = 5;

export interface AnonymisationFigure {
  work: string;
  seconds: number;
  target: string;
  met: boolean;
}

/**
 * How long the worker takes to anonymise people whose delay is over, from its job's start to its end: their traces are looked for
 * in every row of the database and of the stored files. They are erased for good: a filled database has a million.
 */
export async function timeAnonymisation(
  databaseUrl: string,
  address: string,
  headers: Record<string, string>,
): Promise<AnonymisationFigure[]> {
  const call = callerOf(address, headers);
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const fileIds: string[] = [];
  try {
    const { rows: due } = await client.query<{ id: string; names: string }>(
      `SELECT id, concat_ws(';', last_name, first_name, email) AS names FROM contacts
       WHERE anonymised_at IS NULL AND deleted_at IS NULL ORDER BY id LIMIT ${people}`,
    );
    for (let file = 0; file < files; file++) {
      const lines = Array.from({ length: rows }, (_, i) => lineOf(file, i));
      if (file < hold) lines.push(...due.map(({ names }) => names));
      const content = new Blob([`NOM;PRENOM;EMAIL;TELEPHONE;ADRESSE;VILLE;NOTES\n${lines.join("\n")}\n`]);
      fileIds.push((await call<{ id: string }>("POST", "/files?name=clients.csv&purpose=import", content)).id);
    }
    const { rows: begun } = await client.query<{ at: string }>(
      `WITH due AS (UPDATE contacts SET anonymise_at = now() WHERE id = ANY($1::uuid[]))
       UPDATE pgboss.job SET start_after = now() WHERE name = 'anonymisation.sweep' AND state = 'created'
       RETURNING now()::text AS at`,
      [due.map(({ id }) => id)],
    );
    if (!begun[0]) throw new Error("no sweep is waiting");
    const seconds = await lasted(client, begun[0].at);
    return [
      {
        work: `anonymisation of ${people} contacts, ${files} files of ${rows} rows`,
        ...{ seconds, target: `≤ ${targetSeconds} s`, met: seconds <= targetSeconds },
      },
    ];
  } finally {
    await client.query("UPDATE files SET created_at = created_at - interval '1 year' WHERE id = ANY($1::uuid[])", [
      fileIds, // the next sweep removes them
    ]);
    await client.end();
  }
}

const lineOf = (file: number, i: number) =>
  [
    ...[`Client${(i * 7 + file) % 9000}`, `Prénom${i % 300}`, `f${file}x${i}@ailleurs${i % 90}.test`],
    ...[`02 99 ${String(100_000 + ((i * 7 + file) % 800_000))}`, `${i % 200} rue de la République`, "Rouen"],
    "Intéressé par une véranda",
  ].join(";");

/** In seconds, of the job that began since a moment; waits until nobody is due. */
async function lasted(client: pg.Client, since: string): Promise<number> {
  for (;;) {
    await setTimeout(500);
    const { rows } = await client.query<{ seconds: number }>(
      `SELECT round(extract(epoch FROM completed_on - started_on)::numeric, 2)::float8 AS seconds FROM pgboss.job
       WHERE name = 'anonymisation.sweep' AND state = 'completed' AND started_on >= $1
         AND NOT EXISTS (SELECT FROM contacts WHERE anonymise_at <= now() AND anonymised_at IS NULL)
       ORDER BY completed_on DESC LIMIT 1`,
      [since],
    );
    if (rows[0]) return rows[0].seconds;
  }
}
