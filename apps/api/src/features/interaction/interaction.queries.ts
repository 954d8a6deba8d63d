import { type InteractionKind, type InteractionQuery, interactionKinds, type UserRef } from "@crm/contract";
import { type File, Prisma } from "@crm/db";
import type { z } from "zod";
import { recordScope } from "../../platform/access.ts";
import type { Ctx } from "../../platform/context.ts";
import { pageOf } from "../../platform/page-query.ts";

/** An exchange as the database gives it. */
export interface InteractionRow {
  id: string;
  opportunityId: string;
  contactId: string;
  kind: InteractionKind;
  heldAt: Date;
  text: string;
  file: (Omit<File, "createdAt"> & { createdAt: string }) | null;
  actor: UserRef | null;
  version: number;
  createdAt: Date;
  /** Whose the opportunity is: what `can` asks. */
  ownerId: string | null;
  organisationId: string;
}

const shown = Prisma.sql`
  i.id, i.opportunity_id AS "opportunityId", i.contact_id AS "contactId", i.kind::text AS kind, i.held_at AS "heldAt", i.text, i.version,
  i.created_at AS "createdAt", o.owner_id AS "ownerId", o.organisation_id AS "organisationId",
  CASE WHEN f.id IS NOT NULL THEN json_build_object(
    'id', f.id, 'name', f.name, 'mediaType', f.media_type, 'size', f.size, 'createdAt', f.created_at) END AS file,
  CASE WHEN u.id IS NOT NULL THEN json_build_object(
    'id', u.id, 'name', trim(u.first_name || ' ' || u.last_name), 'active', u.active, 'photoId', u.photo_id) END AS actor`;

const joined = Prisma.sql`
  JOIN opportunities o ON o.id = i.opportunity_id LEFT JOIN files f ON f.id = i.file_id LEFT JOIN users u ON u.id = i.actor_id`;

/** The exchanges of an opportunity, deleted ones left out. That the actor sees the opportunity is asked before. */
const interactionsOf = (opportunityId: string, kind?: InteractionKind) => Prisma.sql`
  i.opportunity_id = ${opportunityId}::uuid AND i.deleted_at IS NULL
  AND ${kind ? Prisma.sql`i.kind = ${kind}::interaction_kind` : Prisma.sql`TRUE`}`;

/** A page of the exchanges about an opportunity, latest held first. */
export const interactionPage = (ctx: Ctx, opportunityId: string, query: z.output<typeof InteractionQuery>) =>
  pageOf<InteractionRow>(ctx.db, {
    ...{ select: shown, table: Prisma.sql`interactions i`, joins: joined, after: query.after, size: query.size },
    where: interactionsOf(opportunityId, query.kind),
    columns: [
      { sql: "i.held_at", cast: "timestamptz", direction: "desc" },
      { sql: "i.id", cast: "uuid", direction: "desc" },
    ],
    searching: false,
  });

/** How many exchanges of each kind; null for an opportunity that the actor does not see. */
export async function interactionCounts(
  ctx: Ctx,
  opportunityId: string,
): Promise<Record<InteractionKind, number> | null> {
  const [row] = await ctx.db.$queryRaw<{ counts: Partial<Record<InteractionKind, number>> | null }[]>`
    SELECT (SELECT jsonb_object_agg(k.kind, k.count) FROM (
      SELECT i.kind, count(*) FROM interactions i WHERE ${interactionsOf(opportunityId)} GROUP BY i.kind) k) AS counts
    FROM opportunities o WHERE o.id = ${opportunityId}::uuid AND ${recordScope(ctx.actor, "o")}`;
  if (!row) return null;
  return Object.fromEntries(interactionKinds.map((kind) => [kind, row.counts?.[kind] ?? 0])) as Record<
    InteractionKind,
    number
  >;
}

/** An exchange about an opportunity that the actor sees. `deleted`: one whose deletion can be undone. `lock`: nobody else changes it. */
export async function interactionRow(
  ctx: Ctx,
  id: string,
  { deleted = false, lock = false } = {},
): Promise<InteractionRow | null> {
  const [row] = await ctx.db.$queryRaw<InteractionRow[]>`
    SELECT ${shown} FROM interactions i ${joined}
    WHERE i.id = ${id}::uuid AND i.deleted_at IS ${Prisma.raw(deleted ? "NOT NULL" : "NULL")} AND ${recordScope(ctx.actor, "o")}
    ${lock ? Prisma.sql`FOR UPDATE OF i` : Prisma.empty}`;
  return row ?? null;
}

/** Forgets for good what was deleted before a moment. Gives how many. */
export const purgeInteractions = (ctx: Ctx, before: Date, limit: number) => ctx.db.$executeRaw`
  DELETE FROM interactions WHERE id IN (SELECT id FROM interactions WHERE deleted_at < ${before} LIMIT ${limit} FOR UPDATE SKIP LOCKED)`;

/** Empties what the exchanges with these contacts say: that they took place, when and of which kind stays. */
export async function emptyInteractions(ctx: Ctx, contactIds: string[]): Promise<{ count: number; fileIds: string[] }> {
  const rows = await ctx.db.$queryRaw<{ fileId: string | null; said: boolean }[]>`
    WITH before AS (SELECT id, file_id, text FROM interactions WHERE contact_id = ANY(${contactIds}::uuid[]) FOR UPDATE)
    UPDATE interactions i SET text = '', file_id = NULL, version = i.version + 1, updated_at = ${ctx.now()}
    FROM before b WHERE b.id = i.id AND (b.text <> '' OR b.file_id IS NOT NULL)
    RETURNING b.file_id AS "fileId", b.text <> '' AS said`;
  return {
    count: rows.filter(({ said }) => said).length,
    fileIds: rows.flatMap(({ fileId }) => (fileId === null ? [] : [fileId])),
  };
}
