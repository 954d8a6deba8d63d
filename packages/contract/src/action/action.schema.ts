import { fromParis } from "@crm/fields";
import { z } from "zod";
import { Can, Count, Day, line, PageQuery, PlannedDay, text } from "../shared/page.ts";
import { UserRef } from "../user/user.schema.ts";

/** Pictures a type of action may have: names that the web knows. */
export const actionIcons = [
  "bell",
  "mail",
  "phone",
  "users",
  "file",
  "calendar",
  "message",
  "package",
  "star",
] as const;
export type ActionIcon = (typeof actionIcons)[number];

export const ActionTypeInput = z.object({ label: line(80).min(1), icon: z.enum(actionIcons) });

/** What can be planned: « Rappel », « E-mail à envoyer », « Appel téléphonique », « Rencontre »… */
export const ActionTypeView = z.object({
  id: z.uuid(),
  label: z.string(),
  icon: z.enum(actionIcons),
  /** No new action of it; those planned before keep it. */
  archived: z.boolean(),
  version: z.int(),
});
export type ActionTypeView = z.infer<typeof ActionTypeView>;

/** An hour on the clocks of Paris, « 14:30 ». */
const Time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);

/** Whether the clocks of Paris show that hour on that day: not in the night when they go forward. */
const shown = ({ day, time }: { day?: string | undefined; time?: string | null | undefined }) =>
  !day || !time || fromParis(day, `${time}:00`) !== null;
const impossible = { path: ["time"], params: { rule: "instantImpossible" } };

/** « Planifier une action » (guide 3.2): type, date, hour, text, user. */
export const ActionInput = z
  .object({
    typeId: z.uuid(),
    contactId: z.uuid(),
    /** One of that contact. */
    opportunityId: z.uuid().nullish(),
    day: PlannedDay,
    /** Null: any time of that day. */
    time: Time.nullable().default(null),
    text: text(2000).default(""),
    /** Who does it; left out: me. */
    ownerId: z.uuid().optional(),
  })
  .refine(shown, impossible);

/** What is left out stays as it is. Another day or hour: it is put off. */
export const ActionChanges = z
  .object({
    version: z.int().positive(),
    typeId: z.uuid().optional(),
    day: PlannedDay.optional(),
    time: Time.nullable().optional(),
    text: text(2000).optional(),
    ownerId: z.uuid().optional(),
  })
  .refine(shown, impossible);

/** What came of it: « un petit compte-rendu synthétique ». */
export const ActionDone = z.object({ report: text(2000).default("") });

/** When an action is due, seen from now, on the clocks of Paris. */
export const actionGroups = ["late", "today", "week", "later"] as const;
export type ActionGroup = (typeof actionGroups)[number];

export const ActionFilter = z.object({
  /** Who does it; "me" for oneself. */
  ownerId: z.uuid().or(z.literal("me")).optional(),
  /** Of a contact or an opportunity that the actor sees: then whoever does them. */
  contactId: z.uuid().optional(),
  opportunityId: z.uuid().optional(),
});
export type ActionFilter = z.output<typeof ActionFilter>;

export const ActionQuery = PageQuery.extend({
  ...ActionFilter.shape,
  /** Still to do, the earliest first; or done, the latest first. */
  state: z.enum(["open", "done"]).default("open"),
  group: z.enum(actionGroups).optional(),
});

export const ActionView = z.object({
  id: z.uuid(),
  type: ActionTypeView.pick({ id: true, label: true, icon: true }),
  /** The moment it is due; without an hour, the end of the day. */
  dueAt: z.iso.datetime(),
  /** On the clocks of Paris. */
  day: Day,
  time: z.string().nullable(),
  group: z.enum(actionGroups),
  text: z.string(),
  /** Null when the actor sees neither the contact nor the opportunity; `open`: whether its card can be opened. */
  contact: z.object({ id: z.uuid(), name: z.string(), open: z.boolean() }).nullable(),
  opportunity: z.object({ id: z.uuid(), title: z.string() }).nullable(),
  owner: UserRef.nullable(),
  doneAt: z.iso.datetime().nullable(),
  report: z.string(),
  version: z.int(),
  can: Can,
});
export type ActionView = z.infer<typeof ActionView>;

/** How many are to do, by when. */
export const ActionCounts = z.object({ late: Count, today: Count, week: Count, later: Count });
export type ActionCounts = z.infer<typeof ActionCounts>;
