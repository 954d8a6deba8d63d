import { records } from "@crm/fields";
import { z } from "zod";
import { FileView } from "../file/file.endpoints.ts";
import { errorCodes } from "../shared/error.ts";
import { type TextEncoding, textEncodings } from "./text-encodings.ts";

/** What files bring: records that questions are about, and submissions of forms. */
export const importRecords = [...records, "submission"] as const;
export type ImportRecord = (typeof importRecords)[number];

export const importStatuses = [
  "checking",
  "checked",
  "running",
  "done",
  "failed",
  "cancelled",
  "undoing",
  "undone",
] as const;

/** What may part the cells of a CSV. */
export const csvDelimiters = [";", ",", "\t", "|"] as const;
export type CsvDelimiter = (typeof csvDelimiters)[number];

export const ImportOptions = z.object({
  /** Only add records, only change those that are there, or both. */
  mode: z.enum(["create", "update", "both"]).default("both"),
  /**
   * What a row's record is known by. Left out: by its code where that is one, else a contact by its e-mail (in any case); in a
   * file that has neither, by its name, first name and organisation (see `contactKey`). An opportunity is always known by its code.
   */
  key: z.enum(["code", "email", "name"]).optional(),
  /** What a blank cell does to a record that is there: nothing, or erase what it holds. */
  empty: z.enum(["keep", "erase"]).default("keep"),
  /** A choice that its question does not offer: the row is refused, or the choice added (for who may configure questions). */
  unknownChoices: z.enum(["refuse", "add"]).default("refuse"),
  /** Who follows the records created; left out: the person who imports. */
  ownerId: z.uuid().optional(),
  /** Of submissions: the form of rows that name none. */
  formId: z.uuid().optional(),
  /** The sheet to read, by its name; left out: the first one with headers that are known, else that holds something. */
  sheet: z.string().max(200).optional(),
  /** The row that holds the headers, as the spreadsheet numbers it; left out: found among the first ones. */
  headerRow: z.int().min(1).max(1_048_576).optional(),
  /** Of a CSV or vCard; left out: found by its letters. */
  encoding: z.enum(Object.keys(textEncodings) as [TextEncoding, ...TextEncoding[]]).optional(),
  /** Of a CSV; left out: what parts most of its lines alike. */
  delimiter: z.enum(csvDelimiters).optional(),
  /** In which the file of the refused rows says why. */
  language: z.enum(["fr", "en"]).default("fr"),
});
export type ImportOptions = z.output<typeof ImportOptions>;

/**
 * What contacts are known by in a file whose columns fill these codes: what was chosen, else "name" where the file tells
 * names and neither code nor e-mail (the guide's own example, 2.5); undefined: by code, else by e-mail. By "name", contacts
 * are only updated: one can't be made without an e-mail.
 */
export const contactKey = (codes: ReadonlySet<string>, key: ImportOptions["key"]): ImportOptions["key"] =>
  key ??
  (!codes.has("EMAIL") && !codes.has("CODE_CONTACT") && codes.has("NOM") && codes.has("PRENOM") ? "name" : undefined);

/** How a CSV, or a file of vCards, was read. */
export type CsvText = {
  encoding: TextEncoding;
  /** One of `csvDelimiters`, or what the file says itself (« sep=: »); null: cards have none. */
  delimiter: string | null;
  /** Some words as each encoding has them, to choose by; none where all letters are ASCII. */
  samples: Partial<Record<TextEncoding, string>>;
  /** Lines that seem to be written otherwise: how many, and the first ones. */
  doubtful: { count: number; lines: number[] };
};

/** Rows under the header, and columns, that one import reads; an export's workbook goes on in another sheet beyond as many rows. */
export const importLimits = { rows: 200_000, columns: 1000 } as const;

/** Which column (by its place, from 0) fills which field or question (by its code); null: it is not read. */
export const ImportMapping = z
  .record(z.string().regex(/^\d{1,3}$/), z.string().max(100).nullable())
  .refine((mapping) => Object.keys(mapping).length <= importLimits.columns, { params: { rule: "tooMany" } });

/** A column of the file: its header, what it fills (null: ignored), how that was found, and its first values. */
export const ImportColumn = z.object({
  header: z.string(),
  index: z.int(),
  code: z.string().nullable(),
  label: z.string().nullable(),
  by: z.enum(["code", "label", "memory", "alias", "hand"]).nullable(),
  sample: z.array(z.string()),
});

/** What a column can be matched with. `required`: without it the import can't be run, as its options are. */
export const ImportTarget = z.object({
  code: z.string(),
  label: z.string(),
  required: z.boolean(),
});

/** Why a cell is at fault: `reasonSentence` says it from `rule` and `params` in any language; `message` is the French one. */
const Why = z.object({ rule: z.string(), params: z.record(z.string(), z.unknown()), message: z.string() });

/** A cell at fault: where and why. `index`: its column's place; null: the row as a whole. */
export const ImportReason = Why.extend({ column: z.string(), index: z.int().nullable() });

export const RefusedRow = z.object({ row: z.int(), reasons: z.array(ImportReason) });

/** Why undoing left a record as it is: changed since, something hangs on it now, or it is gone. */
export const keptReasons = ["EDIT_CONFLICT", "STILL_IN_USE", "NOT_FOUND"] as const;

export const ImportSummary = z.object({
  id: z.uuid(),
  record: z.enum(importRecords),
  status: z.enum(importStatuses),
  file: FileView,
  options: ImportOptions,
  /** Names of the file's sheets; none for a CSV. */
  sheets: z.array(z.string()),
  columns: z.array(ImportColumn),
  /** Codes that a column must fill before the import can be run. */
  missing: z.array(z.string()),
  total: z.int(),
  done: z.int(),
  created: z.int(),
  updated: z.int(),
  unchanged: z.int(),
  /** Left alone because of the mode. */
  skipped: z.int(),
  refused: z.int(),
  /** Those of the refused rows that repeat an earlier one. */
  duplicates: z.int(),
  /** New rows that look like a contact that is already there; imported all the same. */
  similar: z.int(),
  /** What undoing put back, and what it had to leave; null before. */
  undo: z.object({ restored: z.int(), kept: z.int() }).nullable(),
  failure: z.enum(errorCodes).nullable(),
  /**
   * What fills the sentence of a failure. Beside it: `sheet` and `headerRow` that were read, `text` (of a CSV, a `CsvText`),
   * `choicesAdded` ([{ code, label, choices }]), which undoing leaves, `lists` (`ImportedList`s), and `remarks`: how many cells of rows that are imported
   * were left out or mended, by the rule of their reason.
   */
  details: z.record(z.string(), z.unknown()),
  createdAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().nullable(),
  can: z.object({ run: z.boolean(), cancel: z.boolean(), edit: z.boolean(), undo: z.boolean() }),
});

export const ImportView = ImportSummary.extend({
  /** The first refused rows; all of them are in the report. */
  refusedRows: z.array(RefusedRow),
  /** The first records that undoing had to leave as they are; `code` and `name` are empty for one that is gone. */
  keptRecords: z.array(z.object({ id: z.uuid(), code: z.string(), name: z.string(), reason: z.enum(keptReasons) })),
});
export type ImportView = z.infer<typeof ImportView>;

export const importOutcomes = ["new", "changed", "unchanged", "skipped", "refused", "duplicate"] as const;

/** A part of the preview: rows as they will be read, corrections applied. `total` counts all there are. */
export const ImportRows = z.object({
  rows: z.array(
    z.object({
      /** As the spreadsheet numbers it. */
      row: z.int(),
      cells: z.array(z.string()),
      /** Columns that were corrected on screen. */
      edited: z.array(z.int()),
      outcome: z.enum(importOutcomes),
      issues: z.array(Why.extend({ column: z.int().nullable() })),
    }),
  ),
  total: z.int(),
});
export type ImportRows = z.infer<typeof ImportRows>;

/** A selection that a file names: how many contacts the import puts into it, and whether it makes it. */
export interface ImportedList {
  name: string;
  contacts: number;
  created: boolean;
}

/** Selections that one import may make, and that one cell may name. */
export const importListLimits = { made: 100, inCell: 50 } as const;

/** Corrections that one import may carry. */
export const importEditLimit = 5000;
