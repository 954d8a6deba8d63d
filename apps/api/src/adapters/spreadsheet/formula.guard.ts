/** What makes a spreadsheet program take a cell of a CSV for a formula, and the mark that keeps it from it. */
const active = /^['=+\-@\t\r＝＋－＠]/;

/** A text of a CSV that no spreadsheet program evaluates: a mark comes before it. `unguarded` takes it off again. */
export const guarded = (text: string): string => (active.test(text) ? `'${text}` : text);

/** The text behind `guarded`; one that needed no mark is left as it is. */
export const unguarded = (cell: string): string =>
  cell.startsWith("'") && active.test(cell.slice(1)) ? cell.slice(1) : cell;
