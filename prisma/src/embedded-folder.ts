import { createHash } from "node:crypto";
import { statSync } from "node:fs";
import { unlink } from "node:fs/promises";
import { connect, createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";

/** Another process of the application has started the database of this folder. */
export class DatabaseBusy extends Error {
  constructor(folder: string) {
    super(
      `Le dossier ${folder} sert déjà à une autre instance de l'application : arrêtez-la, ou choisissez un autre dossier (DATA_DIR=…).`,
    );
    this.name = "DatabaseBusy";
  }
}

/**
 * Holds `folder` until released or until this process ends, however it ends: the hold is listening sockets, which the kernel
 * closes. Throws DatabaseBusy when another process (or this one) holds it, in another container too.
 */
export async function holdFolder(folder: string): Promise<{ release(): Promise<void> }> {
  const held: Server[] = [];
  const release = async () => {
    for (const server of held) await new Promise<void>((done) => server.close(() => done()));
  };
  try {
    for (const address of holdAddresses(folder)) held.push(await hold(folder, address));
  } catch (error) {
    await release();
    throw error;
  }
  return { release };
}

async function hold(folder: string, address: string): Promise<Server> {
  const server = await listen(address).catch(async (error: NodeJS.ErrnoException) => {
    if (error.code !== "EADDRINUSE") throw error;
    if (!address.startsWith("/") || (await answers(address))) throw new DatabaseBusy(folder);
    await unlink(address); // left by a dead process, where sockets are files
    return listen(address).catch(() => {
      throw new DatabaseBusy(folder);
    });
  });
  server.unref();
  return server;
}

/** The longest path that a socket may have everywhere. */
const longestSocket = 100;

/**
 * Linux and Windows have socket names that vanish with their process; elsewhere a socket is a file. On Linux such a name is
 * seen in its own network alone: a file in the folder is seen by whoever sees the folder, from another container too.
 */
function holdAddresses(folder: string): string[] {
  const { dev, ino } = statSync(folder);
  const name = `helium-crm-${createHash("sha256").update(`${dev}:${ino}`).digest("hex").slice(0, 16)}`;
  if (process.platform === "win32") return [`\\\\.\\pipe\\${name}`];
  if (process.platform !== "linux") return [join(tmpdir(), `${name}.sock`)];
  const file = join(resolve(folder), "hold.sock");
  return [`\0${name}`, ...(Buffer.byteLength(file) > longestSocket ? [] : [file])];
}

function listen(address: string): Promise<Server> {
  return new Promise((done, fail) => {
    const server = createServer((socket) => socket.destroy());
    server.once("error", fail);
    server.listen(address, () => done(server));
  });
}

function answers(address: string): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect(address, () => {
      socket.destroy();
      done(true);
    });
    socket.once("error", () => done(false));
  });
}

/** Whether `user` may enter every folder above `path`. */
export function canReach(path: string, { uid, gid }: { uid: number; gid: number }): boolean {
  const { mode, uid: owner, gid: group } = statSync(path);
  const enter = uid === owner ? 0o100 : gid === group ? 0o010 : 0o001;
  const parent = dirname(path);
  return (mode & enter) !== 0 && (parent === path || canReach(parent, { uid, gid }));
}

/** `port` when it is free on this machine, else one that is. */
export async function freePort(port = 0): Promise<number> {
  const server = createServer();
  const free = await new Promise<number | undefined>((done) => {
    server.once("error", () => done(undefined));
    server.listen(port, "127.0.0.1", () => done((server.address() as { port: number }).port));
  });
  await new Promise((done) => server.close(done));
  return free ?? freePort();
}
