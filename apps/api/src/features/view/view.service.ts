import type { ListViews, Request, SavedView, viewApi } from "@crm/contract";
import type { Prisma } from "@crm/db";
import type { RecordName } from "@crm/fields";
import { v7 as uuid } from "uuid";
import { type Ctx, inTransaction } from "../../platform/context.ts";
import { found, Refusal, refuseConflict, refuseTaken } from "../../platform/error.ts";
import { toSavedView, withOwner } from "./view.view.ts";

/** Views that one person may keep of one list: the menu shows them all. */
const mostViews = 100;

/** Which views one may open: one's own, and those that people of one's organisation share. */
const visible = ({ actor }: Ctx): Prisma.SavedViewWhereInput => ({
  OR: [{ userId: actor.id }, { shared: true, user: { organisationId: actor.organisationId } }],
});

/** The views of a list, one's own first, and how one likes the list: its columns, the view that it opens with. */
export async function listViews(ctx: Ctx, record: RecordName): Promise<ListViews> {
  const [rows, preference] = await Promise.all([
    ctx.db.savedView.findMany({ where: { record, ...visible(ctx) }, include: withOwner, orderBy: { name: "asc" } }),
    ctx.db.listPreference.findUnique({ where: { userId_record: { userId: ctx.actor.id, record } } }),
  ]);
  const views = rows.map((row) => toSavedView(row, ctx.actor));
  const isMine = (view: SavedView) => view.can.update;
  const defaultViewId = preference?.defaultViewId ?? null;
  return {
    views: [...views.filter(isMine), ...views.filter((view) => !isMine(view))],
    preference: {
      columns: (preference?.columns as string[] | undefined) ?? [],
      // One that is no longer shared is no default any more.
      defaultViewId: views.some(({ id }) => id === defaultViewId) ? defaultViewId : null,
    },
  };
}

/** Saves a view. Refuses with NAME_TAKEN one's second of that name, with TOO_MANY_VIEWS the hundred and first. */
export function createView(ctx: Ctx, input: Request<typeof viewApi.create>["body"]): Promise<SavedView> {
  return inTransaction(ctx, async (ctx) => {
    const userId = ctx.actor.id;
    if ((await ctx.db.savedView.count({ where: { userId, record: input.record } })) >= mostViews)
      throw new Refusal("TOO_MANY_VIEWS", { max: mostViews });
    const row = await ctx.db.savedView
      .create({ data: { id: uuid(), userId, ...input, createdAt: ctx.now() }, include: withOwner })
      .catch(refuseTaken("NAME_TAKEN", { name: input.name }));
    return toSavedView(row, ctx.actor);
  });
}

/** Changes a view of one's own. Refuses with NOT_FOUND, NOT_ALLOWED somebody else's, EDIT_CONFLICT, NAME_TAKEN. */
export function updateView(
  ctx: Ctx,
  id: string,
  { version, ...changes }: Request<typeof viewApi.update>["body"],
): Promise<SavedView> {
  return inTransaction(ctx, async (ctx) => {
    refuseConflict(await holdView(ctx, id), version);
    const row = await ctx.db.savedView
      .update({
        where: { id },
        data: { ...(changes as Prisma.SavedViewUpdateInput), version: { increment: 1 } },
        include: withOwner,
      })
      .catch(refuseTaken("NAME_TAKEN", { name: changes.name ?? "" }));
    return toSavedView(row, ctx.actor);
  });
}

/** Deletes a view of one's own; it is nobody's default any more. Refuses with NOT_FOUND, NOT_ALLOWED somebody else's. */
export function removeView(ctx: Ctx, id: string): Promise<void> {
  return inTransaction(ctx, async (ctx) => {
    await holdView(ctx, id);
    await ctx.db.savedView.delete({ where: { id } });
  });
}

/** Keeps the columns of a list, the view it opens with, or both. Refuses with NOT_FOUND a view that one may not open. */
export async function prefer(ctx: Ctx, { record, ...changes }: Request<typeof viewApi.prefer>["body"]) {
  if (changes.defaultViewId) {
    const where = { id: changes.defaultViewId, record, ...visible(ctx) };
    found(await ctx.db.savedView.findFirst({ where, select: { id: true } }), "view", changes.defaultViewId);
  }
  const key = { userId: ctx.actor.id, record };
  const { columns, defaultViewId } = await ctx.db.listPreference.upsert({
    where: { userId_record: key },
    create: { ...key, ...changes },
    update: changes,
  });
  return { columns: columns as string[], defaultViewId };
}

/** A view of one's own, that nobody else changes until the transaction ends. */
async function holdView(ctx: Ctx, id: string): Promise<SavedView> {
  await ctx.db.$queryRaw`SELECT 1 FROM saved_views WHERE id = ${id}::uuid FOR UPDATE`;
  const row = await ctx.db.savedView.findFirst({ where: { id, ...visible(ctx) }, include: withOwner });
  const view = toSavedView(found(row, "view", id), ctx.actor);
  if (!view.can.update) throw new Refusal("NOT_ALLOWED");
  return view;
}
