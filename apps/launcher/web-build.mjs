import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Failure, fingerprint, root, run } from "./shared.mjs";

const isTest = (file) => /\.test\.[cm]?[jt]sx?$|[\\/]src[\\/]test[\\/]/.test(file);

/** Builds the web application when what it is made of changed since the last build. */
export async function ensureWebBuild({ node, pnpm, env }) {
  const wanted = fingerprint(["apps/web", "packages", "pnpm-lock.yaml"], { skip: isTest });
  const marker = join(root, "apps/web/dist/.built-from");
  if (existsSync(marker) && readFileSync(marker, "utf8") === wanted) return;
  console.log("Construction de l'interface…");
  const { code, output } = await run(node, [pnpm, "--filter", "@crm/web", "build"], { env, quiet: true });
  if (code !== 0) throw new Failure(`La construction de l'interface a échoué :\n${output.trim()}`);
  writeFileSync(marker, wanted);
}
