import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { ensureSystem } from "./debian.mjs";
import { Failure, orFail, root } from "./shared.mjs";
import { countPlaywright, countVitest, summary } from "./test-report.mjs";
import { ensureToolchain } from "./toolchain.mjs";

const reports = join(root, "test-results/reports");
const script = (name) => ({ name: name.replace("check:", ""), command: ["run", name] });
// Of the package itself: the scripts of the root that call pnpm again need it on the PATH, where it may not be.
const inWeb = (name, task) => ({ name, command: ["--filter", "@crm/web", "run", task] });
const vitest = (name, projects) => {
  const file = join(reports, `${name}.json`);
  const command = ["exec", "vitest", "run", ...projects.flatMap((project) => ["--project", project])];
  return {
    name,
    command: [...command, "--reporter=default", "--reporter=json", `--outputFile.json=${file}`],
    file,
    count: countVitest,
  };
};
const parts = [
  ...["check:types", "check:lint", "check:rules", "check:unused"].map(script),
  inWeb("translations", "i18n:check"),
  vitest("unit", ["fields", "contract", "web", "launcher"]),
  vitest("api", ["api", "db"]),
  inWeb("build", "build"),
  {
    name: "e2e",
    command: ["--filter", "@crm/e2e", "exec", "playwright", "test", "--reporter=list,json"],
    env: { PLAYWRIGHT_JSON_OUTPUT_FILE: join(reports, "e2e.json") },
    file: join(reports, "e2e.json"),
    count: countPlaywright,
  },
  script("promises"),
];

const { values } = parseArgs({ options: { only: { type: "string", multiple: true } } });
const only = values.only?.flatMap((names) => names.split(","));
const known = parts.map(({ name }) => name);

const toolchain = await orFail(async () => {
  const unknown = only?.filter((name) => !known.includes(name)) ?? [];
  if (unknown.length > 0) throw new Failure(`--only ${unknown.join(",")} : partie inconnue (${known.join(", ")}).`);
  const toolchain = await ensureToolchain();
  if (!only || only.some((name) => name === "api" || name === "e2e")) await ensureSystem();
  return toolchain;
});

mkdirSync(reports, { recursive: true });
const results = [];
for (const part of parts.filter(({ name }) => !only || only.includes(name))) {
  console.log(`\n── ${part.name} ──`);
  if (part.file) rmSync(part.file, { force: true });
  const began = Date.now();
  const code = await runPart(part);
  const report = part.file && existsSync(part.file) ? JSON.parse(readFileSync(part.file, "utf8")) : undefined;
  const counted = part.count && report ? part.count(report) : { passed: code === 0 && !part.count ? 1 : 0, failed: 0 };
  // A part that fails without a failed test (a file that does not load, no report) counts as one.
  const failed = counted.failed || (code === 0 ? 0 : 1);
  results.push({ name: part.name, passed: counted.passed, failed, seconds: (Date.now() - began) / 1000 });
}
const { lines, ok } = summary(results);
console.log(`\n${lines.join("\n")}`);
process.exit(ok ? 0 : 1);

function runPart({ command, env = {} }) {
  return new Promise((done) => {
    const child = spawn(toolchain.node, [toolchain.pnpm, ...command], {
      cwd: root,
      env: { ...toolchain.env, ...env },
      stdio: ["ignore", "inherit", "inherit"],
    });
    const stop = (signal) => {
      child.kill(signal);
      process.exitCode = 130;
    };
    process.once("SIGINT", stop);
    process.once("SIGTERM", stop);
    child.once("error", () => done(1));
    child.once("exit", (code) => {
      process.off("SIGINT", stop);
      process.off("SIGTERM", stop);
      if (process.exitCode === 130) process.exit();
      done(code ?? 1);
    });
  });
}
