/**
 * How likely a text is French, by its characters beyond ASCII, each beside its neighbours: what tells one encoding of a text
 * from another. A letter of French words in the case of its word speaks for it (é twice), another European letter neither for
 * nor against, a sign within a word or a letter of the other case against.
 */
export function lettersOf(text: string): number {
  let sum = 0;
  for (let at = 0; at < text.length; at++) {
    const char = text[at] ?? "";
    if (char > "\x7f") sum += weigh(text, at, char);
  }
  return sum;
}

const french = new Set("àâæçèéêëîïôœùûüÿÀÂÆÇÈÉÊËÎÏÔŒÙÛÜŸ");
const against = -3;
const isLetter = (char: string) => /\p{L}/u.test(char);
const isUpper = (char: string) => char !== char.toLowerCase();
const isLower = (char: string) => char !== char.toUpperCase();

function weigh(text: string, at: number, char: string): number {
  const [before, after] = [text[at - 1] ?? " ", text[at + 1] ?? " "];
  const within = isLetter(before) && isLetter(after);
  if (isLetter(char) && char.toLowerCase() !== char.toUpperCase()) {
    const odd = isUpper(char) ? isLower(before) : isUpper(after) || (isUpper(before) && isUpper(text[at - 2] ?? " "));
    if (odd) return against;
    if (!french.has(char)) return 0;
    return char.toLowerCase() === "é" ? 2 : 1;
  }
  if (char === "’") return within ? 1 : 0;
  if (char === "«") return isLetter(before) ? against : 1;
  if (char === "»") return isLetter(after) ? against : 1;
  if (char === "°") return /[\dnN]/.test(before) ? 1 : 0;
  if (char === "€") return isLetter(before) ? against : 1;
  if ("\u00a0\u202f–—…“”‘•·²³".includes(char)) return within ? against : 0;
  return against;
}
