import type { ImportRule } from "@crm/contract";
import { defaultAnswers, emailKey } from "@crm/fields";
import type { Ctx } from "../../platform/context.ts";
import { newIds } from "../../platform/ids.ts";
import { type Happening, recordEvents } from "../audit/audit.service.ts";
import { holdQuestions } from "../question/question.service.ts";
import type { Column } from "./import-columns.ts";
import { type Found, type ImportKind, type Item, type Options, workOf } from "./import-kind.ts";
import { ownerFor } from "./import-owner.service.ts";
import { reasonOf, twinReason } from "./import-rows.ts";
import {
  type ContactRef,
  contactsToLink,
  holdPipelines,
  insertOpportunities,
  insertReached,
  type KnownOpportunity,
  opportunitiesNamed,
  opportunityFacts,
  opportunityNames,
  updateOpportunities,
} from "./imported-opportunity.queries.ts";
import { type OpportunityFacts, onlyPipeline } from "./opportunity-facts.ts";
import { type ChangedOpportunity, type MadeOpportunity, planChange, planNew } from "./opportunity-merge.ts";
import { type OpportunityRow, opportunityJudge, opportunityTargets } from "./opportunity-rows.ts";
import { undoOpportunities } from "./opportunity-undo.service.ts";
import { opportunityHints } from "./template-fields.ts";

/** What a row is about: an opportunity that is there, or the contact to open one on. */
type Known = { opportunity: KnownOpportunity } | { contact: ContactRef };

/** Opportunities: known by their code, linked to a contact by its code or e-mail. */
export const opportunityKind: ImportKind = {
  record: "opportunity",
  questions: "opportunity",
  access: "opportunity:write",
  targets: opportunityTargets,
  hints: opportunityHints,
  facts: opportunityFacts,
  missing: (codes, { mode }, facts) => {
    if (mode === "update") return codes.has("CODE_OPPORTUNITE") ? [] : ["CODE_OPPORTUNITE"];
    // With codes alone, a file can still change what is there.
    if (mode === "both" && codes.has("CODE_OPPORTUNITE")) return [];
    const linked = codes.has("CODE_CONTACT") || codes.has("CONTACT_EMAIL");
    const typed = codes.has("TYPE") || onlyPipeline(facts as OpportunityFacts) !== undefined;
    return [...(linked ? [] : ["CODE_CONTACT"]), ...(typed ? [] : ["TYPE"])];
  },
  prepare: ({ columns, questions, options, facts: given, today, now, actor }) => {
    const facts = given as OpportunityFacts;
    const byField = new Map(columns.map((one) => [one.field, one]));
    const column = (field: string) => byField.get(field);
    const owner = facts.users.find(({ id }) => id === (options.ownerId ?? actor.id));
    const against = { questions, facts, column, today, now, owner, defaults: defaultAnswers(questions) };
    return workOf<OpportunityRow, Known, MadeOpportunity, ChangedOpportunity>({
      judge: opportunityJudge(columns, options, facts),
      hold: async (ctx) => {
        await holdQuestions(ctx, "opportunity");
        await holdPipelines(ctx);
      },
      find: (ctx, rows, { lock }) => findOpportunities(ctx, rows, column, options, lock),
      answersOf: (known) => ("opportunity" in known ? known.opportunity.answers : {}),
      isThere: (known) => "opportunity" in known,
      plan: (row, known) =>
        known === null
          ? { outcome: "refused", reasons: [] }
          : "opportunity" in known
            ? planChange(row, known.opportunity, against)
            : planNew(row, known.contact, against),
      twin: (mark, first) => twinReason(mark, first, column),
      similar: async () => 0,
      write: (ctx, of, created, changed) => writeOpportunities(ctx, of, created, changed, options),
    });
  },
  marksOf: ({ id }) => [`id ${id}`],
  undo: undoOpportunities,
  names: opportunityNames,
};

/**
 * What rows are about: by the code where it is known. A code that is not is refused, unless the file only creates: then it is
 * another installation's, and a new one is given.
 */
async function findOpportunities(
  ctx: Ctx,
  rows: OpportunityRow[],
  column: (field: string) => Column | undefined,
  { mode }: Options,
  lock: boolean,
): Promise<Found<Known>[]> {
  const unknown = (name: string, rule: ImportRule): Found<Known> => ({
    ...{ known: null, marks: [], against: [], reasons: [reasonOf(column(name), rule)] },
  });
  const storable = (values: string[]) =>
    [...new Set(values)].filter((value) => value !== "" && !value.includes("\0") && value.isWellFormed());
  const contacts = await contactsToLink(
    ctx,
    {
      codes: storable(rows.map(({ contactCode }) => contactCode)),
      emails: storable(rows.map(({ contactEmail }) => contactEmail)),
    },
    { lock },
  );
  const [ofCode, ofMail] = [new Map<string, ContactRef>(), new Map<string, ContactRef>()];
  for (const contact of contacts) {
    ofCode.set(contact.code, contact);
    const mail = emailKey(contact.email);
    if (!ofMail.has(mail)) ofMail.set(mail, contact);
  }
  const named = await opportunitiesNamed(ctx, storable(rows.map(({ code }) => code)), { lock });
  const byCode = new Map(named.map((one) => [one.code, one]));
  return rows.map((row): Found<Known> => {
    const mark = row.code === "" ? [] : [`code ${row.code}`];
    const opportunity = byCode.get(row.code);
    if (opportunity)
      return {
        known: { opportunity },
        marks: [...mark, `id ${opportunity.id}`],
        against: [...mark, `id ${opportunity.id}`],
      };
    if (row.code === "" && mode === "update") return { known: null, marks: [], against: [] };
    if (row.code !== "" && mode !== "create") return unknown("code", "opportunityCodeUnknown");
    if (row.contactCode === "" && row.contactEmail === "")
      return unknown(column("contactCode") ? "contactCode" : "contactEmail", "contactMissing");
    const contact = ofCode.get(row.contactCode) ?? ofMail.get(emailKey(row.contactEmail));
    if (contact) return { known: { contact }, marks: mark, against: mark };
    return row.contactCode !== ""
      ? unknown("contactCode", "contactCodeUnknown")
      : unknown("contactEmail", "contactEmailUnknown");
  });
}

async function writeOpportunities(
  ctx: Ctx,
  of: { id: string; name: string },
  made: MadeOpportunity[],
  changed: ChangedOpportunity[],
  { ownerId }: Options,
): Promise<Item[]> {
  const ids = newIds(made.length);
  if (made.some(({ record }) => record.ownerId === (ownerId ?? ctx.actor.id))) await ownerFor(ctx, ownerId);
  const created = made.map(({ record }, i) => ({ ...record, id: ids[i] ?? "" }));
  await insertOpportunities(ctx, created);
  await updateOpportunities(
    ctx,
    changed.map(({ record }) => record),
  );
  await insertReached(ctx, [
    ...made.flatMap(({ reached }, i) => reached.map((one) => ({ opportunityId: ids[i] ?? "", ...one }))),
    ...changed.flatMap(({ record, reached }) => reached.map((one) => ({ opportunityId: record.id, ...one }))),
  ]);
  const data = { importId: of.id, name: of.name };
  await recordEvents(ctx, [
    ...created.map(
      ({ id, contactId, title, pipelineName }): Happening => ({
        ...{ kind: "opportunity.imported", contactId, opportunityId: id },
        data: { ...data, title, pipeline: pipelineName },
      }),
    ),
    ...changed.map(
      ({ record, before, changes }): Happening => ({
        ...{ kind: "opportunity.imported", contactId: record.contactId, opportunityId: record.id, data, changes },
        ...("ownerId" in before.fields
          ? {
              former: {
                ownerId: before.fields["ownerId"] as string | null,
                organisationId: (before.fields["organisationId"] as string | undefined) ?? record.organisationId,
              },
            }
          : {}),
      }),
    ),
  ]);
  return [
    ...created.map(({ id }) => ({ recordId: id, before: null, version: 1 })),
    ...changed.map(({ record, before }) => ({ recordId: record.id, before, version: record.version + 1 })),
  ];
}
