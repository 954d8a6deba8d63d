import { type AuditChange, type AuditKind, type AuditView, liveNouns, type Timeline } from "@crm/contract";
import type { Prisma } from "@crm/db";
import type { Ctx } from "../../platform/context.ts";
import { newIds } from "../../platform/ids.ts";
import { type Change, tellChanges } from "../live/live.service.ts";
import { type AuditRow, auditEvents, insertEventsSql } from "./audit.queries.ts";

export { type AuditRow, auditEventsSql, eventCountSql } from "./audit.queries.ts";

type EventNoun = AuditKind extends `${infer Noun}.${string}` ? Noun : never;
/** What happens to a contact, in whose timeline it shows. */
type OnContact = { contactId: string; opportunityId?: never };
/** What happens to an opportunity, and who sees that is told; `contactId` null: only its own timeline tells it. */
type OnOpportunity = { contactId: string | null; opportunityId: string };

/** What the events of a noun are about: a new noun says here who may be told of it, or does not compile. */
interface About extends Record<EventNoun, OnContact | OnOpportunity> {
  contact: OnContact;
  submission: OnContact;
  opportunity: OnOpportunity;
  interaction: OnOpportunity;
  action: (OnContact | OnOpportunity) & { contactId: string };
}

/** One thing that happened. */
export type Happening<Noun extends EventNoun = EventNoun> = { [N in Noun]: About[N] & Told<N> }[Noun];

interface Told<Noun extends EventNoun> {
  kind: Extract<AuditKind, `${Noun}.${string}`>;
  changes?: AuditChange[];
  data?: Record<string, unknown>;
  /** Whose it was before, where that changed: his open screens are told too. Kept nowhere. */
  former?: { ownerId: string | null; organisationId: string };
}

/** What concerns no single record: kept in the log, on no timeline. */
interface Administered {
  kind: "question.converted" | "question.choices-added" | "import.failed";
  data: Record<string, unknown>;
}

/** Writes what an administrator did to many records at once, or what failed, in the transaction of the change itself. */
export async function recordAdministration(ctx: Ctx, { kind, data }: Administered): Promise<void> {
  const [id] = newIds(1);
  await ctx.db.$executeRaw(insertEventsSql(ctx, JSON.stringify([{ id, kind, data }])));
}

/** Writes what happened, in the transaction of the change itself, and tells open screens once it has committed. */
export async function recordEvents(ctx: Ctx, happenings: Happening[]): Promise<void> {
  if (happenings.length > 0) await ctx.db.$executeRaw(eventsSql(ctx, happenings));
  tellHappenings(ctx, happenings);
}

/** Tells open screens which records these are about. */
export const tellHappenings = (ctx: Ctx, happenings: readonly Happening[]) =>
  tellChanges(ctx, happenings.flatMap(changesOf));

/** The record that a happening is named after changed; the other one, only on its card. */
function changesOf({ kind, contactId, opportunityId, former }: Happening): Change[] {
  const noun = liveNouns.find((noun) => kind.startsWith(`${noun}.`));
  const of = opportunityId
    ? ({ seenAs: "opportunity", id: opportunityId } as const)
    : contactId && ({ seenAs: "contact", id: contactId } as const);
  const on = (record: "contact" | "opportunity", id: string): Change => ({
    ...{ noun: record, seenAs: record, id },
    ...(noun === record ? { former } : { aside: true }),
  });
  return [
    ...(contactId ? [on("contact", contactId)] : []),
    ...(opportunityId ? [on("opportunity", opportunityId)] : []),
    ...(noun && noun !== "contact" && noun !== "opportunity" && of ? [{ noun, ...of }] : []),
  ];
}

/** The same as an INSERT for the statement that makes the change; `tellHappenings` is the caller's, behind it. */
export function eventsSql(ctx: Ctx, happenings: Happening[]): Prisma.Sql {
  const ids = newIds(happenings.length);
  const events = happenings.map(({ kind, contactId, opportunityId, changes = [], data = {} }, i) => ({
    ...{ id: ids[i], kind, contactId, opportunityId },
    data: { ...data, changes },
  }));
  return insertEventsSql(ctx, JSON.stringify(events));
}

/** A page of a timeline, newest first. The caller has checked that the actor may see the record. */
export async function timelineOf(
  ctx: Ctx,
  of: { contactId: string } | { opportunityId: string },
  { size, ...page }: { after?: string | undefined; size: number; kinds?: readonly AuditKind[] | undefined },
): Promise<Timeline> {
  return toTimeline(await auditEvents(ctx, of, { ...page, size: size + 1 }), size);
}

/** Rows of `auditEvents` or of a card's query, one more than `size` when there is a next page. */
export function toTimeline(rows: AuditRow[], size: number): Timeline {
  const shown = rows.slice(0, size);
  return { rows: shown.map(toAuditView), next: rows.length > size ? (shown.at(-1)?.id ?? null) : null };
}

function toAuditView({ id, at, kind, actorId, actorName, opportunityId, opportunityTitle, data }: AuditRow): AuditView {
  const { changes = [], ...rest } = data as { changes?: AuditChange[] };
  return {
    id,
    at: new Date(at).toISOString(),
    kind: kind as AuditKind,
    actor: actorId ? { id: actorId, name: actorName ?? "" } : null,
    opportunity: opportunityId ? { id: opportunityId, title: opportunityTitle ?? "" } : null,
    changes,
    data: rest,
  };
}
