import type { AuditChange } from "@crm/contract";
import type { Answers, Question } from "@crm/fields";
import { richTextToPlain, sanitiseRichText } from "../../platform/rich-text.ts";
import { changesOf, normaliseWritten } from "../contact/contact.service.ts";
import { answerChanges } from "../question/answers.service.ts";
import type { ReadRow } from "./import-rows.ts";

/** What an import reads and writes of a contact. */
export interface ImportedContact {
  title: string;
  lastName: string;
  firstName: string;
  company: string;
  email: string;
  phone: string;
  mobile: string;
  address: string;
  postalCode: string;
  city: string;
  country: string;
  notes: string;
  answers: Answers;
}

const blank = {
  title: "",
  lastName: "",
  firstName: "",
  company: "",
  phone: "",
  mobile: "",
  address: "",
  postalCode: "",
  city: "",
  country: "",
  notes: "",
};

/** A new contact; questions that the row leaves blank take their default answer. */
export function newContact(read: ReadRow, defaults: Answers): ImportedContact {
  return {
    ...blank,
    ...normaliseWritten(read.essentials),
    notes: read.comment && paragraph(read.comment),
    email: read.email,
    answers: { ...defaults, ...read.answers },
  };
}

/** The contact once the row's cells are written over it, and what that changes; blank cells change nothing. */
export function mergeInto<Contact extends ImportedContact>(
  before: Contact,
  read: ReadRow,
  questions: Question[],
): { contact: Contact; changes: AuditChange[] } {
  const written = {
    ...normaliseWritten(read.essentials),
    ...(read.comment ? { notes: withComment(before.notes, read.comment) } : {}),
  };
  const { data, changes } = changesOf(before, written);
  const answers = { ...before.answers, ...read.answers };
  return {
    contact: { ...before, ...data, answers },
    changes: [...changes, ...answerChanges(questions, before.answers, answers)],
  };
}

/** A comment is added under the notes, once: importing the same file again changes nothing. */
function withComment(notes: string, comment: string): string {
  const added = paragraph(comment);
  const known = notes.includes(added) || richTextToPlain(notes) === comment.replace(/\s+/g, " ").trim();
  return known ? notes : notes + added;
}

const signs: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };
const paragraph = (text: string) =>
  sanitiseRichText(`<p>${text.replace(/[&<>]/g, (sign) => signs[sign] ?? sign).replace(/\r\n?|\n/g, "<br>")}</p>`);
