import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../..", import.meta.url)).replace(/[\\/]$/, "");
export const windows = process.platform === "win32";

/** A failure told to the operator in one line, without a stack. */
export class Failure extends Error {}

/** Runs `work`; a Failure ends the process with its line. */
export async function orFail(work) {
  try {
    return await work();
  } catch (error) {
    console.error(error instanceof Failure ? `\n✗ ${error.message}` : error);
    process.exit(1);
  }
}

/** Runs a program to its end, its output shown and kept; gives { code, output }. */
export function run(command, args, { env = process.env, quiet = false, cwd = root } = {}) {
  return new Promise((done, fail) => {
    const child = spawn(command, args, {
      cwd,
      env,
      stdio: ["ignore", "pipe", "pipe"],
      shell: windows && /\.cmd$|^npm$/.test(command),
    });
    let output = "";
    for (const [from, to] of [
      [child.stdout, process.stdout],
      [child.stderr, process.stderr],
    ]) {
      from.on("data", (chunk) => {
        output = (output + chunk).slice(-20_000);
        if (!quiet) to.write(chunk);
      });
    }
    child.once("error", fail);
    child.once("close", (code) => done({ code: code ?? 1, output }));
  });
}

const ignored = new Set(["node_modules", "dist", "generated", "coverage", "test-results", "playwright-report"]);

/** One hash of the files and folders at `paths` (absent ones included), whatever their dates. */
export function fingerprint(paths, { skip = () => false, salt = "" } = {}) {
  const hash = createHash("sha256").update(salt);
  for (const file of paths.flatMap((path) => filesOf(join(root, path)))) {
    if (!skip(file))
      hash
        .update(`${relative(root, file)}\0`)
        .update(readFileSync(file))
        .update("\0");
  }
  return hash.digest("hex");
}

/** Every file at or below `path`, sorted; generated folders left out. */
export function filesOf(path) {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  const names = readdirSync(path).filter((name) => !ignored.has(name));
  return names.sort().flatMap((name) => filesOf(join(path, name)));
}
