import type { LiveNoun, Permission, StreamEvent } from "@crm/contract";
import { sees } from "../../platform/access.ts";
import { type Actor, afterCommit, type Ctx } from "../../platform/context.ts";
import type { EventBus } from "../../ports/event-bus.ts";
import { type Owned, ownersOf, type SeenAs } from "./live.queries.ts";

/** Something that open screens may have to read again. */
export interface Change {
  noun: LiveNoun;
  seenAs: SeenAs;
  /** Of the record `seenAs`. */
  id: string;
  /** Only what stands beside it changed: cards show it, lists do not. */
  aside?: boolean;
  /** Whose it was before: he must see it go. */
  former?: Omit<Owned, "id"> | undefined;
}

/** Whose a record is: for `former`, before it is given away. */
export async function ownedBy(ctx: Ctx, seenAs: SeenAs, id: string): Promise<Change["former"]> {
  const [row] = await ownersOf(ctx, seenAs, [id]);
  return row && { ownerId: row.ownerId, organisationId: row.organisationId };
}

type Group = Omit<Change, "id"> & { ids: string[] };
type Hint = Extract<StreamEvent, { kind: "changes" }>["changes"][number];

/** Changes are gathered for so long before they are told, by whom made them and by each stream; a screen is told once a second. */
const [gatherMs, pauseMs, tellMs] = [100, 50, 1000];
/** Ids of one message: PostgreSQL carries 8 kB. */
const idsPerMessage = 150;
/** Beyond, a screen is told that many changed, not which. */
const idsPerHint = 200;

const needed: Record<SeenAs, Permission> = {
  contact: "contact:read",
  opportunity: "opportunity:read",
  action: "crm:use",
};

const gathering = new WeakMap<EventBus, Change[]>();

/**
 * Tells open screens, once the transaction of ctx has committed, that something changed: what and which, never its content.
 * Costs the change itself nothing: what comes within a tenth of a second goes out in one message. Lost with the process;
 * screens read again when they come to the front.
 */
export function tellChanges(ctx: Ctx, changes: readonly Change[]): void {
  if (changes.length === 0) return;
  afterCommit(ctx, (ctx) => {
    const waiting = gathering.get(ctx.events);
    if (waiting) {
      for (const change of changes) waiting.push(change);
      return;
    }
    const gathered = [...changes];
    gathering.set(ctx.events, gathered);
    setTimeout(() => {
      gathering.delete(ctx.events);
      void publishAll(ctx, gathered).catch(() => undefined);
    }, gatherMs).unref();
  });
}

async function publishAll(ctx: Ctx, changes: readonly Change[]): Promise<void> {
  for (const { ids, ...group } of grouped(changes))
    for (let start = 0; start < ids.length; start += idsPerMessage)
      await ctx.events.publish(ctx.db, { changed: { ...group, ids: ids.slice(start, start + idsPerMessage) } });
}

function grouped(changes: readonly Change[]): Group[] {
  const groups = new Map<string, Group & { known: Set<string> }>();
  for (const { id, ...kind } of changes) {
    const key = JSON.stringify([kind.noun, kind.seenAs, kind.aside ?? false, kind.former ?? null]);
    const group = groups.get(key) ?? { ...kind, ids: [], known: new Set<string>() };
    groups.set(key, group);
    if (!group.known.has(id)) group.ids.push(id);
    group.known.add(id);
  }
  return [...groups.values()].map(({ known: _, ...group }) => group);
}

interface Watcher {
  actor: Actor;
  tell: (hints: Hint[]) => void;
}

/** The streams of this process, which hear the bus as one: whose a record is is read once for all of them. */
const watched = new WeakMap<EventBus, { watchers: Set<Watcher>; stop: () => void }>();

/**
 * Calls `send` with the changes that the actor of ctx may see, at most once a second, until the returned function is called.
 */
export function watchChanges(ctx: Ctx, send: (event: StreamEvent) => void): () => void {
  const pending = new Map<string, { noun: LiveNoun; aside: boolean; ids: Set<string> }>();
  let quiet: ReturnType<typeof setTimeout> | undefined;
  const flush = () => {
    quiet = undefined;
    if (pending.size === 0) return;
    const changes = [...pending.values()].map(({ ids, ...hint }) => ({
      ...hint,
      ids: ids.size > idsPerHint ? null : [...ids],
    }));
    pending.clear();
    quiet = setTimeout(flush, tellMs);
    send({ kind: "changes", changes });
  };
  const watcher: Watcher = {
    actor: ctx.actor,
    tell(hints) {
      for (const { noun, aside, ids } of hints) {
        const known = pending.get(`${noun} ${aside}`) ?? { noun, aside, ids: new Set<string>() };
        pending.set(`${noun} ${aside}`, known);
        for (const id of ids ?? []) known.ids.add(id);
      }
      // What belongs together comes within moments.
      quiet ??= setTimeout(flush, pauseMs);
    },
  };
  const registry = watched.get(ctx.events) ?? openRegistry(ctx);
  registry.watchers.add(watcher);
  return () => {
    clearTimeout(quiet);
    registry.watchers.delete(watcher);
    if (registry.watchers.size > 0) return;
    registry.stop();
    watched.delete(ctx.events);
  };
}

function openRegistry(ctx: Ctx) {
  const watchers = new Set<Watcher>();
  const stop = ctx.events.subscribe((message) => {
    const { changed } = message as { changed?: Group };
    if (changed) void spread(ctx, changed, watchers).catch(() => undefined);
  });
  const registry = { watchers, stop };
  watched.set(ctx.events, registry);
  return registry;
}

/** Tells each stream of the changes to what its actor sees now, or saw before. */
async function spread(ctx: Ctx, { noun, seenAs, ids, aside = false, former }: Group, watchers: Set<Watcher>) {
  const owned = await ownersOf(ctx, seenAs, ids);
  for (const { actor, tell } of watchers) {
    if (!actor.permissions.has(needed[seenAs])) continue;
    const visible = former && sees(actor, former) ? ids : owned.filter((row) => sees(actor, row)).map(({ id }) => id);
    if (visible.length > 0) tell([{ noun, aside, ids: visible }]);
  }
}
