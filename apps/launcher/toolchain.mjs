import { createHash } from "node:crypto";
import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { Failure, fingerprint, root, run, windows } from "./shared.mjs";

const tools = join(root, ".tools");
const generated = join(root, "prisma/src/generated/client.ts");
const noNetwork =
  /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|network|fetch failed/i;

/**
 * Brings what the project needs and this machine lacks: pnpm at the pinned version and hash, the dependencies, Node 24,
 * the database client. Does nothing, and needs no network, when nothing changed. Gives { node, pnpm, env }.
 */
export async function ensureToolchain() {
  if (Number(process.versions.node.split(".")[0]) < 20) {
    throw new Failure(
      `Node ${process.versions.node} est trop ancien : installez Node 20 ou plus récent (https://nodejs.org).`,
    );
  }
  const env = usableHome({ ...process.env });
  const pnpm = await ensurePnpm(env);
  await ensureDependencies(pnpm, env);
  const node = join(root, "node_modules/node/bin", windows ? "node.exe" : "node");
  if (!existsSync(node))
    throw new Failure("Node 24 n'a pas été installé avec les dépendances : supprimez node_modules et recommencez.");
  withPath(env, [join(node, ".."), join(pnpm, "../../shim"), join(root, "node_modules/.bin")]);
  await ensureClient(node, pnpm, env);
  return { node, pnpm, env };
}

/** npm and pnpm keep caches at home: without one that can be written, they get one of ours. */
function usableHome(env) {
  try {
    if (env.HOME === "") throw new Error("empty");
    accessSync(homedir(), constants.W_OK);
  } catch {
    env.HOME = join(tools, "home");
    mkdirSync(env.HOME, { recursive: true });
  }
  return env;
}

async function ensurePnpm(env) {
  const { packageManager } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const [, version, expected] = /^pnpm@([\d.]+)\+sha512\.([0-9a-f]{128})$/.exec(packageManager) ?? [];
  if (!version)
    throw new Failure("package.json : « packageManager » doit donner la version de pnpm et son empreinte sha512.");
  const folder = join(tools, `pnpm-${version}`);
  const program = join(folder, "package/bin/pnpm.cjs");
  if (existsSync(program)) return program;

  console.log(`Téléchargement de pnpm ${version}…`);
  mkdirSync(tools, { recursive: true });
  const draft = mkdtempSync(join(tools, "draft-"));
  try {
    const archive = join(draft, await download(`pnpm@${version}`, draft, env));
    const found = createHash("sha512").update(readFileSync(archive)).digest("hex");
    if (found !== expected)
      throw new Failure(
        `pnpm ${version} n'a pas l'empreinte attendue : il n'est pas exécuté (reçu sha512 ${found.slice(0, 16)}…).`,
      );
    const { code, output } = await run("tar", ["-xzf", archive, "-C", draft], { quiet: true });
    if (code !== 0) throw new Failure(`pnpm ${version} n'a pas pu être décompressé : ${lastLine(output)}`);
    rmSync(archive);
    writeShims(join(draft, "shim"));
    rmSync(folder, { recursive: true, force: true });
    renameSync(draft, folder);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  return program;
}

async function download(name, folder, env) {
  const npm = process.env.npm_execpath?.endsWith("npm-cli.js") ? [process.execPath, process.env.npm_execpath] : ["npm"];
  const args = [
    "pack",
    name,
    "--pack-destination",
    folder,
    "--silent",
    "--fetch-retries=1",
    "--fetch-retry-mintimeout=1000",
  ];
  const { code, output } = await run(npm[0], [...npm.slice(1), ...args], {
    env: { ...env, npm_config_cache: join(tools, "npm-cache") },
    quiet: true,
  });
  const archive = readdirSync(folder).find((file) => file.endsWith(".tgz"));
  if (code === 0 && archive) return archive;
  if (noNetwork.test(output))
    throw new Failure("Pas d'accès au registre npm : la première installation a besoin du réseau.");
  throw new Failure(`pnpm n'a pas pu être téléchargé : ${lastLine(output)}`);
}

/** So that a script of package.json may say `pnpm`. */
function writeShims(folder) {
  mkdirSync(folder);
  writeFileSync(join(folder, "pnpm"), '#!/bin/sh\nexec node "$(dirname "$0")/../package/bin/pnpm.cjs" "$@"\n');
  writeFileSync(join(folder, "pnpm.cmd"), '@node "%~dp0\\..\\package\\bin\\pnpm.cjs" %*\r\n');
  chmodSync(join(folder, "pnpm"), 0o755);
}

async function ensureDependencies(pnpm, env) {
  const manifests = ["apps", "packages"].flatMap((folder) =>
    readdirSync(join(root, folder)).map((name) => `${folder}/${name}/package.json`),
  );
  const paths = [
    "package.json",
    "pnpm-lock.yaml",
    "pnpm-workspace.yaml",
    ".npmrc",
    ...manifests,
    ...["prisma", "e2e", "bench"].map((name) => `${name}/package.json`),
  ];
  const wanted = fingerprint(paths, { salt: `${process.platform} ${process.arch}` });
  const marker = join(root, "node_modules/.installed");
  if (isMarked(marker, wanted)) return;
  console.log("Installation des dépendances…");
  const args = [
    "install",
    "--frozen-lockfile",
    "--prefer-offline",
    "--reporter=append-only",
    "--config.confirmModulesPurge=false",
    "--config.fetchRetryMintimeout=3000",
  ];
  const { code, output } = await run(process.execPath, [pnpm, ...args], { env: { ...env, CI: "true" } });
  if (code !== 0) {
    if (noNetwork.test(output))
      throw new Failure("Pas d'accès au registre npm : l'installation des dépendances a besoin du réseau.");
    if (/OUTDATED_LOCKFILE/.test(output))
      throw new Failure("pnpm-lock.yaml ne correspond plus aux package.json : exécutez « pnpm install ».");
    throw new Failure(`L'installation des dépendances a échoué : ${lastLine(output)}`);
  }
  writeFileSync(marker, wanted);
}

async function ensureClient(node, pnpm, env) {
  const wanted = fingerprint(["prisma/schema", "prisma/prisma.config.ts", "prisma/package.json"]);
  const marker = join(root, "node_modules/.generated");
  if (existsSync(generated) && isMarked(marker, wanted)) return;
  console.log("Préparation du client de la base de données…");
  const { code, output } = await run(node, [pnpm, "--filter", "@crm/db", "generate"], { env, quiet: true });
  if (code !== 0) throw new Failure(`Le client de la base de données n'a pas pu être préparé :\n${output.trim()}`);
  writeFileSync(marker, wanted);
}

const isMarked = (marker, wanted) => existsSync(marker) && readFileSync(marker, "utf8") === wanted;

/** The variable is « Path » on Windows. */
function withPath(env, folders) {
  const name = Object.keys(env).find((key) => key.toUpperCase() === "PATH") ?? "PATH";
  env[name] = [...folders, env[name]].join(delimiter);
}

const lastLine = (text) => text.trim().split("\n").at(-1) ?? "";
