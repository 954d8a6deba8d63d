import { readdir, rm, stat } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";

const prefix = "crm-sheet-";
/** How the folders begin in which this process copies the files that it reads. */
export const ownCopies = `${prefix}${hostname()}-${process.pid}-`;
/** Of a folder whose process can't be asked after (another machine's in a shared folder, an earlier release's). */
const longestMs = 6 * 3_600_000;

/** Removes the copies of this user whose process is gone: never those of one that lives, here or on another machine. */
export async function forgetCopies(): Promise<number> {
  let forgotten = 0;
  for (const name of await readdir(tmpdir())) {
    if (!name.startsWith(prefix)) continue;
    const path = join(tmpdir(), name);
    const found = await stat(path).catch(() => null); // another process was faster
    if (!found?.isDirectory() || found.uid !== (process.getuid?.() ?? found.uid)) continue;
    if (!isLeft(name, found.mtimeMs)) continue;
    await rm(path, { recursive: true, force: true });
    forgotten++;
  }
  return forgotten;
}

function isLeft(name: string, at: number): boolean {
  const [, host, pid] = /^crm-sheet-(.+)-(\d+)-[^-]+$/.exec(name) ?? [];
  if (host !== hostname()) return at < Date.now() - longestMs;
  // A process of before may have had the same number.
  if (Number(pid) === process.pid) return at < performance.timeOrigin;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ESRCH";
  }
}
