import { PrismaPg } from "@prisma/adapter-pg";
import { type Prisma, PrismaClient } from "./generated/client.ts";
import { QueuedClient } from "./queued-client.ts";

export { holdBeginning, isBare } from "./beginning.ts";
export * from "./generated/client.ts";

/** adapter-pg reads and writes instants as UTC, whatever a session's time zone is: it has to be UTC. */
const options = "-c TimeZone=UTC";

/** Opens a pool of at most `max` connections to the database at `url`; the caller disconnects. */
export const openDatabase = (url: string, max = 10) =>
  new PrismaClient({ adapter: new PrismaPg({ connectionString: url, max, options, Client: QueuedClient }) });

/** What a query needs: the client, or the transaction under way. */
export type Database = PrismaClient | Prisma.TransactionClient;
