import type { AuditChange, ImportOptions, ImportReason, ImportRecord, Permission } from "@crm/contract";
import type { Answers, RecordName, Setting } from "@crm/fields";
import type { z } from "zod";
import type { Ctx } from "../../platform/context.ts";
import type { SheetRow } from "../../ports/spreadsheet.ts";
import type { BookCell } from "../../ports/workbook.ts";
import type { StoredQuestion } from "../question/question.service.ts";
import type { Column, Target } from "./import-columns.ts";
import type { Details } from "./import-details.ts";

export type Options = z.output<typeof ImportOptions>;
export type Reason = z.output<typeof ImportReason>;

/** "checking" counts and explains; "running" writes too. Everything else is the same code, so the counts agree. */
export type Phase = "checking" | "running";

/** A row with cells at fault. `twin`: it repeats an earlier one. */
export interface RefusedRow extends SheetRow {
  reasons: Reason[];
  twin?: boolean;
}

/** A row whose cells are all right by themselves, and the answers among them; null erases one. */
export interface ReadRow extends SheetRow {
  answers: Answers;
}

/**
 * What a row is about: the record that is there, or none. `marks` are what later rows of the file must not repeat; a row
 * that meets one of `against` among those before it is their twin.
 */
export interface Found<Known> {
  known: Known | null;
  marks: string[];
  against: string[];
  /** Refused already: it names something that is not there. */
  reasons?: Reason[];
}

/** `remarks`: cells that are left out, though the row is imported. */
export type Plan<New = unknown, Change = unknown> =
  | { outcome: "new"; record: New; remarks?: Reason[] }
  | { outcome: "changed"; change: Change; remarks?: Reason[] }
  | { outcome: "unchanged"; remarks?: Reason[] }
  | { outcome: "refused"; reasons: Reason[] };

/** A record written, and what it was before: null when it is new. */
export interface Item {
  recordId: string;
  before: Before | null;
  version: number;
}

/** Of a changed record, what the import wrote over: columns, answers (null: there was none), and what else its kind keeps. */
export interface Before {
  fields: Record<string, unknown>;
  answers: Answers;
  [more: string]: unknown;
}

/** An item of an import, as undoing takes it up. */
export interface UndoItem {
  id: string;
  before: Before | null;
  version: number;
}
export interface Undone {
  restored: string[];
  kept: { id: string; reason: "EDIT_CONFLICT" | "STILL_IN_USE" | "NOT_FOUND" }[];
}

/** What rows are judged and written by, made for the columns of a file and the questions as they now are. */
export interface Work<Read extends ReadRow = ReadRow, Known = unknown, New = unknown, Change = unknown> {
  /** By the row alone. */
  judge(row: SheetRow): Read | RefusedRow;
  /** Before anything else of a chunk that writes: nothing that it depends on changes until the transaction ends. */
  hold(ctx: Ctx): Promise<void>;
  /** What each row is about, in their order. `lock`: nobody else changes it until the transaction ends. */
  find(ctx: Ctx, rows: Read[], options: { lock: boolean }): Promise<Found<Known>[]>;
  answersOf(known: Known): Answers;
  /** Whether that record is there already, and not only what a new one is made on. */
  isThere(known: Known): boolean;
  /** Why a row that meets such a mark is refused: an earlier one, of this number, left it. */
  twin(mark: string, first: number): Reason;
  plan(row: Read, known: Known | null): Plan<New, Change>;
  /** How many of the new ones look like a record that is there. */
  similar(ctx: Ctx, created: New[]): Promise<number>;
  write(ctx: Ctx, of: { id: string; name: string }, created: New[], changed: Change[]): Promise<Item[]>;
  /** What the details of the import tell of the records accepted, beside their numbers; once they are written. */
  tally?(before: Partial<Details>, created: New[], changed: Change[]): Partial<Details>;
}

/** What rows of a file are judged against. */
interface Given {
  importId: string;
  columns: Column[];
  questions: StoredQuestion[];
  options: Options;
  facts: unknown;
  /** In Paris. */
  today: string;
  now: string;
  /** Who imports. */
  actor: { id: string };
}

/** What a file to fill in says of a base field; its cells are read as a question of this setting is: else as a text. */
export interface FieldHint {
  setting?: Setting;
  /** Written as euros. */
  money?: boolean;
  choices?: string[];
  note?: string;
  example?: BookCell;
}
export type FieldHints = Readonly<Record<string, FieldHint | undefined>>;

/** A kind of record that files bring: contacts, opportunities, submissions of forms. */
export interface ImportKind {
  record: ImportRecord;
  /** About which record the questions are that columns may answer. */
  questions: RecordName;
  /** What writing it needs, beside `import:run`. */
  access: Permission;
  /** What a column can be matched with. */
  targets(questions: StoredQuestion[]): Target[];
  /** What columns stand for once they are seen together: a header may mean another thing beside another one. */
  settle?(columns: Column[]): Column[];
  /** What a file to fill in says of base fields, by what rows are judged against. */
  hints(facts: unknown, today: string): FieldHints;
  /** What rows are judged against beside the questions; once it is another, they are judged anew. */
  facts(ctx: Ctx): Promise<unknown>;
  /** Codes that no column fills although the options ask for them. */
  missing(codes: ReadonlySet<string>, options: Options, facts: unknown): string[];
  prepare(given: Given): Work;
  /** Marks of records that this import wrote before it was interrupted. */
  marksOf(item: UndoItem): string[];
  /** Puts records back in the transaction of ctx, or says why not. */
  undo(ctx: Ctx, of: { id: string; name: string }, items: UndoItem[]): Promise<Undone>;
  /** Code and name of records, whoever sees them, for who is told that they were kept. */
  names(ctx: Ctx, ids: string[]): Promise<{ id: string; code: string; name: string }[]>;
  /** Puts back what an import made beside records, once all of those are put back. */
  undone?(ctx: Ctx, details: Partial<Details>): Promise<unknown>;
}

/** A kind, its rows and records known to itself alone. */
export const workOf = <Read extends ReadRow, Known, New, Change>(work: Work<Read, Known, New, Change>): Work =>
  work as unknown as Work;

export type Changed<Record> = { record: Record; before: Before; changes: AuditChange[] };
