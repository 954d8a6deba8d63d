import { mkdir, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { startEmbeddedDatabase } from "@crm/db/embedded";
import { demoPassword } from "@crm/db/seed";
import pg from "pg";
import { type BulkFigure, timeBulk } from "./bulk.ts";
import { commonName, rareName } from "./data.ts";
import { searchedPerSecond } from "./duplicates.ts";
import { fill } from "./fill.ts";
import { startFloor } from "./floor.ts";
import { type Call, type Figure, measure } from "./load.ts";
import { startOurs, startWorker } from "./ours.ts";

/**
 * `pnpm bench`: our API and the floor side by side on the same rows, as ratios. BENCH_CONTACTS (1000000) sets the size,
 * BENCH_SECONDS (3) how long each figure is measured, BENCH_ROUNDS (3) how often; the median round is shown.
 */
const contacts = Number(process.env.BENCH_CONTACTS ?? 1_000_000);
const seconds = Number(process.env.BENCH_SECONDS ?? 3);
const rounds = Number(process.env.BENCH_ROUNDS ?? 3);
const root = resolve(import.meta.dirname, "../..");

interface Work {
  name: string;
  floor: Call;
  ours: Call;
  /** What must hold: « at least 0.35 of the floor's requests a second », or « at most twice its median ». */
  target: { of: "perSecond" | "p50"; bound: number };
}

const database = await startEmbeddedDatabase({ dataDir: resolve(root, `.data/bench-${contacts}/postgres`) });
try {
  await fill(database.url, contacts);
  if (process.argv[2] === "fill") process.exit(0);
  const floor = await startFloor(database.url);
  const ours = await startOurs(database.url);
  try {
    const results = [];
    const headers = await signIn(ours.address);
    for (const work of await works(floor.address, ours.address, headers)) results.push(await compare(work));
    const worker = await startWorker(database.url);
    try {
      const searched = await searchedPerSecond(database.url, 20);
      await report(results, searched, await timeBulk(database.url, ours.address, headers));
    } finally {
      await worker.stop();
    }
  } finally {
    await floor.stop();
    await ours.stop();
  }
} finally {
  await database.stop();
}
process.exit(0);

async function signIn(ours: string): Promise<Record<string, string>> {
  const signedIn = await fetch(`${ours}/api/session`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ email: "admin@demo.fr", password: demoPassword }),
  });
  const { accessToken } = (await signedIn.json()) as { accessToken: string };
  return { authorization: `Bearer ${accessToken}` };
}

async function works(floor: string, ours: string, headers: Record<string, string>): Promise<Work[]> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  const one = async <T>(sql: string) => (await client.query(sql)).rows[0] as T;
  const deep = await one<{ at: string; id: string }>(
    "SELECT created_at AS at, id FROM contacts ORDER BY created_at DESC, id DESC OFFSET least(500000, (SELECT count(*) / 2 FROM contacts)) LIMIT 1",
  );
  const card = await one<{ id: string }>("SELECT contact_id AS id FROM opportunities ORDER BY created_at DESC LIMIT 1");
  const type = await one<{ id: string }>("SELECT id FROM questions WHERE code = 'TYPE_CLIENT'");
  const profile = await one<{ id: string }>("SELECT id FROM questions WHERE code = 'PROFIL'");
  const organisation = await one<{ id: string }>("SELECT id FROM organisations LIMIT 1");
  await client.end();

  const json = { "content-type": "application/json" };
  const answers = JSON.stringify([
    { questionId: type.id, operator: "is", value: "CLIENT" },
    { questionId: profile.id, operator: "is", value: "DECIDEUR" },
  ]);
  const cursor = Buffer.from(JSON.stringify([new Date(deep.at).toISOString(), deep.id])).toString("base64url");
  const list = (query: Record<string, string>) => ({
    url: `${ours}/api/contacts?${new URLSearchParams(query)}`,
    headers,
  });
  let n = Date.now();
  const email = () => `bench${n++}@exemple.fr`;

  return [
    {
      name: "first page of 50",
      floor: { url: `${floor}/first` },
      ours: list({}),
      target: { of: "perSecond", bound: 0.35 },
    },
    {
      name: "its count, up to 10,000",
      floor: { url: `${floor}/count` },
      ours: { url: `${ours}/api/contacts/count`, headers },
      target: { of: "perSecond", bound: 0.35 },
    },
    {
      name: "page at depth 500,000",
      floor: { url: `${floor}/deep?${new URLSearchParams({ at: new Date(deep.at).toISOString(), id: deep.id })}` },
      ours: list({ after: cursor }),
      target: { of: "perSecond", bound: 0.35 },
    },
    {
      name: "search, rare term, counted",
      floor: { url: `${floor}/search?term=${rareName.toLowerCase()}` },
      ours: list({ search: rareName }),
      target: { of: "p50", bound: 2 },
    },
    {
      name: "search, common term, counted",
      floor: { url: `${floor}/search?term=${commonName.toLowerCase()}` },
      ours: list({ search: commonName }),
      target: { of: "p50", bound: 2 },
    },
    {
      name: "two answers, sorted by name",
      floor: {
        url: `${floor}/answers?${new URLSearchParams({ answers: JSON.stringify({ [type.id]: "CLIENT", [profile.id]: "DECIDEUR" }) })}`,
      },
      ours: list({ answers, sort: "name" }),
      target: { of: "p50", bound: 3 },
    },
    {
      name: "opportunities, first page of 50",
      floor: { url: `${floor}/opportunities` },
      ours: { url: `${ours}/api/opportunities`, headers },
      target: { of: "perSecond", bound: 0.35 },
    },
    {
      name: "card: relations, timeline",
      floor: { url: `${floor}/card?id=${card.id}` },
      ours: { url: `${ours}/api/contacts/${card.id}`, headers },
      target: { of: "perSecond", bound: 0.3 },
    },
    {
      name: "create a contact",
      floor: {
        url: `${floor}/contacts`,
        method: "POST",
        headers: json,
        body: () => JSON.stringify({ email: email(), lastName: "Essai", organisationId: organisation.id }),
      },
      ours: {
        url: `${ours}/api/contacts`,
        method: "POST",
        headers: { ...headers, ...json },
        body: () => JSON.stringify({ email: email(), lastName: "Essai" }),
      },
      target: { of: "perSecond", bound: 0.35 },
    },
  ];
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

async function report(results: Result[], searched: number | null, bulk: BulkFigure[]): Promise<void> {
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
  console.table(bulk.map(({ met, ...figure }) => ({ ...figure, met: met ? "yes" : "NO" })));
  if (searched !== null) console.log(`search for duplicates: ${searched} contacts a second, one worker`);
  const folder = resolve(root, "bench/results");
  await mkdir(folder, { recursive: true });
  await writeFile(
    resolve(folder, `bench-${contacts}.json`),
    JSON.stringify({ contacts, seconds, rounds, results, searched, bulk }, null, 2),
  );
}
