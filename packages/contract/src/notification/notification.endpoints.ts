import { z } from "zod";
import { endpoint } from "../shared/endpoint.ts";
import { Nothing } from "../shared/page.ts";

/** What the bell can announce; each has its sentence in the web. */
export const notificationKinds = [
  "import.done",
  "import.failed",
  "import.undone",
  "import.assigned",
  "contact.assigned",
  "opportunity.assigned",
  "action.assigned",
  "action.due",
  "action.handed-over",
  "opportunity.reminder",
  "bulk.done",
  "bulk.failed",
  "bulk.undone",
  "bulk.assigned",
  "submission.received",
  "export.done",
  "export.failed",
  "file.lost",
  "saved-report.failed",
  "planned-day.corrected",
] as const;

export const NotificationView = z.object({
  id: z.uuid(),
  kind: z.enum(notificationKinds),
  data: z.record(z.string(), z.unknown()),
  createdAt: z.iso.datetime(),
  readAt: z.iso.datetime().nullable(),
});
export type NotificationView = z.infer<typeof NotificationView>;

/** What a screen may be told of: it reads again what it shows of it. */
export const liveNouns = ["contact", "opportunity", "interaction", "action", "submission"] as const;
export type LiveNoun = (typeof liveNouns)[number];

/** What the event stream carries: `changes` (records that I see changed: which, never how), `notification` (the bell), `import`, `bulk` and `export` (their progress moved: read it again). */
export const StreamEvent = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("notification") }),
  z.object({ kind: z.literal("import"), id: z.uuid() }),
  z.object({ kind: z.literal("bulk"), id: z.uuid() }),
  z.object({ kind: z.literal("export"), id: z.uuid() }),
  z.object({
    kind: z.literal("changes"),
    changes: z.array(
      z.object({
        noun: z.enum(liveNouns),
        /** Of the record, or of the one on whose card it stands; null: many. */
        ids: z.array(z.uuid()).nullable(),
        /** Only what stands beside it changed: cards show it, lists do not. */
        aside: z.boolean(),
      }),
    ),
  }),
]);
export type StreamEvent = z.infer<typeof StreamEvent>;

export const notificationApi = {
  list: endpoint({
    method: "GET",
    url: "/notifications",
    config: { access: "signed-in" },
    schema: {
      summary: "My latest notifications",
      response: { 200: z.object({ rows: z.array(NotificationView), unread: z.int() }) },
    },
  }),
  markRead: endpoint({
    method: "POST",
    url: "/notifications/read",
    config: { access: "signed-in" },
    schema: { summary: "Mark all my notifications read", response: { 204: Nothing } },
  }),
  stream: endpoint({
    method: "GET",
    url: "/events",
    config: { access: "signed-in" },
    schema: { summary: "Server-sent events for me: StreamEvent as JSON", response: { 200: z.unknown() } },
  }),
};
