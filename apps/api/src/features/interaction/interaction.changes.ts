import type { AuditChange, InteractionChanges, InteractionKind, InteractionView } from "@crm/contract";
import { formatInstant } from "@crm/fields";
import type { z } from "zod";

type Written = Omit<z.output<typeof InteractionChanges>, "version">;
type Kept = Pick<InteractionView, "kind" | "heldAt" | "text" | "file">;

const kinds: Record<InteractionKind, string> = {
  info: "Info",
  email: "E-mail",
  call: "Appel",
  meeting: "Rendez-vous",
  quote: "Devis",
};

/** The beginning of a text, for a timeline. */
export const excerpt = (text: string, max = 300): string =>
  [...text].length <= max ? text : `${[...text].slice(0, max - 1).join("")}…`;

/** What a change makes of an exchange, and the same as a person reads it. `fileName`: of the new attachment. */
export function changesOf(before: InteractionView, written: Written, fileName: string | null) {
  const heldAt = written.heldAt === undefined ? before.heldAt : new Date(written.heldAt).toISOString();
  const [kind, text] = [written.kind ?? before.kind, written.text ?? before.text];
  const fileId = written.fileId === undefined ? (before.file?.id ?? null) : written.fileId;
  const change = (field: keyof Kept, from: string, to: string): AuditChange[] =>
    from === to ? [] : [{ field, from: excerpt(from) || null, to: excerpt(to) || null }];
  const named = fileId === before.file?.id ? before.file.name : (fileName ?? "");
  const changes = [
    ...change("kind", kinds[before.kind], kinds[kind]),
    ...(heldAt === before.heldAt
      ? []
      : [{ field: "heldAt", from: formatInstant(before.heldAt), to: formatInstant(heldAt) }]),
    ...change("text", before.text, text),
    ...(fileId === (before.file?.id ?? null)
      ? []
      : [{ field: "file", from: before.file?.name ?? null, to: named || null }]),
  ];
  return { data: { kind, heldAt: new Date(heldAt), text, fileId }, changes };
}
