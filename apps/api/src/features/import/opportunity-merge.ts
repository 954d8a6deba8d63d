import { type AuditChange, Notes, statusCells, statusDetails } from "@crm/contract";
import { type Answers, emailKey, fold, formatDay, formatNumber } from "@crm/fields";
import { richTextToPlain } from "../../platform/rich-text.ts";
import { answerChanges } from "../question/answers.service.ts";
import type { StoredQuestion } from "../question/question.service.ts";
import { withComment } from "./comment.ts";
import type { Column } from "./import-columns.ts";
import type { Before, Changed, Plan, Reason } from "./import-kind.ts";
import { answersBefore, answersPutBack, answersWith, reasonOf, shown, withoutEchoes } from "./import-rows.ts";
import type {
  ContactRef,
  ImportedOpportunity,
  KnownOpportunity,
  NewOpportunity,
  Reached,
} from "./imported-opportunity.queries.ts";
import { type OpportunityFacts, onlyPipeline, type Person, type Pipeline } from "./opportunity-facts.ts";
import type { OpportunityRow } from "./opportunity-rows.ts";

/** What a plan needs to know besides the row. */
export interface Against {
  questions: StoredQuestion[];
  facts: OpportunityFacts;
  defaults: Answers;
  column: (field: string) => Column | undefined;
  today: string;
  now: string;
  owner: Pick<Person, "id" | "organisationId"> | undefined;
}

export interface MadeOpportunity {
  record: Omit<NewOpportunity, "id">;
  reached: Omit<Reached, "opportunityId">[];
}
export type ChangedOpportunity = Changed<KnownOpportunity> & { reached: Omit<Reached, "opportunityId">[] };

const refused = (...reasons: Reason[]) => ({ outcome: "refused" as const, reasons });

/** A new opportunity; what the row leaves out is as when somebody opens one by hand: open, today, before the first stage. */
export function planNew(row: OpportunityRow, contact: ContactRef, against: Against): Plan<MadeOpportunity, never> {
  const { column, facts, today, now, defaults } = against;
  const pipeline = row.pipeline ?? onlyPipeline(facts);
  if (!pipeline) return refused(reasonOf(column("pipeline"), "pipelineMissing"));
  if (pipeline.archived) return refused(reasonOf(column("pipeline"), "pipelineArchived", { given: pipeline.name }));
  const progress = reach(row, pipeline, [], against);
  if ("reasons" in progress) return refused(...progress.reasons);
  const owner = row.owner ?? against.owner;
  if (row.owner && !row.owner.assignable) return refused(unassignable(row.owner, column));
  const status = statusOf(
    row,
    { status: "open", statusOn: today, statusReason: "", remindOn: null, remindedAt: null },
    against,
  );
  if ("reasons" in status) return refused(...status.reasons);
  const notes = row.comment?.html ?? "";
  if (!Notes.safeParse(notes).success) return refused(full(column));
  return {
    outcome: "new",
    record: {
      record: {
        contactId: contact.id,
        pipelineId: pipeline.id,
        pipelineName: pipeline.name,
        title: row.title || [...`${pipeline.name} – ${contact.name}`].slice(0, 200).join(""),
        amount: row.amount ?? null,
        expectedOn: row.expectedOn ?? null,
        notes,
        ...status.fields,
        stageId: progress.reached.at(-1)?.stageId ?? null,
        stageAt: now,
        ownerId: owner?.id ?? null,
        organisationId: owner?.organisationId ?? "",
        answers: answersWith(defaults, row.answers),
      },
      reached: progress.reached,
    },
  };
}

/** The opportunity once the row's cells are written over it. Its contact and type never change; a stage is not taken back. */
export function planChange(
  read: OpportunityRow,
  known: KnownOpportunity,
  against: Against,
): Plan<never, ChangedOpportunity> {
  const row = withoutEchoes({ title: known.title, statusReason: known.statusReason }, read);
  const { column, facts, questions, now } = against;
  const other =
    row.contactCode !== ""
      ? row.contactCode !== known.contactCode
      : row.contactEmail !== "" && emailKey(row.contactEmail) !== emailKey(known.contactEmail);
  if (other) return refused(reasonOf(column(row.contactCode !== "" ? "contactCode" : "contactEmail"), "contactOther"));
  const pipeline = facts.pipelines.find(({ id }) => id === known.pipelineId);
  if (!pipeline || (row.pipeline && fold(row.pipeline.name) !== fold(pipeline.name)))
    return refused(reasonOf(column("pipeline"), "pipelineFixed"));
  const progress = reach(row, pipeline, known.reached, against);
  if ("reasons" in progress) return refused(...progress.reasons);
  const status = statusOf(row, known, against);
  if ("reasons" in status) return refused(...status.reasons);
  // A name that two people share means the one who follows it already.
  const same = row.owner === undefined || (known.ownerName !== null && fold(row.owner.name) === fold(known.ownerName));
  if (!same && row.owner?.assignable === false) return refused(unassignable(row.owner, column));
  const notes = row.comment === undefined ? known.notes : withComment(known.notes, row.comment);
  if (notes !== known.notes && !Notes.safeParse(notes).success) return refused(full(column));
  const stageId = progress.reached.at(-1)?.stageId;
  const after: KnownOpportunity = {
    ...known,
    title: row.title || known.title,
    amount: row.amount === undefined ? known.amount : row.amount,
    expectedOn: row.expectedOn === undefined ? known.expectedOn : row.expectedOn,
    notes,
    ...status.fields,
    ...(stageId === undefined ? {} : { stageId, stageAt: now }),
    ...(same || !row.owner
      ? {}
      : { ownerId: row.owner.id, ownerName: row.owner.name, organisationId: row.owner.organisationId }),
    answers: answersWith(known.answers, withoutEchoes(known.answers, row.answers)),
  };
  const changes = changesBetween(known, after, pipeline, questions);
  if (changes.length === 0) return { outcome: "unchanged" };
  const before = { ...beforeOf(known, after), reached: progress.reached.map(({ stageId }) => stageId) };
  return { outcome: "changed", change: { record: after, before, changes, reached: progress.reached } };
}

const unassignable = ({ name }: Person, column: Against["column"]) =>
  reasonOf(column("ownerEmail") ?? column("owner"), "userNotAssignable", { given: name });

const full = (column: Against["column"]) => reasonOf(column("notes"), "notesFull");

/** The stages that a row brings it to, in their order, each on the day given; obeys what validating them one by one obeys. */
function reach(
  { stage, stageOn }: OpportunityRow,
  pipeline: Pipeline,
  reached: KnownOpportunity["reached"],
  { column, today }: Against,
): { reached: Omit<Reached, "opportunityId">[] } | { reasons: Reason[] } {
  if (stage === "") return { reached: [] };
  const at = column("stage");
  const same = pipeline.stages.filter(({ label }) => fold(label) === fold(stage));
  const last = reached.at(-1);
  if (same.some(({ id }) => id === last?.stageId)) return { reached: [] };
  const wanted = same.find(({ archived }) => !archived);
  if (!wanted) return { reasons: [reasonOf(at, "stageUnknown", { given: shown(stage) })] };
  const position = pipeline.stages.find(({ id }) => id === last?.stageId)?.position ?? -1;
  if (wanted.position <= position) return { reasons: [reasonOf(at, "stagePassed")] };
  const on = stageOn ?? today;
  const day = column("stageOn") ?? at;
  if (on > today) return { reasons: [reasonOf(day, "notYet")] };
  if (last && on < last.reachedOn)
    return { reasons: [reasonOf(day, "stageBefore", { day: formatDay(last.reachedOn) })] };
  const between = pipeline.stages.filter(
    (one) => !one.archived && one.position > position && one.position <= wanted.position,
  );
  return { reached: between.map(({ id }) => ({ stageId: id, reachedOn: on })) };
}

type StatusFields = Pick<ImportedOpportunity, "status" | "statusOn" | "statusReason" | "remindOn" | "remindedAt">;

/** Its status, as when it is changed by hand: reason and reminder only where they mean something. */
function statusOf(
  row: OpportunityRow,
  before: StatusFields,
  { column, today, now }: Against,
): { fields: StatusFields } | { reasons: Reason[] } {
  const status = row.status ?? before.status;
  const moved = status !== before.status;
  const statusOn = row.statusOn ?? (moved ? today : before.statusOn);
  if (statusOn !== before.statusOn && statusOn > today) return { reasons: [reasonOf(column("statusOn"), "notYet")] };
  const says = statusDetails[status];
  const statusReason = says.reason ? (row.statusReason ?? (moved ? "" : before.statusReason)) : "";
  const remindOn = says.reminder
    ? row.remindOn === undefined
      ? moved
        ? null
        : before.remindOn
      : row.remindOn
    : null;
  // A day that is over already: nobody is reminded of it now.
  const past = remindOn !== null && remindOn < today ? now : null;
  const remindedAt = remindOn === before.remindOn ? before.remindedAt : past;
  return { fields: { status, statusOn, statusReason, remindOn, remindedAt } };
}

/** A value as a person reads it on the timeline. */
const day = (value: string | null) => (value === null ? "" : formatDay(value));
function readers(pipeline: Pipeline) {
  return {
    title: ({ title }) => title,
    amount: ({ amount }) => (amount === null ? "" : `${formatNumber(amount, "fr", 2, 2)}\u00a0€`),
    expectedOn: ({ expectedOn }) => day(expectedOn),
    notes: ({ notes }) => richTextToPlain(notes, 200),
    status: ({ status }) => statusCells[status],
    statusOn: ({ statusOn }) => day(statusOn),
    statusReason: ({ statusReason }) => statusReason,
    remindOn: ({ remindOn }) => day(remindOn),
    stage: ({ stageId }) => pipeline.stages.find(({ id }) => id === stageId)?.label ?? "",
    owner: ({ ownerName }) => ownerName ?? "",
  } satisfies Record<string, (from: KnownOpportunity) => string>;
}

export function changesBetween(
  before: KnownOpportunity,
  after: KnownOpportunity,
  pipeline: Pipeline,
  questions: StoredQuestion[],
): AuditChange[] {
  const fields = Object.entries(readers(pipeline)).flatMap(([field, read]) => {
    const raw = (of: KnownOpportunity) => (field === "notes" ? of.notes : read(of));
    return raw(before) === raw(after) ? [] : [{ field, from: read(before) || null, to: read(after) || null }];
  });
  return [...fields, ...answerChanges(questions, before.answers, after.answers)];
}

/** Columns that others change without its version moving: they are compared one by one before they are put back. */
const loose = ["status", "statusOn", "statusReason", "remindOn", "stageId", "ownerId"] as const;
const columns = [
  "title",
  "amount",
  "expectedOn",
  "notes",
  "remindedAt",
  "stageAt",
  "organisationId",
  ...loose,
] as const;

function beforeOf(before: KnownOpportunity, after: KnownOpportunity): Before {
  const changed = columns.filter((column) => before[column] !== after[column]);
  return {
    fields: Object.fromEntries(changed.map((column) => [column, before[column]])),
    answers: answersBefore(before.answers, after.answers),
    after: Object.fromEntries(
      loose.filter((column) => changed.includes(column)).map((column) => [column, after[column]]),
    ),
  };
}

/** Whether somebody gave it another stage, status or owner than the import did. */
export const movedSince = (now: KnownOpportunity, before: Before): boolean =>
  Object.entries((before["after"] ?? {}) as Record<string, unknown>).some(
    ([column, value]) => now[column as (typeof loose)[number]] !== value,
  );

/** A changed opportunity put back. */
export const opportunityPutBack = (
  now: KnownOpportunity,
  before: Before,
  questions: StoredQuestion[],
  { users }: OpportunityFacts,
): KnownOpportunity => {
  const record = { ...now, ...before.fields } as KnownOpportunity;
  // Who followed it may have gone to another organisation since, and his records with him.
  const owner = users.find(({ id }) => id === record.ownerId);
  return {
    ...record,
    ...("ownerId" in before.fields && owner ? { ownerName: owner.name, organisationId: owner.organisationId } : {}),
    answers: answersPutBack(now.answers, before.answers, questions),
  };
};
