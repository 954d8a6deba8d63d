/** French phone numbers, without a library: the plan has ten digits, 0 then nine, or a code of a country then nine (Arcep). */

const separators = /[\s.\-–/()·\u200b\u2060\ufeff\u200e\u200f\u202a-\u202e]/g;

/** The codes of the French territories overseas, by the three figures behind the 0 that are theirs alone (Arcep's numbering plan). */
const territories: Readonly<Record<string, string>> = {
  // Guadeloupe, Saint-Martin, Saint-Barthélemy
  ...{ 590: "590", 690: "590", 691: "590" },
  // Guyane
  ...{ 594: "594", 694: "594" },
  // Martinique
  ...{ 596: "596", 696: "596", 697: "596" },
  // La Réunion; 269 and 639: Mayotte
  ...{ 262: "262", 263: "262", 692: "262", 693: "262", 269: "262", 639: "262" },
};
const codeOf = (national: string) => territories[national.slice(0, 3)] ?? "33";

/**
 * The figures of a number that a spreadsheet wrote in scientific notation, 6,12345678E+08, when it kept them all. `false`: it
 * rounded them away (6.12E+08); null: it is no such number.
 */
function unrounded(text: string): string | false | null {
  const [, whole, decimals = "", power] = /^\s*\+?(\d)(?:[.,](\d+))?e\+?(\d{1,2})\s*$/i.exec(text) ?? [];
  if (whole === undefined) return null;
  // A zero at the end is not written: 6.1234567E+08 is 612345670. With fewer figures, what is missing was rounded.
  const missing = Number(power) - decimals.length;
  return missing < 0 || missing > 1 ? false : `${whole}${decimals}${"0".repeat(missing)}`;
}

/** Whether a spreadsheet wrote a number so that its figures are lost: 6.12E+08. Nobody can tell what it was. */
export const isRounded = (text: string): boolean => unrounded(text) === false;

/** Its figures and its leading +, or null when something else than a separator is written. */
function figures(text: string): string | null {
  const bare = (unrounded(text) || text).replace(/\(\s*0\s*\)/g, "").replace(separators, "");
  return /^\+?\d+$/.test(bare) ? bare : null;
}

/**
 * The E.164 form of a phone number: 06 12 34 56 78, 06.12.34.56.78, 0033 6…, +33 (0)6… → +33612345678; 0690 12 34 56, of
 * Guadeloupe → +590690123456, and so for each territory overseas. Nine figures are a French number whose 0 Excel ate. A
 * number of another country is recognised by its + or 00. Anything else gives null.
 */
export function normalisePhone(text: string): string | null {
  const number = figures(text)?.replace(/^00/, "+");
  if (!number) return null;
  const national = /^(?:\+330?|33|0|)([1-9]\d{8})$/.exec(number)?.[1];
  if (national) return `+${codeOf(national)}${national}`;
  // Excel ate its +, or its 0 was written: +590 (0)690…
  const [, code, overseas = ""] = /^\+?(590|594|596|262)0?([1-9]\d{8})$/.exec(number) ?? [];
  if (code === codeOf(overseas)) return `+${code}${overseas}`;
  return /^\+(?!33)[1-9]\d{6,14}$/.test(number) ? number : null;
}

/** What is kept of a phone number: its E.164 form, else its figures (a short number: 3949), else the text itself. */
export function readPhone(text: string): string {
  const number = figures(text);
  return normalisePhone(text) ?? (number && number.length <= 16 ? number : text.trim());
}

/** The nine figures of a number that has a French form. */
function nationalOf(phone: string): string | null {
  const [, code, national = ""] = /^\+(33|590|594|596|262)([1-9]\d{8})$/.exec(phone) ?? [];
  return code === codeOf(national) ? national : null;
}

/** A number as it is read in France: « 06 12 34 56 78 ». A number of another country stays in its E.164 form. */
export function formatPhone(phone: string): string {
  const national = nationalOf(phone);
  return national === null ? phone : `0${national}`.replace(/(\d{2})(?=\d)/g, "$1 ");
}

/** The codes of countries that are not of three figures (ITU-T E.164). */
const country = /^\+(1|7|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|\d{3})(\d+)$/;

/** A number in pairs, « +33 6 12 34 56 78 »: spreadsheet programs make a number of « +33612345678 », and leave this a text. */
export function spacedPhone(phone: string): string {
  const [, code, rest = ""] = country.exec(phone) ?? [];
  return code ? `+${code} ${rest.replace(/\d(?=(\d{2})+$)/g, "$& ")}` : phone;
}

/** Every E.164 form that a number may have been kept in: before territories overseas were told apart, theirs began with +33. */
export function phoneForms(phone: string): string[] {
  const national = nationalOf(phone);
  return [...new Set([phone, ...(national === null ? [] : [`+33${national}`])])];
}

/** Whether a text message may reach a number: a mobile number, as far as its plan tells; of another country, any. */
export function takesSms(text: string): boolean {
  const number = normalisePhone(text);
  return number !== null && (nationalOf(number) === null || isFrenchMobile(number));
}

/** Whether a number is a French mobile: its French form starts with 06 or 07 (guide 5.2). Spaces are not looked at. */
export const isFrenchMobile = (phone: string): boolean => /^[67]/.test(nationalOf(normalisePhone(phone) ?? "") ?? "");
