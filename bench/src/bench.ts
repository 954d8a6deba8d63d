import { mkdir, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { startEmbeddedDatabase } from "@crm/db/embedded";
import { demoPassword } from "@crm/db/seed";
import pg from "pg";
import { type AnonymisationFigure, timeAnonymisation } from "./anonymisation.ts";
import { type BesideFigure, timeBeside } from "./beside.ts";
import { type BulkFigure, timeBulk } from "./bulk.ts";
import { contactWorks } from "./contact-works.ts";
import { searchedPerSecond } from "./duplicates.ts";
import { type ExportFigure, timeExport } from "./export.ts";
import { fill } from "./fill.ts";
import { startFloor } from "./floor.ts";
import { type ImportFigure, timeImport } from "./import.ts";
import { type Figure, measure } from "./load.ts";
import { opportunityWorks, timeValidation } from "./opportunity-works.ts";
import { startOurs, startWorker } from "./ours.ts";
import type { Place, Work } from "./work.ts";

/**
 * `pnpm bench [part]`: our API and the floor side by side on the same rows, as ratios. BENCH_CONTACTS (1000000) sets the size,
 * BENCH_SECONDS (3) how long each figure is measured, BENCH_ROUNDS (3) how often; the median round is shown. With a part of a
 * name, only what bears it: a work, or `validation`, `duplicates`, `bulk`, `import`, `export`, `anonymisation`, `beside`. What fails is told, the rest goes on.
 */
const contacts = Number(process.env.BENCH_CONTACTS ?? 1_000_000);
const seconds = Number(process.env.BENCH_SECONDS ?? 3);
const rounds = Number(process.env.BENCH_ROUNDS ?? 3);
const wanted = process.argv[2] ?? "";
const root = resolve(import.meta.dirname, "../..");

const database = await startEmbeddedDatabase({ dataDir: resolve(root, `.data/bench-${contacts}/postgres`) });
const { url } = database;
const failed: string[] = [];
try {
  await fill(url, contacts);
  if (wanted === "fill") process.exit(0);
  const floor = await startFloor(url);
  const ours = await startOurs(url);
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const headers = await signIn(ours.address);
    const place: Place = { client, floor: floor.address, ours: ours.address, headers };
    const results = [];
    for (const work of [...(await contactWorks(place)), ...(await opportunityWorks(place))])
      results.push(await part(work.name, () => compare(work)));
    const validation = await part("validation", () => timeValidation(place));
    const worker = await startWorker(url);
    try {
      const searched = await part("duplicates", () => searchedPerSecond(url, 20));
      // Each signs in: who did ten minutes ago is signed in no more.
      const bulk = await part("bulk", async () => timeBulk(url, ours.address, await signIn(ours.address)));
      const imported = await part("import", async () => timeImport(url, ours.address, await signIn(ours.address)));
      const exported = await part("export", async () =>
        timeExport(url, ours.address, await signIn(ours.address), worker.pid),
      );
      const anonymised = await part("anonymisation", async () =>
        timeAnonymisation(url, ours.address, await signIn(ours.address)),
      );
      const beside = await part("beside", async () => timeBeside(ours.address, await signIn(ours.address)));
      await report(
        results.filter((result) => result !== null),
        validation,
        searched,
        [...(bulk ?? []), ...(imported ?? []), ...(exported ?? []), ...(anonymised ?? [])],
        beside ?? [],
      );
    } finally {
      await worker.stop();
    }
  } finally {
    await client.end();
    await floor.stop();
    await ours.stop();
  }
} finally {
  await database.stop();
}
if (failed.length > 0) console.error(`failed: ${failed.join(", ")}`);
process.exit(failed.length > 0 ? 1 : 0);

/** Measures what was asked for and tells it at once; null for the rest and for what fails. */
async function part<Figures>(name: string, run: () => Promise<Figures>): Promise<Figures | null> {
  if (!name.includes(wanted)) return null;
  try {
    const figures = await run();
    console.log(name, JSON.stringify(figures));
    return figures;
  } catch (error) {
    console.error(name, error);
    failed.push(name);
    return null;
  }
}

async function signIn(ours: string): Promise<Record<string, string>> {
  const signedIn = await fetch(`${ours}/api/session`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ email: "admin@demo.fr", password: demoPassword }),
  });
  const { accessToken } = (await signedIn.json()) as { accessToken: string };
  return { authorization: `Bearer ${accessToken}` };
}

interface Result {
  name: string;
  floor: Figure;
  ours: Figure;
  ratio: number;
  target: Work["target"];
  met: boolean;
}

/** Floor and ours in turn, `rounds` times; the round with the median ratio. */
async function compare({ name, floor, ours, target }: Work): Promise<Result> {
  const all: Result[] = [];
  for (let i = 0; i < rounds; i++) {
    const [a, b] = [await measure(floor, seconds), await measure(ours, seconds)];
    const ratio = b[target.of] / a[target.of];
    all.push({
      name,
      floor: a,
      ours: b,
      ratio,
      target,
      met: target.of === "p50" ? ratio <= target.bound : ratio >= target.bound,
    });
  }
  return all.sort((x, y) => x.ratio - y.ratio)[Math.floor(rounds / 2)] as Result;
}

async function report(
  results: Result[],
  validation: number | null,
  searched: number | null,
  long: (BulkFigure | ImportFigure | ExportFigure | AnonymisationFigure)[],
  beside: BesideFigure[],
): Promise<void> {
  console.log(`\n${contacts.toLocaleString("en")} contacts; p50 in ms with one client, requests a second with ten\n`);
  console.table(
    results.map(({ name, floor, ours, ratio, target, met }) => ({
      work: name,
      "floor p50": floor.p50,
      "ours p50": ours.p50,
      "floor /s": floor.perSecond,
      "ours /s": ours.perSecond,
      ratio: ratio.toFixed(2),
      target: `${target.of === "p50" ? "p50 ≤" : "/s ≥"} ${target.bound}`,
      met: met ? "yes" : "NO",
    })),
  );
  for (const figures of [long, beside])
    console.table(figures.map(({ met, ...figure }) => ({ ...figure, met: met ? "yes" : "NO" })));
  if (validation !== null) console.log(`a stage validated, ten users: p95 ${validation} ms (target: under 50)`);
  if (searched !== null) console.log(`search for duplicates: ${searched} contacts a second, one worker`);
  const folder = resolve(root, "bench/results");
  await mkdir(folder, { recursive: true });
  await writeFile(
    resolve(folder, `bench-${contacts}.json`),
    JSON.stringify({ contacts, seconds, rounds, results, validation, searched, long, beside }, null, 2),
  );
}
