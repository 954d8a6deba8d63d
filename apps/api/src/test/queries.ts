import pg from "pg";
import { vi } from "vitest";

/** How many statements `work` sends to PostgreSQL, transaction commands included. Nothing else may run meanwhile. */
export async function countQueries(work: () => Promise<unknown>): Promise<number> {
  const query = vi.spyOn(pg.Client.prototype, "query");
  try {
    await work();
    return query.mock.calls.length;
  } finally {
    query.mockRestore();
  }
}
