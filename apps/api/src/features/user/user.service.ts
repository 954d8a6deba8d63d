import { buffer } from "node:stream/consumers";
import type { Profile, UserChanges, UserInput, UserList, UserQuery, UserRef, UserView } from "@crm/contract";
import { v7 as uuid } from "uuid";
import type { z } from "zod";
import { forgetActor } from "../../platform/actors.ts";
import { type Ctx, inTransaction } from "../../platform/context.ts";
import { found, Refusal, refuseConflict, refuseTaken } from "../../platform/error.ts";
import { refusedField } from "../../platform/issues.ts";
import { hashPassword } from "../../platform/password.ts";
import { findUpload, openFile, removeFile, storeFile } from "../file/file.service.ts";
import { assertOrganisation } from "../organisation/organisation.service.ts";
import { killResetLinks, proveOneself, setPassword } from "../session/password.service.ts";
import { revokeSessionsOf } from "../session/session.service.ts";
import {
  directoryRows,
  lockAssignable,
  lockWithAdmins,
  moveOwnedRecords,
  refRows,
  userRow,
  userRows,
} from "./user.queries.ts";
import { toUserRef, toUserView } from "./user.view.ts";

export { lockAssignable as assignable, ownersByName } from "./user.queries.ts";

/** Pixels of the side of a stored portrait: twice the largest shown. */
const portraitSize = 256;

/**
 * The user, if a record can be given to him: active and with the CRM functions open to him.
 * Locks him until the transaction ends, so that he can't change organisation meanwhile.
 * Refuses with OWNER_NOT_ASSIGNABLE.
 */
export async function assertAssignable(
  ctx: Ctx,
  userId: string,
): Promise<{ id: string; organisationId: string; name: string }> {
  const user = await lockAssignable(ctx, userId);
  if (!user) throw new Refusal("OWNER_NOT_ASSIGNABLE", { userId });
  return user;
}

/** The users of these ids, whoever they are: to show who follows or did something. */
export async function userRefs(ctx: Ctx, ids: string[]): Promise<Map<string, UserRef>> {
  const rows = await refRows(ctx, ids);
  return new Map(rows.map((row) => [row.id, toUserRef(row)]));
}

/** Whom a record can be assigned to (`active`), then those who follow some but can be given no more; each by name. */
export async function listDirectory(ctx: Ctx): Promise<UserRef[]> {
  const rows = await directoryRows(ctx);
  const refs = rows.map((row) => toUserRef({ ...row, active: row.active && row.crmAccess }));
  return [...refs.filter(({ active }) => active), ...refs.filter(({ active }) => !active)];
}

/** Users whose name or e-mail has every word searched, by name. */
export async function listUsers(ctx: Ctx, query: z.output<typeof UserQuery>): Promise<z.output<typeof UserList>> {
  const { rows, total } = await userRows(ctx, query);
  return { rows: rows.map(toUserView), count: { value: total, capped: false } };
}

export const showUser = async (ctx: Ctx, id: string): Promise<UserView> =>
  toUserView(found(await userRow(ctx, id), "user", id));

/** Guide 5. Refuses with EMAIL_TAKEN, NOT_FOUND for an organisation that isn't one, and at body/password as `hashPassword`. */
export async function createUser(ctx: Ctx, input: z.output<typeof UserInput>): Promise<UserView> {
  const { password, ...fields } = input;
  await assertOrganisation(ctx, fields.organisationId);
  const passwordHash = await hashPassword(password, fields);
  const data = { ...fields, id: uuid(), passwordHash, createdAt: ctx.now() };
  const { id } = await ctx.db.user.create({ data }).catch(refuseEmailTaken(fields.email));
  return showUser(ctx, id);
}

/**
 * Changes a user. What he follows goes with him to a new organisation; a new password signs him out (the browser
 * excepted in which one changes one's own). One's own e-mail and password change as `proveOneself` allows, with `current`; links
 * that set a password die with the address they were mailed to.
 * Refuses with EDIT_CONFLICT, EMAIL_TAKEN, LAST_ADMIN, NOT_FOUND, and at body/password as `hashPassword`.
 */
export async function updateUser(
  ctx: Ctx,
  id: string,
  { version, password, current, ...fields }: z.output<typeof UserChanges>,
  address: string,
): Promise<UserView> {
  const { organisationId, email } = fields;
  const own = id === ctx.actor.id;
  if (own && (password !== undefined || (email !== undefined && email !== (await showUser(ctx, id)).email))) {
    if (current === undefined) throw refusedField("body/current", "required");
    await proveOneself(ctx, current, address);
  }
  if (organisationId) await assertOrganisation(ctx, organisationId);
  return inTransaction(ctx, async (ctx) => {
    const user = await lockUser(ctx, id, fields);
    const before = await showUser(ctx, id);
    refuseConflict(before, version);
    const data = { ...fields, version: { increment: 1 }, updatedAt: ctx.now() };
    await ctx.db.user.update({ where: { id }, data }).catch(refuseEmailTaken(email));
    if (email !== undefined && email !== before.email) await killResetLinks(ctx, id);
    if (organisationId && organisationId !== user.organisationId) await moveOwnedRecords(ctx, id, organisationId);
    if (password) await setPassword(ctx, id, password, own ? ctx.actor.sessionId : undefined);
    await forgetActor(ctx, id);
    return showUser(ctx, id);
  });
}

/**
 * Deactivates a user, which signs him out everywhere and kills his reset links, or activates him again. What he follows stays his.
 * Refuses with OWN_ACCOUNT and LAST_ADMIN.
 */
export function setUserActive(ctx: Ctx, id: string, active: boolean): Promise<UserView> {
  if (!active && id === ctx.actor.id) throw new Refusal("OWN_ACCOUNT");
  return inTransaction(ctx, async (ctx) => {
    await lockUser(ctx, id, { active });
    await ctx.db.user.update({ where: { id }, data: { active, updatedAt: ctx.now() } });
    if (!active) {
      await killResetLinks(ctx, id);
      await revokeSessionsOf(ctx, id);
    }
    return showUser(ctx, id);
  });
}

/**
 * Gives a user a square portrait made of the uploaded photo, or none. The upload and the portrait before are removed.
 * Refuses with NOT_FOUND, FILE_NOT_AN_IMAGE, and IMAGE_TOO_LARGE (details.megapixels, of at most details.max).
 */
export async function setUserPhoto(ctx: Ctx, id: string, fileId: string | null): Promise<UserView> {
  found(await userRow(ctx, id), "user", id);
  const portrait = fileId && (await portraitOf(ctx, fileId));
  const before = await inTransaction(ctx, async (ctx) => {
    const [user] = (await lockWithAdmins(ctx, id)).filter((row) => row.id === id);
    const photoId = portrait ? portrait.id : null;
    await ctx.db.user.update({ where: { id }, data: { photoId, updatedAt: ctx.now() } });
    return found(user, "user", id).photoId;
  });
  for (const old of [before, fileId]) if (old) await removeFile(ctx, old);
  return showUser(ctx, id);
}

async function portraitOf(ctx: Ctx, fileId: string) {
  const upload = await findUpload(ctx, fileId, "photo");
  const { content } = await openFile(ctx, upload.id);
  const square = await ctx.images.square(await buffer(content), portraitSize);
  if ("refused" in square) {
    const { refused, ...size } = square;
    const name = upload.name;
    throw refused === "too-large"
      ? new Refusal("IMAGE_TOO_LARGE", { name, ...size })
      : new Refusal("FILE_NOT_AN_IMAGE", { name });
  }
  return storeFile(ctx, { name: "photo.webp", mediaType: "image/webp", purpose: "portrait", content: square });
}

/** Locks the user; refuses a change that would leave the application without an active « Gestionnaire ». */
async function lockUser(ctx: Ctx, id: string, change: { profile?: Profile | undefined; active?: boolean }) {
  const rows = await lockWithAdmins(ctx, id);
  const isAdmin = (row: { profile: Profile; active: boolean }) => row.active && row.profile === "admin";
  const user = found(
    rows.find((row) => row.id === id),
    "user",
    id,
  );
  const after = { profile: change.profile ?? user.profile, active: change.active ?? user.active };
  const othersLeft = rows.some((row) => row.id !== id && isAdmin(row));
  if (isAdmin(user) && !isAdmin(after) && !othersLeft) throw new Refusal("LAST_ADMIN");
  return user;
}

const refuseEmailTaken = (email: string | undefined) =>
  refuseTaken("EMAIL_TAKEN", { email }, { path: "body/email", message: "Un utilisateur a déjà cette adresse e-mail." });
