import { importListLimits, SelectionName } from "@crm/contract";
import { fold } from "@crm/fields";
import type { z } from "zod";
import type { Column } from "./import-columns.ts";
import type { Reason } from "./import-kind.ts";
import { issueReason, reasonOf } from "./import-rows.ts";

/** A selection that a row puts its contact into. */
export interface JoinedList {
  /** Null until the import has made it. */
  id: string | null;
  name: string;
  /** Whether the import makes it. */
  made: boolean;
}

/**
 * The names in a cell, as other programs write several: parted by « ::: » (Google Contacts), else by semicolons or lines
 * (Outlook, our own exports), else by commas (Mailchimp, Pipedrive); one in quotes may hold any of them. What Google itself
 * puts people into (« * myContacts », « * starred ») is no list of anybody's.
 */
export function namesIn(cell: string): string[] {
  const bare = cell.replace(/"(?:[^"]|"")*"/g, "");
  const apart = /[;\n]/.test(bare) ? /(?:"(?:[^"]|"")*"|[^;\n])+/g : /(?:"(?:[^"]|"")*"|[^,])+/g;
  const parts = bare.includes(":::") ? cell.split(":::") : (cell.match(apart) ?? []);
  return parts.flatMap((part) => {
    const name = part.trim();
    const quoted = /^"((?:[^"]|"")*)"$/.exec(name)?.[1];
    if (quoted !== undefined) return quoted.replaceAll('""', '"').trim() || [];
    return name === "" || /^\*\s/.test(name) ? [] : name;
  });
}

/**
 * What the cells of a row say of lists, all columns together, each once, whatever its case and accents. A blank cell says
 * nothing: nobody leaves a list by a file.
 */
export function listsJudge(columns: Column[]): (cells: string[]) => { lists: string[]; reasons: Reason[] } {
  const own = columns.filter(({ field }) => field === "selections");
  const { inCell: maximum } = importListLimits;
  return (cells) => {
    const names = new Map<string, string>();
    for (const column of own) {
      for (const name of namesIn(cells[column.index] ?? "")) {
        const result = SelectionName.safeParse(name);
        if (!result.success) {
          const issue = { ...result.error.issues[0], input: name } as z.core.$ZodIssue;
          return { lists: [], reasons: [issueReason(column, issue)] };
        }
        if (!names.has(fold(result.data))) names.set(fold(result.data), result.data);
      }
      if (names.size > maximum) return { lists: [], reasons: [reasonOf(column, "listsInCell", { maximum })] };
    }
    return { lists: [...names.values()], reasons: [] };
  };
}
