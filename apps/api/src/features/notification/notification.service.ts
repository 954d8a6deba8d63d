import type { NotificationView, StreamEvent } from "@crm/contract";
import { v7 as uuid } from "uuid";
import type { Ctx } from "../../platform/context.ts";
import { notificationRows, unreadCount } from "./notification.queries.ts";

/** Tells a user through the bell, in the transaction of what it is about. */
export async function notify(
  ctx: Ctx,
  userId: string,
  kind: NotificationView["kind"],
  data: Record<string, unknown>,
): Promise<void> {
  await ctx.db.notification.create({ data: { id: uuid(), userId, kind, data: data as object, createdAt: ctx.now() } });
  await publish(ctx, userId, { kind: "notification" });
}

/** Sends a user's open screens a stream event; lost when none is open. */
export const publish = (ctx: Ctx, userId: string, event: StreamEvent) =>
  ctx.events.publish(ctx.db, { to: userId, event });

/** My latest notifications, of what I still see. */
export async function listNotifications(ctx: Ctx) {
  const [rows, unread] = await Promise.all([notificationRows(ctx, 30), unreadCount(ctx)]);
  return {
    rows: rows.map(({ id, kind, data, createdAt, readAt }) => ({
      id,
      kind: kind as NotificationView["kind"],
      data,
      createdAt: createdAt.toISOString(),
      readAt: readAt?.toISOString() ?? null,
    })),
    unread,
  };
}

export async function markNotificationsRead(ctx: Ctx): Promise<void> {
  await ctx.db.notification.updateMany({ where: { userId: ctx.actor.id, readAt: null }, data: { readAt: ctx.now() } });
}
