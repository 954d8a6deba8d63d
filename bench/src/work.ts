import type pg from "pg";
import type { Call } from "./load.ts";

/** A request to the floor and to ours for the same answer. */
export interface Work {
  name: string;
  floor: Call;
  ours: Call;
  /** What must hold: « at least 0.35 of the floor's requests a second », or « at most twice its median ». */
  target: { of: "perSecond" | "p50"; bound: number };
}

/** Where both stand: their addresses, the database under them, what signs in to ours. */
export interface Place {
  client: pg.Client;
  floor: string;
  ours: string;
  headers: Record<string, string>;
}
