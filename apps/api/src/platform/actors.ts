import { permissionsOf, profiles } from "@crm/contract";
import type { Database, User } from "@crm/db";
import type { EventBus } from "../ports/event-bus.ts";
import type { Actor, Ctx } from "./context.ts";

/** Finds who a session belongs to. */
export interface ActorDirectory {
  /** Null when the session is revoked or expired, or its user deactivated. */
  find(sessionId: string): Promise<Actor | null>;
  close(): void;
}

/** How long an actor is believed without a look at the database, should a message of `forgetActor` be lost. */
const believedFor = 5_000;

/** Keeps actors in memory for a few seconds; `forgetActor` from any process empties it at once. */
export function actorDirectory(db: Database, events: EventBus, now: () => Date): ActorDirectory {
  const known = new Map<string, { actor: Actor; until: number }>();
  const unsubscribe = events.subscribe((message) => {
    const { forget } = message as { forget?: string };
    if (forget) for (const [id, { actor }] of known) if (actor.id === forget) known.delete(id);
  });

  async function load(sessionId: string): Promise<Actor | null> {
    const session = await db.session.findUnique({ where: { id: sessionId }, include: { user: true } });
    if (!session || session.revokedAt || session.expiresAt <= now() || !session.user.active) return null;
    return toActor(session.user, sessionId);
  }

  return {
    async find(sessionId) {
      const entry = known.get(sessionId);
      if (entry && entry.until > Date.now()) return entry.actor;
      known.delete(sessionId);
      const actor = await load(sessionId);
      if (actor) {
        if (known.size > 10_000) known.clear();
        known.set(sessionId, { actor, until: Date.now() + believedFor });
      }
      return actor;
    },
    close: unsubscribe,
  };
}

/** Makes every process look at the database again before it believes this user; call it in the transaction of the change. */
export const forgetActor = (ctx: Ctx, userId: string) => ctx.events.publish(ctx.db, { forget: userId });

/** What a user may do and see: in his session, or in work that goes on without one (""). */
export const toActor = (user: User, sessionId: string): Actor => ({
  id: user.id,
  sessionId,
  name: `${user.firstName} ${user.lastName}`.trim(),
  organisationId: user.organisationId,
  scope: profiles[user.profile].scope,
  permissions: new Set(permissionsOf(user)),
});
