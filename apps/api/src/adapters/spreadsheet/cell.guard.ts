/** What a spreadsheet program takes for a formula, blanks before it or not; the wide signs are those of East Asian keyboards. */
const formula = /^'*\s*[=+\-@\t\r\n＝＋－＠]/;
const guarded = /^'+\s*[=+\-@\t\r\n＝＋－＠]/;

/**
 * A text for a cell of a CSV that no spreadsheet program will run: an apostrophe goes before what looks like a formula, and
 * before what already carries one, so that `unguardCell` gives back any text exactly. Not for numbers: they are no texts.
 */
export const guardCell = (text: string): string => (formula.test(text) ? `'${text}` : text);

/** The text that was guarded; one that was not stays as it is. */
export const unguardCell = (cell: string): string => (guarded.test(cell) ? cell.slice(1) : cell);
