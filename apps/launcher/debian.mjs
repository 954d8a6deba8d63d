import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { run } from "./shared.mjs";

const browsers = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
];
const oldestPostgres = "/usr/lib/postgresql/15/bin/initdb";
const libreOffice = "/usr/bin/soffice";

/**
 * Installs, on Debian and as root, what tests need beyond npm: Chromium, the oldest PostgreSQL we support, and LibreOffice,
 * which opens the workbooks that we write. Gives what is still missing.
 */
export async function ensureSystem() {
  const missing = [
    ...(browsers.some(existsSync) || process.env.CHROMIUM_PATH ? [] : ["chromium", "fonts-liberation"]),
    ...(existsSync(oldestPostgres) ? [] : ["postgresql-15"]),
    ...(existsSync(libreOffice) ? [] : ["libreoffice-calc-nogui"]),
  ];
  if (missing.length === 0) return [];
  const debian = existsSync("/etc/os-release") && /^ID(_LIKE)?=.*debian/m.test(readFileSync("/etc/os-release", "utf8"));
  if (!debian || process.getuid?.() !== 0) {
    console.warn(
      `Absents de cette machine : ${missing.join(", ")}. Les tests qui en ont besoin seront sautés ou échoueront (sous Debian : apt-get install ${missing.join(" ")}).`,
    );
    return missing;
  }
  console.log(`Installation de ${missing.join(", ")}…`);
  withoutMainCluster();
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const apt = async (args) => (await run("apt-get", args, { env, quiet: true })).code === 0;
  await apt(["update", "-q"]);
  const failed = [];
  for (const name of missing) {
    if (!(await apt(["install", "-y", "-q", "--no-install-recommends", "-o", "Dpkg::Options::=--force-confold", name])))
      failed.push(name);
  }
  if (failed.length > 0)
    console.warn(
      `apt-get n'a pas pu installer ${failed.join(", ")} : les tests qui en ont besoin seront sautés ou échoueront.`,
    );
  return failed;
}

/** Debian's package would start a server of its own, on the usual port. */
function withoutMainCluster() {
  const folder = "/etc/postgresql-common";
  const file = `${folder}/createcluster.conf`;
  if (existsSync(file)) return;
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, "create_main_cluster = false\n");
}
