import { existsSync } from "node:fs";
import { access, constants, mkdir } from "node:fs/promises";
import { createServer } from "node:net";
import { dirname, join } from "node:path";
import { StartFailure } from "./environment.ts";

type SystemError = NodeJS.ErrnoException;

/** Makes the folder where everything is kept; a StartFailure when it can't be made or written to. */
export async function prepareDataDir(folder: string): Promise<void> {
  try {
    await makeFolder(folder);
    await access(folder, constants.W_OK | constants.X_OK);
  } catch (cause) {
    throw new StartFailure(`DATA_DIR : impossible d'écrire dans le dossier ${folder} (${reasonOf(cause)}).`, { cause });
  }
}

const folderReasons: Record<string, string> = {
  EACCES: "accès refusé",
  EPERM: "accès refusé",
  EROFS: "système de fichiers en lecture seule",
  ENOTDIR: "ce n'est pas un dossier",
  EEXIST: "ce n'est pas un dossier",
  ENOSPC: "disque plein",
  EDQUOT: "disque plein",
};

/** Why the system refused, in French where it is known; a full disk is told even where PostgreSQL met it. */
export function reasonOf(error: unknown): string {
  const { code } = error as SystemError;
  const line = firstLine(error);
  if (code && folderReasons[code]) return folderReasons[code];
  return /no space left|disk full|ENOSPC|\b53100\b/i.test(`${code} ${String(error)}`) ? "disque plein" : line;
}

const firstLine = (error: unknown) =>
  String(error instanceof Error ? error.message : error)
    .trim()
    .split("\n")[0] ?? "";

/**
 * Refuses with a StartFailure a data folder that has served already (its secret or its id is there) and whose embedded database
 * is gone: a new one would look like a fresh installation, and the backup that is missing would never be looked for.
 */
export function assertDatabaseKept(dataDir: string): void {
  const served = ["app-secret", "folder-id"].some((name) => existsSync(join(dataDir, name)));
  const cluster = ["cluster", "cluster-elsewhere"].map((name) => join(dataDir, "postgres", name));
  if (!served || cluster.some((path) => existsSync(path))) return;
  throw new StartFailure(
    `DATA_DIR : la base de données manque (${cluster[0]}) alors que ce dossier a déjà servi. Remettez le dossier postgres de votre sauvegarde, ou choisissez un autre dossier (DATA_DIR=…).`,
  );
}

/** One folder after the other: Node's own recursive mkdir never comes back from places such as /proc. */
async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder);
  } catch (error) {
    const { code } = error as SystemError;
    if (code === "EEXIST") return access(`${folder}/.`); // a file of that name is no folder: ENOTDIR
    if (code !== "ENOENT" || dirname(folder) === folder) throw error;
    await makeFolder(dirname(folder));
    await mkdir(folder);
  }
}

/** Refuses with a StartFailure an address that can't be listened on, before anything is started. */
export async function assertListenable(port: number, host: string): Promise<void> {
  const probe = createServer();
  try {
    await new Promise<void>((done, fail) => {
      probe.once("error", fail);
      probe.listen(port, host, done);
    });
  } catch (error) {
    throw listenFailure(error, port, host);
  }
  await new Promise((done) => probe.close(done));
}

/** What the operator can do about an address that can't be listened on. */
export function listenFailure(error: unknown, port: number, host: string): unknown {
  const failure = (sentence: string) => new StartFailure(sentence, { cause: error });
  switch ((error as SystemError).code) {
    case "EADDRINUSE":
      return failure(
        `PORT : le port ${port} est déjà pris ; arrêtez l'autre programme ou choisissez un autre port (PORT=…).`,
      );
    case "EACCES":
      return failure(`PORT : le port ${port} n'est pas permis ; choisissez-en un autre (PORT=…).`);
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
    case "EAI_AGAIN":
    case "EINVAL":
      return failure(`HOST : ${host} n'est pas une adresse de cette machine.`);
    default:
      return error;
  }
}
