import { importListLimits } from "@crm/contract";
import { fold } from "@crm/fields";
import type { Ctx } from "../../platform/context.ts";
import {
  holdSelections,
  joinSelections,
  makeSelections,
  membersOf,
  usableSelections,
} from "../selection/selection.service.ts";
import type { JoinedList } from "./contact-lists.ts";
import { detailsOf, type ListOfImport } from "./import-details.ts";
import { shown } from "./import-rows.ts";

/** The selections that some rows name, as they are now. */
export interface NamedLists {
  /** Tells of the contacts that these are about, in which of the selections they are. */
  know(ctx: Ctx, contactIds: string[]): Promise<void>;
  /** Those that a contact (null: a new one) is not in yet; or what can't be made, for there would be too many. */
  join(
    names: string[],
    contactId: string | null,
  ): { lists: JoinedList[] } | { tooMany: { given: string; maximum: number } };
}

/**
 * The selections that rows name, found among those that the actor may use: by name, else without case and accents, his own
 * before shared ones. A name that is no selection's becomes one of his own. `lock`: none goes, and nobody else fills one,
 * until the transaction ends.
 */
export async function openLists(
  ctx: Ctx,
  importId: string,
  names: string[],
  { lock }: { lock: boolean },
): Promise<NamedLists> {
  if (names.length === 0) return { know: async () => {}, join: () => ({ lists: [] }) };
  const asked = new Set(names.map(fold));
  const { details } = await ctx.db.import.findUniqueOrThrow({ where: { id: importId }, select: { details: true } });
  const before = (detailsOf({ details }).lists ?? []).filter(({ created }) => created);
  const ids = new Set(before.map(({ id }) => id));
  const there = (await usableSelections(ctx)).filter(({ name }) => asked.has(fold(name)));
  if (lock) await holdSelections(ctx, idsOf(there));
  const [exact, folded] = [new Map<string, JoinedList>(), new Map<string, JoinedList>()];
  // The last one in, the oldest of his own, stays.
  for (const { id, name } of [...there].reverse()) {
    const list = { id, name, made: ids.has(id) };
    exact.set(name, list);
    folded.set(fold(name), list);
  }
  // A dry run makes none: those that it would have made by now are known by their names alone.
  const fresh = new Map<string, JoinedList>(before.map(({ name }) => [fold(name), { id: null, name, made: true }]));
  let members = new Set<string>();
  return {
    async know(ctx, contactIds) {
      members = await membersOf(ctx, idsOf(there), contactIds);
    },
    join(names, contactId) {
      const lists: JoinedList[] = [];
      for (const name of names) {
        const known = exact.get(name) ?? folded.get(fold(name)) ?? fresh.get(fold(name));
        const { made: maximum } = importListLimits;
        if (known) {
          if (contactId === null || !members.has(`${known.id} ${contactId}`)) lists.push(known);
        } else if (fresh.size >= maximum) return { tooMany: { given: shown(name), maximum } };
        else {
          const list = { id: null, name, made: true };
          fresh.set(fold(name), list);
          lists.push(list);
        }
      }
      return { lists };
    },
  };
}

/** Puts contacts that were written into their lists, and makes those that are not there yet. Which memberships are new, by contact. */
export async function joinLists(
  ctx: Ctx,
  contacts: { id: string; lists?: JoinedList[] }[],
): Promise<Map<string, string[]>> {
  const missing = new Set(contacts.flatMap(({ lists = [] }) => lists.filter(({ id }) => id === null)));
  const made = await makeSelections(
    ctx,
    [...missing].map(({ name }) => name),
  );
  for (const list of missing) list.id = made.get(list.name) ?? null;
  const pairs = contacts.flatMap(({ id: contactId, lists = [] }) =>
    lists.flatMap(({ id: selectionId }) => (selectionId === null ? [] : [{ selectionId, contactId }])),
  );
  const added = new Map<string, string[]>();
  for (const { id, contactId } of await joinSelections(ctx, pairs))
    added.set(contactId, [...(added.get(contactId) ?? []), id]);
  return added;
}

/** What an import tells of its lists once some more contacts are in them. */
export function countLists(before: ListOfImport[], contacts: { lists?: JoinedList[] }[]): ListOfImport[] {
  const counted = new Map(before.map((list) => [list.name, { ...list }]));
  for (const { id, name, made } of contacts.flatMap(({ lists = [] }) => lists)) {
    const { contacts = 0 } = counted.get(name) ?? {};
    counted.set(name, { name, contacts: contacts + 1, created: made, ...(made && id !== null && { id }) });
  }
  return [...counted.values()].sort((a, b) => a.name.localeCompare(b.name, "fr"));
}

const idsOf = (lists: { id: string }[]) => lists.map(({ id }) => id);
