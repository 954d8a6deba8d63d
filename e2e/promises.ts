import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Which promises of the guide have a passing browser test. A test names the ids it proves at the start of its title.
 * With the report of the last run, fails when one of `proved.json` no longer passes.
 */
const here = import.meta.dirname;
const report = join(here, "../test-results/reports/e2e.json");
const promises = readFileSync(join(here, "promises.tsv"), "utf8")
  .trim()
  .split("\n")
  .slice(1)
  .map((line) => line.split("\t") as [id: string, text: string]);
const known = new Set(promises.map(([id]) => id));

interface Suite {
  suites?: Suite[];
  specs?: { title: string; ok: boolean }[];
}
const specsOf = (suite: Suite): { title: string; ok: boolean }[] => [
  ...(suite.specs ?? []),
  ...(suite.suites ?? []).flatMap(specsOf),
];
/** « 2.5.1 2.5.2 un champ… » → ids */
const idsOf = (title: string) => /^((?:\d+(?:\.\d+)+\s+)+)/.exec(title)?.[1]?.trim().split(/\s+/) ?? [];

if (!existsSync(report)) {
  console.error("Pas encore de résultat : lancez d'abord `npm test -- --only e2e`.");
  process.exit(1);
}
const passing = new Set<string>();
const unknown: string[] = [];
for (const { title, ok } of specsOf(JSON.parse(readFileSync(report, "utf8")) as Suite))
  for (const id of idsOf(title)) {
    if (!known.has(id)) unknown.push(`${id} (${title})`);
    else if (ok) passing.add(id);
  }

for (const [id, text] of promises) console.log(`${passing.has(id) ? "✓" : "·"} ${id.padEnd(7)} ${text}`);
console.log(`\n${passing.size} of ${promises.length} promises have a passing test.`);

const proved = JSON.parse(readFileSync(join(here, "proved.json"), "utf8")) as string[];
const lost = proved.filter((id) => !passing.has(id));
if (unknown.length > 0) console.error(`No such promise: ${unknown.join(", ")}`);
if (lost.length > 0) console.error(`Proved before, no longer: ${lost.join(", ")}`);
process.exit(lost.length + unknown.length > 0 ? 1 : 0);
