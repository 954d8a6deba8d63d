import type { CsvDelimiter } from "@crm/contract";
import { CsvParser } from "./csv.parser.ts";

/** In the order in which they are believed: a tab hardly ever stands in a text, a comma often does. */
const delimiters = ["\t", ";", "|", ","] as const satisfies readonly CsvDelimiter[];
/** Records that are looked at. */
const looked = 200;

export interface Dialect {
  delimiter: string;
  /** Cells that most records have. */
  width: number;
  /** The first line says nothing but the delimiter (« sep=; », which Excel reads and hides). */
  told: boolean;
}

/**
 * What a CSV is parted by, from its first characters: what parts most of its records into equally many cells, so that neither
 * a title above the table nor a comma in a header counts for much. `asked`: what a person chose.
 */
export function dialectOf(head: string, asked: CsvDelimiter | undefined): Dialect {
  const told = /^"?sep=(.)"?(\r\n?|\n)/i.exec(head);
  const text = head.slice(told?.[0].length ?? 0);
  const delimiter = asked ?? told?.[1];
  if (delimiter !== undefined) return { delimiter, width: widthOf(text, delimiter).width, told: told !== null };
  const judged = delimiters.map((delimiter) => ({ delimiter, ...widthOf(text, delimiter) }));
  const best = judged.reduce((best, one) => (one.evidence > best.evidence ? one : best));
  return { delimiter: best.evidence > 0 ? best.delimiter : ";", width: best.width, told: false };
}

/** How many cells most records have, and how many lines speak for it, those of texts in quotes too; other widths a little. */
function widthOf(text: string, delimiter: string): { width: number; evidence: number } {
  const parser = new CsvParser({ delimiter, width: 0 });
  const widths = new Map<number, number>();
  let several = 0;
  for (const { cells, faults, lines } of parser.write(text).concat(parser.end()).slice(0, looked)) {
    if (
      cells.length < 2 ||
      faults.some(({ rule }) => rule !== "afterQuote") ||
      cells.every((cell) => cell.trim() === "")
    )
      continue;
    several += lines;
    widths.set(cells.length, (widths.get(cells.length) ?? 0) + lines);
  }
  const [width = 1, count = 0] = [...widths].reduce<[number?, number?]>(
    (most, one) => (one[1] > (most[1] ?? 0) ? one : most),
    [],
  );
  return { width, evidence: count + (several - count) / 4 };
}
