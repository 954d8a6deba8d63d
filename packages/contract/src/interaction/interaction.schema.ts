import { z } from "zod";
import { FileView } from "../file/file.endpoints.ts";
import { Can, Moment, PageQuery, page, text } from "../shared/page.ts";
import { UserRef } from "../user/user.schema.ts";

/** The five exchanges of an opportunity's card, in the guide's order (3.2). */
export const interactionKinds = ["info", "email", "call", "meeting", "quote"] as const;
export type InteractionKind = (typeof interactionKinds)[number];

const written = { kind: z.enum(interactionKinds), heldAt: Moment, text: text(10_000), fileId: z.uuid().nullable() };

export const InteractionInput = z.object({
  kind: written.kind,
  /** Left out: now. */
  heldAt: written.heldAt.optional(),
  text: written.text.default(""),
  /** The attachment: an upload of one's own, of the purpose « attachment ». */
  fileId: written.fileId.default(null),
});

export const InteractionChanges = z.object(written).partial().extend({ version: z.int().positive() });

export const InteractionView = z.object({
  id: z.uuid(),
  opportunityId: z.uuid(),
  kind: z.enum(interactionKinds),
  heldAt: z.iso.datetime(),
  text: z.string(),
  file: FileView.nullable(),
  /** Who wrote it down; null when that person is gone. */
  actor: UserRef.nullable(),
  version: z.int(),
  createdAt: z.iso.datetime(),
  can: Can,
});
export type InteractionView = z.infer<typeof InteractionView>;

export const InteractionQuery = PageQuery.extend({
  size: z.coerce.number().int().min(1).max(100).default(10),
  kind: z.enum(interactionKinds).optional(),
});

/** A page of the exchanges, latest held first, and on the first page how many there are of each kind. */
export const InteractionPage = page(InteractionView)
  .omit({ count: true })
  .extend({ counts: z.record(z.enum(interactionKinds), z.int()).nullable() });
export type InteractionPage = z.infer<typeof InteractionPage>;
