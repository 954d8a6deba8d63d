import type { BulkKind, BulkRecord, bulkKinds } from "@crm/contract";
import type { z } from "zod";
import type { Ctx } from "../../platform/context.ts";
import type { Changed } from "./bulk.queries.ts";

/** A kind of change: what it does to a few records at a time, in the transaction of ctx. */
export interface BulkWork<Params, Ready = unknown> {
  /** Judges the change before anything is written, and again for each chunk; what it depends on stays so until the transaction ends. */
  prepare(ctx: Ctx, record: BulkRecord, params: Params): Promise<Ready>;
  /** What is kept of the params. */
  params(ready: Ready): Record<string, unknown>;
  /** Changes those of the records that the actor may change and that need it. */
  apply(ctx: Ctx, record: BulkRecord, ids: string[], ready: Ready): Promise<Changed[]>;
  /** Restores those that nobody has changed since; gives their ids. */
  undo(ctx: Ctx, record: BulkRecord, changed: Changed[], params: Params): Promise<string[]>;
  /** Once all is done: tells whom it concerns. */
  done?(ctx: Ctx, record: BulkRecord, ready: Ready, changed: number): Promise<void>;
}

export type ParamsOf<Kind extends BulkKind> = z.output<(typeof bulkKinds)[Kind]["params"]>;
