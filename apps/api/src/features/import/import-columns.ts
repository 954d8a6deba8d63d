import { addedUp, type ImportColumn } from "@crm/contract";
import { fold } from "@crm/fields";
import type { z } from "zod";
import { Refusal } from "../../platform/error.ts";
import type { StoredQuestion } from "../question/question.service.ts";

/** What a column can fill: a base field, or a question. Without a code: known, but the application's own, so not read. */
export interface Target {
  code: string | null;
  label: string;
  aliases?: readonly string[];
  field?: string;
  question?: StoredQuestion;
  /** Told by exports, ours or of other programs: nobody fills it in by hand. */
  elsewhere?: boolean;
}

/** A column of the file, and what it fills: a base field, a question, or nothing. */
export interface Column {
  header: string;
  index: number;
  code: string | null;
  label: string | null;
  by: z.output<typeof ImportColumn>["by"];
  field?: string;
  question?: StoredQuestion;
}

export const questionTarget = (question: StoredQuestion): Target => ({
  ...{ question, code: question.code, label: question.label },
});

/** Letters and figures alone: « Code postal », CODE_POSTAL and « code-postal » are one. */
export const squash = (header: string) => fold(header).replace(/[^\p{L}\p{N}]/gu, "");

/** What people chose: by the column's place in this file, and by its header in the files before. */
export interface Chosen {
  mapping: Readonly<Record<string, string | null>>;
  memory: ReadonlyMap<string, string | null>;
}

/**
 * What each header of a file stands for: what the person said for this file, else the code of a field or question, else its
 * label, else what the same person took that header for before, else another usual name (guide 2.5: headers are the codes).
 * Case, accents and spaces don't count.
 */
export function matcherOf(
  { targets, settle }: { targets: Target[]; settle: ((columns: Column[]) => Column[]) | undefined },
  { mapping, memory }: Chosen,
) {
  const byCode = new Map(targets.flatMap((target) => (target.code === null ? [] : [[target.code, target] as const])));
  const [names, aliases] = [lookup(targets, ({ label }) => [label]), lookup(targets, (target) => target.aliases ?? [])];
  const codes = lookup(targets, ({ code }) => [code ?? ""]);
  return (cells: string[]): Column[] => {
    const columns = cells.map((cell, index): Column => {
      const header = cell.replace(/\s+/g, " ").trim();
      const column = { header: header.slice(0, 200), index, code: null, label: null, by: null };
      const filled = (target: Target | undefined, by: Column["by"]): Column =>
        target
          ? { ...column, ...target, by: target.code === null ? null : by }
          : { ...column, by: by === "hand" || by === "memory" ? by : null };
      const said = mapping[index];
      if (said !== undefined) return filled(said === null ? undefined : byCode.get(said), "hand");
      if (header === "") return column;
      const [code, name] = [codes(header), names(header)];
      if (code) return filled(code, "code");
      if (name) return filled(name, "label");
      const before = memory.get(fold(header));
      if (before === null) return filled(undefined, "memory");
      const remembered = before === undefined ? undefined : byCode.get(before);
      return remembered ? filled(remembered, "memory") : filled(aliases(header), "alias");
    });
    return settle?.(columns) ?? columns;
  };
}

/** A column that its header alone would have filled, and that is left unread. */
export const unread = ({ header, index }: Column): Column => ({ header, index, code: null, label: null, by: null });

/** Finds by exact name first, then by letters and figures; of two with one name the earlier target wins. */
function lookup(targets: Target[], namesOf: (target: Target) => readonly string[]) {
  const [exact, squashed] = [new Map<string, Target>(), new Map<string, Target>()];
  for (const target of targets)
    for (const name of namesOf(target)) {
      if (!exact.has(fold(name))) exact.set(fold(name), target);
      if (!squashed.has(squash(name))) squashed.set(squash(name), target);
    }
  exact.delete("");
  squashed.delete("");
  return (header: string) => exact.get(fold(header)) ?? squashed.get(squash(header));
}

/**
 * Refuses with HEADER_DUPLICATE two columns with one header, unless a person told them apart, or that fill the same field,
 * unless it adds them up.
 */
export function refuseTwins(columns: Column[]): void {
  const first = new Map<string, Column>();
  for (const column of columns) {
    const named = column.header !== "" && column.by !== "hand";
    const keys = [
      ...(named ? [`header ${fold(column.header)}`] : []),
      ...(column.code === null || addedUp.has(column.code) ? [] : [`code ${column.code}`]),
    ];
    for (const key of keys) {
      const twin = first.get(key);
      if (twin)
        throw new Refusal("HEADER_DUPLICATE", {
          header: column.header,
          headers: [...new Set([twin.header, column.header])],
          columns: [columnName(twin.index), columnName(column.index)],
        });
      first.set(key, column);
    }
  }
}

/** « AB » for the column 27, counted from 0: its name in a spreadsheet program. */
function columnName(index: number): string {
  const above = Math.floor(index / 26);
  return `${above > 0 ? columnName(above - 1) : ""}${String.fromCharCode(65 + (index % 26))}`;
}

/** Values shown beside a column, so that a person recognises it. */
const [samples, sampleLength] = [3, 100];

/** The columns as they are kept and shown, with the first values of each. */
export const toImportColumns = (columns: Column[], rows: string[][]): z.output<typeof ImportColumn>[] =>
  columns.map(({ header, index, code, label, by }) => ({
    ...{ header, index, code, label, by },
    sample: rows
      .map((cells) => (cells[index] ?? "").trim())
      .filter(Boolean)
      .slice(0, samples)
      .map((cell) => cell.slice(0, sampleLength).toWellFormed().replaceAll("\0", "\uFFFD")),
  }));
