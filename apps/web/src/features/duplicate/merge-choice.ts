import type { ContactView, duplicateApi, MergePair, Request } from "@crm/contract";

type Body = Request<typeof duplicateApi.merge>["body"];
export type Field = NonNullable<Body["fields"]>[number];
export type Side = "first" | "second";
export type Notes = Side | "both";

/** What a person chose: which contact stays, and from which of the two each thing comes. */
export interface Choice {
  kept: Side;
  fields: Record<Field, Side>;
  answers: Record<string, Side>;
  notes: Notes;
}

const fields: Field[] = [
  ...(["title", "lastName", "firstName", "company", "email", "phone"] as const),
  ...(["mobile", "address", "postalCode", "city", "country", "owner"] as const),
];

export const fieldOf = (contact: ContactView, field: Field): string =>
  field === "owner" ? (contact.owner?.name ?? "") : contact[field];

const other = (side: Side): Side => (side === "first" ? "second" : "first");
const answered = (answer: unknown): boolean => answer !== undefined && answer !== null && answer !== "";

/** What is proposed: the kept one's, and the other one's where it has nothing. */
export function proposedChoice(pair: MergePair, kept: Side, questionIds: string[]): Choice {
  const [mine, theirs] = [pair[kept].contact, pair[other(kept)].contact];
  const from = (has: boolean, otherHas: boolean): Side => (!has && otherHas ? other(kept) : kept);
  return {
    kept,
    fields: Object.fromEntries(
      fields.map((field) => [field, from(fieldOf(mine, field) !== "", fieldOf(theirs, field) !== "")]),
    ) as Choice["fields"],
    answers: Object.fromEntries(
      questionIds.map((id) => [id, from(answered(mine.answers[id]), answered(theirs.answers[id]))]),
    ),
    notes: mine.notes && theirs.notes ? "both" : from(mine.notes !== "", theirs.notes !== ""),
  };
}

/** The older card stays: it is the one that people know. */
export const olderOf = ({ first, second }: MergePair): Side =>
  first.contact.createdAt <= second.contact.createdAt ? "first" : "second";

/** What there is to choose: the fields that differ. */
export const differingFields = ({ first, second }: MergePair): Field[] =>
  fields.filter((field) => fieldOf(first.contact, field) !== fieldOf(second.contact, field));

export const differingAnswers = ({ first, second }: MergePair, questionIds: string[]): string[] =>
  questionIds.filter(
    (id) => JSON.stringify(first.contact.answers[id] ?? null) !== JSON.stringify(second.contact.answers[id] ?? null),
  );

/** The choice as the API takes it: what the kept contact takes from the other. */
export function toBody(pair: MergePair, { kept, fields, answers, notes }: Choice): Body {
  const [mine, theirs] = [pair[kept].contact, pair[other(kept)].contact];
  return {
    kept: { id: mine.id, version: mine.version },
    merged: { id: theirs.id, version: theirs.version },
    fields: (Object.keys(fields) as Field[]).filter((field) => fields[field] !== kept),
    answers: Object.keys(answers).filter((id) => answers[id] !== kept),
    notes: notes === "both" ? "both" : notes === kept ? "kept" : "merged",
  };
}
