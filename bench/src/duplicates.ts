import { setTimeout } from "node:timers/promises";
import pg from "pg";

/**
 * How many contacts a second a worker compares with all others, watched for `seconds` while it works off the queue that a
 * filled database starts with; null when the queue is too short to tell. What is left of the queue is then forgotten, so
 * that what is measured next finds the machine as a company finds it that has used the application for a day.
 */
export async function searchedPerSecond(databaseUrl: string, seconds: number): Promise<number | null> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const waiting = async () =>
      Number((await client.query<{ n: string }>("SELECT count(*) AS n FROM duplicate_checks")).rows[0]?.n);
    if ((await waiting()) < 100_000) return null;
    const [start, before] = [performance.now(), await waiting()];
    await setTimeout(seconds * 1000);
    const done = before - (await waiting());
    const took = (performance.now() - start) / 1000;
    await client.query("TRUNCATE duplicate_checks");
    return Math.round(done / took);
  } finally {
    await client.end();
  }
}
