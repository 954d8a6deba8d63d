import {
  type BaseField,
  type ConsentChannel,
  ContactEssentials,
  contactFields,
  contactImportFields,
  contactKey,
  jobTitles,
  Notes,
  text,
  wholeNames,
} from "@crm/contract";
import { type Answers, isRounded } from "@crm/fields";
import type { z } from "zod";
import type { SheetRow } from "../../ports/spreadsheet.ts";
import type { StoredQuestion } from "../question/question.service.ts";
import { type Comment, commentOf } from "./comment.ts";
import { consentsJudge, type SaidConsent, tellsConsent, tellsElsewhere, tellsOneChannel } from "./contact-consents.ts";
import { listsJudge } from "./contact-lists.ts";
import { type Column, questionTarget, squash, type Target, unread } from "./import-columns.ts";
import type { Options, ReadRow, RefusedRow } from "./import-kind.ts";
import { answersJudge, issueReason, reasonOf, required } from "./import-rows.ts";

type Essentials = z.output<typeof ContactEssentials>;
/** A base field that a file can fill in. The others (owner, dates) are the application's own: their columns are ignored. */
type WrittenField = keyof Essentials | "notes" | "notesHtml" | "code";

const notWritten: readonly string[] = ["owner", "createdAt"];
/** Whether an e-mail is valid is read as other programs tell it: « Non valide » alone counts. */
function baseTarget({ code, label, field: name, aliases = [] }: BaseField): Target {
  if (notWritten.includes(name)) return { code: null, label, aliases: [code, ...aliases] };
  const field = name === "emailValidity" ? "validity" : name;
  return { code, label, field, aliases, ...((tellsElsewhere(field) || tellsOneChannel(field)) && { elsewhere: true }) };
}

/** What a column of a file of contacts can fill. */
export const contactTargets = (questions: StoredQuestion[]): Target[] => [
  ...contactFields.map(baseTarget),
  ...questions.map(questionTarget),
  ...contactImportFields.map(baseTarget),
];

const [wholeName, jobTitle] = [wholeNames, jobTitles].map((names) => {
  const squashed = new Set(names.map(squash));
  return ({ header }: Column) => squashed.has(squash(header));
}) as [(column: Column) => boolean, (column: Column) => boolean];

/**
 * What headers mean beside each other, unless a person said it: « Nom » is the whole name beside « Nom de famille », and
 * « Title » a job rather than a civility, unless the job has a column of its own and nothing else tells the civility;
 * « status » may be anything but for listmonk.
 */
export function settleContacts(columns: Column[]): Column[] {
  const guessed = ({ by }: Column) => by === "code" || by === "label" || by === "alias";
  const lastNames = columns.filter(({ field }) => field === "lastName");
  const titles = columns.filter(({ field }) => field === "title");
  const whole = lastNames.some((column) => !wholeName(column));
  const headers = new Set(columns.map(({ header }) => squash(header)));
  const listmonk = headers.has("uuid") && headers.has("attributes");
  const ownJob = columns.some(jobTitle) && titles.length === 1;
  const once = new Set<string>();
  return columns.map((column) => {
    if (!guessed(column)) return column;
    // Bounced Date and Bounced Reason say one thing.
    const again = column.field !== undefined && tellsElsewhere(column.field) && once.has(column.field);
    once.add(column.field ?? "");
    const dubious =
      again ||
      (column.field === "lastName" && whole && wholeName(column)) ||
      (column.field === "title" && squash(column.header) === "title" && !ownJob) ||
      (column.field === "subscription" && squash(column.header) === "status" && !listmonk);
    return dubious ? unread(column) : column;
  });
}

/** A person as a file names them; `company`: left out where the file has no such column. */
export type ContactName = Pick<Essentials, "lastName" | "firstName"> & Partial<Pick<Essentials, "company">>;

/** What the contacts of a file with these columns are known by. */
export const keyOf = (columns: Column[], { key }: Pick<Options, "key">): Options["key"] =>
  contactKey(new Set(columns.flatMap(({ code }) => code ?? [])), key);

/** A row of a contact whose cells are all right. What its blank cells would fill is left out, or empty where they erase. */
export interface ContactRow extends ReadRow {
  /** Capitals; empty: the row has none. */
  code: string;
  /** Empty only beside a code, or where contacts are known by their name. */
  email: string;
  /** What the contact is known by instead of code and e-mail: found without case, accents and punctuation, and left as it is. */
  name?: ContactName;
  essentials: Partial<Omit<Essentials, "email">>;
  /** To be added to the notes; undefined leaves them. */
  comment: Comment | undefined;
  answers: Answers;
  consents: SaidConsent[];
  /** The field of the column that says that nothing reaches the e-mail; null: none does. */
  invalid: string | null;
  /** Channels on which its address must never be written to: found later. */
  suppressed?: readonly ConsentChannel[];
  /** Names of the selections it goes into. */
  lists: string[];
}

/** As long as notes may be. */
const Lines = text(100_000);

/**
 * Judges rows by the very schemas that forms use: a row with a cell at fault is refused whole, with each reason. The e-mail
 * may be blank only where the contact is known by its code or its name.
 */
export function contactJudge(
  columns: Column[],
  options: Options,
  today: string,
): (row: SheetRow) => ContactRow | RefusedRow {
  const fields = columns.flatMap((column) =>
    column.field && column.field !== "code" && column.field !== "selections" && !tellsConsent(column.field)
      ? [{ column, field: column.field as Exclude<WrittenField, "code"> }]
      : [],
  );
  const judged = fields.map(({ column, field }) => ({
    ...{ column, field, index: column.index },
    schema: field === "notes" ? Lines : field === "notesHtml" ? Notes : ContactEssentials.shape[field],
  }));
  const column = (field: string) => columns.find((one) => one.field === field);
  const key = keyOf(columns, options);
  const codeColumn = key === "email" || key === "name" ? undefined : column("code");
  const judgeAnswers = answersJudge(columns, options);
  const judgeConsents = consentsJudge(columns, today);
  const judgeLists = listsJudge(columns);
  const erases = options.empty === "erase";

  return ({ row, cells }) => {
    const given: Record<string, string> = {};
    const code = codeColumn ? (cells[codeColumn.index] ?? "").trim().toUpperCase() : "";
    const { answers, reasons } = judgeAnswers(cells);
    const own = [];
    for (const { column, field, index, schema } of judged) {
      const cell = (cells[index] ?? "").trim();
      if (cell === "" && (field !== "email" || code !== "" || key === "name")) {
        if (erases && field !== "email") given[field] = "";
        continue;
      }
      if ((field === "phone" || field === "mobile") && isRounded(cell)) {
        own.push(reasonOf(column, "phoneRounded", { given: cell }));
        continue;
      }
      const result = schema.safeParse(cell);
      if (result.success) given[field] = result.data;
      else own.push(issueReason(column, { ...result.error.issues[0], input: cell } as z.core.$ZodIssue));
    }
    const said = judgeConsents(cells);
    const { lists, reasons: ofLists } = judgeLists(cells);
    own.push(...said.reasons, ...ofLists);
    if (own.length + reasons.length > 0) return { row, cells, reasons: [...own, ...reasons] };
    const { notes, notesHtml, email = "", ...essentials } = given;
    const comment = commentOf(notes, notesHtml);
    const told = { consents: said.consents, invalid: said.invalid };
    if (key === "name") {
      const { lastName = "", firstName = "", company = "", ...rest } = essentials;
      if (lastName === "") return { row, cells, reasons: [required(column("lastName"))] };
      const name = { lastName, firstName, ...(column("company") ? { company } : {}) };
      return { row, cells, code, email, name, essentials: rest, comment, answers, lists, ...told };
    }
    if (email === "" && code === "") return { row, cells, reasons: [required(codeColumn)] };
    const read = { code, email, essentials: essentials as ContactRow["essentials"], comment, answers };
    return { row, cells, ...read, lists, ...told };
  };
}
