import { contactKey, Notes } from "@crm/contract";
import { defaultAnswers, emailKey } from "@crm/fields";
import type { Ctx } from "../../platform/context.ts";
import { newIds } from "../../platform/ids.ts";
import { type Happening, recordEvents } from "../audit/audit.service.ts";
import { importConsents } from "../consent/imported-consent.service.ts";
import { suppressedChannels, withdrawSuppressed } from "../consent/suppression.service.ts";
import { normaliseWritten } from "../contact/contact.service.ts";
import { countSimilar } from "../duplicate/duplicate.service.ts";
import { holdQuestions } from "../question/question.service.ts";
import { removeUnused } from "../selection/selection.service.ts";
import { countLists, joinLists, type NamedLists, openLists } from "./contact-lists.service.ts";
import {
  consentsOf,
  essentialsOf,
  type ImportedContact,
  type KnownContact,
  mergeInto,
  newContact,
} from "./contact-merge.ts";
import { type ContactRow, contactJudge, contactTargets, keyOf, settleContacts } from "./contact-rows.ts";
import { undoContacts } from "./contact-undo.service.ts";
import type { Column } from "./import-columns.ts";
import type { Changed, Found, ImportKind, Item, Options } from "./import-kind.ts";
import { workOf } from "./import-kind.ts";
import { ownerFor } from "./import-owner.service.ts";
import { reasonOf, required, twinReason } from "./import-rows.ts";
import {
  contactNames,
  contactsCalled,
  contactsNamed,
  insertContacts,
  updateContacts,
} from "./imported-contact.queries.ts";
import { contactHints } from "./template-fields.ts";

/** Contacts: known by their code, their e-mail or, only to be updated, their name. */
export const contactKind: ImportKind = {
  record: "contact",
  questions: "contact",
  access: "contact:write",
  targets: contactTargets,
  settle: settleContacts,
  hints: contactHints,
  facts: async () => null,
  missing: (codes, { mode, key: chosen }) => {
    const key = contactKey(codes, chosen);
    if (key === "name") return ["NOM", "PRENOM"].filter((code) => !codes.has(code));
    const email = codes.has("EMAIL") || (mode === "update" && key !== "email" && codes.has("CODE_CONTACT"));
    return [...(key === "code" && !codes.has("CODE_CONTACT") ? ["CODE_CONTACT"] : []), ...(email ? [] : ["EMAIL"])];
  },
  prepare: ({ importId, columns, questions, options, today, now }) => {
    const column = (field: string) => columns.find((one) => one.field === field);
    const defaults = defaultAnswers(questions);
    let named: NamedLists;
    return workOf<ContactRow, KnownContact, ImportedContact, Changed<KnownContact>>({
      judge: contactJudge(columns, options, today),
      hold: async (ctx) => void (await holdQuestions(ctx, "contact")),
      async find(ctx, rows, { lock }) {
        // Before contacts, as bulk changes lock them.
        const names = [...new Set(rows.flatMap(({ lists }) => lists))];
        named = await openLists(ctx, importId, names, { lock });
        const found =
          keyOf(columns, options) === "name"
            ? await findByName(ctx, rows, column, lock)
            : await findContacts(ctx, rows, column, options, lock);
        await markSuppressed(ctx, rows, found);
        await named.know(
          ctx,
          found.flatMap(({ known }) => known?.id ?? []),
        );
        return found;
      },
      answersOf: ({ answers }) => answers,
      isThere: () => true,
      plan(row, known) {
        const full = { outcome: "refused" as const, reasons: [reasonOf(column("notes"), "contactNotesFull")] };
        const joined = named.join(row.lists, known?.id ?? null);
        if ("tooMany" in joined)
          return { outcome: "refused", reasons: [reasonOf(column("selections"), "listsFull", joined.tooMany)] };
        const { lists } = joined;
        const { mended } = essentialsOf(row, known);
        const { said, inVain } = consentsOf(row, known);
        const remarks = [
          ...inVain.map(({ consent, rule }) => reasonOf(column(consent.field), rule)),
          ...said.flatMap(({ state, field }) => (state === "withdrawn" ? [reasonOf(column(field), "withdraws")] : [])),
          ...(row.invalid !== null && known?.emailValidity !== "invalid"
            ? [reasonOf(column(row.invalid), "emailFails")]
            : []),
          ...(mended?.rule ? [reasonOf(column("postalCode"), mended.rule, { code: mended.postalCode })] : []),
        ];
        if (known === null) {
          const record = { ...newContact(row, defaults, now), lists };
          return Notes.safeParse(record.notes).success ? { outcome: "new", record, remarks } : full;
        }
        const change = mergeInto(known, row, { questions, now, lists });
        if (change === null) return { outcome: "unchanged", remarks };
        const { notes } = change.record;
        return notes === known.notes || Notes.safeParse(notes).success ? { outcome: "changed", change, remarks } : full;
      },
      twin: (mark, first) => twinReason(mark, first, column),
      similar: (ctx, created) => countSimilar(ctx, withIds(created)),
      write: (ctx, of, created, changed) => writeContacts(ctx, of, withIds(created), changed, options),
      tally({ lists: before = [] }, created, changed) {
        const lists = countLists(before, [...created, ...changed.map(({ record }) => record)]);
        return lists.length > 0 ? { lists } : {};
      },
    });
  },
  marksOf: ({ id, before }) => [
    `id ${id}`,
    ...(typeof before?.fields["email"] === "string" ? [`code's mail ${emailKey(before.fields["email"])}`] : []),
  ],
  undo: undoContacts,
  undone: (ctx, { lists = [] }) =>
    removeUnused(
      ctx,
      lists.flatMap(({ id }) => id ?? []),
    ),
  names: contactNames,
};

function withIds(contacts: ImportedContact[]): (ImportedContact & { id: string })[] {
  const ids = newIds(contacts.length);
  return contacts.map((contact, i) => ({ id: ids[i] ?? "", ...contact }));
}

/**
 * The contacts that rows are about: by code where the row has one and the options don't say « e-mail », else by e-mail, the
 * oldest of those that share it. A code that nobody has is refused when contacts are known by it; else the e-mail counts.
 */
async function findContacts(
  ctx: Ctx,
  rows: ContactRow[],
  column: (field: string) => Column | undefined,
  { key, mode }: Options,
  lock: boolean,
): Promise<Found<KnownContact>[]> {
  const codes = [...new Set(rows.map(({ code }) => code).filter(isCode))];
  const byCode = new Map((await contactsNamed(ctx, { codes }, { lock })).map((one) => [one.code, one]));
  const byMail = rows.filter(({ code }) => !byCode.has(code) && key !== "code");
  const emails = [...new Set(byMail.map(({ email }) => email).filter(Boolean))];
  // The last one in, the oldest, stays.
  const ofMail = new Map(
    (await contactsNamed(ctx, { emails }, { lock })).reverse().map((one) => [emailKey(one.email), one]),
  );
  return rows.map((row): Found<KnownContact> => {
    const code = row.code;
    const email = emailKey(row.email);
    const known = byCode.get(code);
    if (known) {
      const mails = [...new Set([email, emailKey(known.email)])].filter(Boolean);
      return {
        known,
        marks: [`code ${code}`, `id ${known.id}`, ...mails.map((mail) => `code's mail ${mail}`)],
        against: [`code ${code}`, ...(email === "" ? [] : [`mail ${email}`]), `id ${known.id}`],
      };
    }
    if (code !== "" && ((key === "code" && mode !== "create") || email === ""))
      return {
        known: null,
        marks: [],
        against: [],
        reasons: [reasonOf(column("code"), "contactCodeUnknown")],
      };
    if (email === "") return { known: null, marks: [], against: [], reasons: [required(column("email"))] };
    const found = key === "code" ? undefined : ofMail.get(email);
    return {
      known: found ?? null,
      marks: [`mail ${email}`, ...(found ? [`id ${found.id}`] : [])],
      against: [`mail ${email}`, `code's mail ${email}`, ...(found ? [`id ${found.id}`] : [])],
    };
  });
}

/** The contacts that rows name; a name that nobody or more than one of those whom the actor sees has is refused. */
async function findByName(
  ctx: Ctx,
  rows: ContactRow[],
  column: (field: string) => Column | undefined,
  lock: boolean,
): Promise<Found<KnownContact>[]> {
  const namesakes = await contactsCalled(
    ctx,
    rows.flatMap(({ name }) => name ?? []),
    { lock },
  );
  return rows.map((_, place) => {
    const [known, another] = namesakes[place] ?? [];
    if (known && !another) return { known, marks: [`id ${known.id}`], against: [`id ${known.id}`] };
    const reason = reasonOf(column("lastName"), known ? "contactNameTwice" : "contactNameUnknown");
    return { known: null, marks: [], against: [], reasons: [reason] };
  });
}

/** Notes on which channels the address of a row that says « Oui » is on the suppression list. */
async function markSuppressed(ctx: Ctx, rows: ContactRow[], found: Found<KnownContact>[]): Promise<void> {
  const asked = rows.flatMap((row, i) => {
    if (!row.consents.some(({ state }) => state === "granted")) return [];
    const known = found[i]?.known;
    const { mobile } = normaliseWritten(row.essentials);
    return [{ row, email: row.email || known?.email, mobile: mobile ?? known?.mobile }];
  });
  const lists = await suppressedChannels(ctx, asked);
  for (const [i, { row }] of asked.entries()) row.suppressed = lists[i] ?? [];
}

const toImported = ({ id, email, mobile, consents = [] }: ImportedContact & { id: string }) =>
  consents.map(({ channel, state, on, proof }) => ({ contactId: id, email, mobile, channel, state, on, proof }));

const isCode = (code: string) => code !== "" && !code.includes("\0") && code.isWellFormed();

async function writeContacts(
  ctx: Ctx,
  of: { id: string; name: string },
  created: (ImportedContact & { id: string })[],
  changed: Changed<KnownContact>[],
  { ownerId }: Options,
): Promise<Item[]> {
  await insertContacts(ctx, created, await ownerFor(ctx, ownerId));
  await updateContacts(
    ctx,
    changed.map(({ record }) => record),
  );
  // An import never subscribes anybody again.
  const written = [...created, ...changed.map(({ record }) => record)];
  const withdrawn = [
    ...(await withdrawSuppressed(ctx, written)),
    ...(await importConsents(ctx, of.id, written.flatMap(toImported))),
  ];
  const joined = await joinLists(ctx, written);
  const data = { importId: of.id, name: of.name };
  await recordEvents(ctx, [
    ...created.map(({ id }): Happening => ({ kind: "contact.imported", contactId: id, data })),
    ...changed.map(
      ({ record, changes }): Happening => ({ kind: "contact.imported", contactId: record.id, data, changes }),
    ),
  ]);
  const consentsOf = ({ id, emailConsent, smsConsent }: KnownContact) =>
    Object.fromEntries(
      withdrawn
        .filter(({ contactId }) => contactId === id)
        .map(({ channel }) => [channel, channel === "email" ? emailConsent : smsConsent]),
    );
  return [
    ...created.map(({ id }) => ({ recordId: id, before: null, version: 1 })),
    ...changed.map(({ record, before }) => {
      const consents = withdrawn.length > 0 ? consentsOf(record) : {};
      return {
        recordId: record.id,
        before: {
          ...before,
          ...(Object.keys(consents).length > 0 && { consents }),
          ...(joined.has(record.id) && { memberships: joined.get(record.id) }),
        },
        version: record.version + 1,
      };
    }),
  ];
}
