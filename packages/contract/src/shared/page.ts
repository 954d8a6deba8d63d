import { isDay, isInstant, plannedDays, singleLine, storableText, withinDays } from "@crm/fields";
import { z } from "zod";

/** Path parameters of an endpoint on one record. */
export const IdParams = z.object({ id: z.uuid() });

/** Keyset paging: `after` is the `next` of the page before, of the same list in the same order; a text that tells nothing. */
export const PageQuery = z.object({
  after: z.string().max(8000).optional(),
  size: z.coerce.number().int().min(1).max(200).default(50),
});

/** Counts stop here; beyond, the screen says « 10 000+ » and the exact count is a request of its own. */
export const countCap = 10_000;

/** How a list is counted: up to `countCap`, or to the end. */
export const CountQuery = z.object({ exact: z.stringbool().default(false) });

/** A number of rows; `capped` when there are more than `value`. */
export const Count = z.object({ value: z.int(), capped: z.boolean() });
export type Count = z.infer<typeof Count>;

/**
 * A page of a list: its rows, the cursor of the next page (null: no more). The count comes along with the first page of a
 * search; else it is null, and a request of its own. `near`: nothing is what was searched for, these resemble it.
 */
export const page = <T extends z.ZodType>(row: T) =>
  z.object({
    rows: z.array(row),
    next: z.string().nullable(),
    count: Count.nullable(),
    near: z.boolean().optional(),
  });

/** A structured value carried in a query string as JSON. */
export const json = <T extends z.ZodType>(schema: T) =>
  z
    .string()
    .transform((text, ctx) => {
      try {
        return JSON.parse(text) as unknown;
      } catch {
        ctx.addIssue({ code: "custom", message: "JSON", params: { rule: "json" } });
        return z.NEVER;
      }
    })
    .pipe(schema);

/** Who follows a record from now on, and who did when that was chosen: EDIT_CONFLICT when it is somebody else by now. */
export const OwnerChange = z.object({ from: z.uuid().nullable(), ownerId: z.uuid().nullable() });
export type OwnerChange = z.output<typeof OwnerChange>;

/** An endpoint that answers nothing. */
export const Nothing = z.null().or(z.undefined());

/** What an actor may do with a record; the screen never re-derives it. */
export const Can = z.object({ update: z.boolean() });

/** What is typed on one line (names, titles, codes, searches): cleaned as `cleanLine` says, bounded. */
export const line = (max: number) => singleLine().max(max);

/** What may have several lines: cleaned as `cleanText` says, bounded. */
export const text = (max: number) => storableText().max(max);

/** Rich text as HTML, bounded and free of what nobody sees; the server sanitises it on the way in. */
export const richText = (max: number) => storableText().max(max);

/** A day that is recorded or asked for, « 2026-03-02 », of the years 0001 to 9999. */
export const Day = z.iso.date({ abort: true }).refine(isDay, { abort: true, params: { rule: "dayImpossible" } });

/** A day that something is planned for: a slip of the keyboard (0206, 9999) is refused. */
export const PlannedDay = Day.refine((day) => withinDays(plannedDays, day), {
  params: { rule: "dayRange", ...plannedDays },
});

/** A moment, ISO with its offset, that the clocks of UTC and of Paris show in the years 0001 to 9999. */
export const Moment = z.iso
  .datetime({ offset: true, abort: true })
  .refine(isInstant, { params: { rule: "instantImpossible" } });

/** The version of a record that a change was made from: the second of two editors is told (EDIT_CONFLICT). */
export const Version = z.object({ version: z.int().positive() });
