/** French phone numbers, without a library: the plan has ten digits, 0 then nine, or +33 then nine (Arcep). */

const separators = /[\s.\-–/()·\u200b\u2060\ufeff\u202a-\u202e]/g;

/** Its figures and its leading +, or null when something else than a separator is written. */
function figures(text: string): string | null {
  const bare = text.replace(/\(\s*0\s*\)/g, "").replace(separators, "");
  return /^\+?\d+$/.test(bare) ? bare : null;
}

/**
 * The E.164 form of a phone number: 06 12 34 56 78, 06.12.34.56.78, 0033 6…, +33 (0)6… → +33612345678. Nine figures are a
 * French number whose 0 Excel ate. A number of another country is recognised by its + or 00. Anything else gives null.
 */
export function normalisePhone(text: string): string | null {
  const number = figures(text)?.replace(/^00/, "+");
  if (!number) return null;
  const french = /^(?:\+330?|33|0|)([1-9]\d{8})$/.exec(number);
  if (french) return `+33${french[1]}`;
  return /^\+(?!33)[1-9]\d{6,14}$/.test(number) ? number : null;
}

/** What is kept of a phone number: its E.164 form, else its figures (a short number: 3949), else the text itself. */
export function readPhone(text: string): string {
  const number = figures(text);
  return normalisePhone(text) ?? (number && number.length <= 16 ? number : text.trim());
}

/** A number as it is read in France: « 06 12 34 56 78 ». A number of another country stays in its E.164 form. */
export function formatPhone(phone: string): string {
  const french = /^\+33([1-9]\d{8})$/.exec(phone);
  return french ? `0${french[1]}`.replace(/(\d{2})(?=\d)/g, "$1 ") : phone;
}

/** The codes of countries that are not of three figures (ITU-T E.164). */
const country = /^\+(1|7|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|\d{3})(\d+)$/;

/** A number in pairs, « +33 6 12 34 56 78 »: spreadsheet programs make a number of « +33612345678 », and leave this a text. */
export function spacedPhone(phone: string): string {
  const [, code, rest = ""] = country.exec(phone) ?? [];
  return code ? `+${code} ${rest.replace(/\d(?=(\d{2})+$)/g, "$& ")}` : phone;
}

/** Whether a text message can reach it: a French mobile starts with 06 or 07 (guide 5.2). Spaces are not looked at. */
export const isFrenchMobile = (phone: string): boolean => /^(\+33|0)[67]\d{8}$/.test(phone.replace(separators, ""));
