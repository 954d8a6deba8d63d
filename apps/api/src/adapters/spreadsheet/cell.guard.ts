/** What a spreadsheet program takes for a formula, blanks before it or not; the wide signs are those of East Asian keyboards. */
const formula = /^\s*[=+\-@\t\r\n＝＋－＠]/;
const guarded = /^'+\s*[=+\-@\t\r\n＝＋－＠]/;
/**
 * Begins so, and comes through as it is: signs alone, a negative whole number, a phone number with its spaces; not one in
 * groups of three, which French Excel takes for a number.
 */
const harmless = /^([+-]+|-[1-9]\d{0,14}|(?!\+\d{1,3}( \d{3})+$)\+\d{1,3}( [\d()]+)+)$/;

/** A text that looks guarded keeps its own apostrophe behind another, so that `unguardCell` gives back any text exactly. */
export const keepGuard = (text: string): string => (guarded.test(text) ? `'${text}` : text);

/** A text for a cell of a CSV that no spreadsheet program will run: an apostrophe goes before what one would take for a formula. */
export const guardCell = (text: string): string =>
  formula.test(text) && !harmless.test(text) ? `'${text}` : keepGuard(text);

/**
 * The text that was guarded; one that was not stays as it is. Asked of every cell that is read, whatever its file: a guarded
 * CSV that was opened and saved as a workbook has its apostrophes still.
 */
export const unguardCell = (cell: string): string => (guarded.test(cell) ? cell.slice(1) : cell);
