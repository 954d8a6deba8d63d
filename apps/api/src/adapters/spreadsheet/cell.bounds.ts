import { cutNotice } from "../../ports/spreadsheet.ts";

/** Excel's own bound: characters of a cell. LibreOffice's is higher. */
const longestCell = 32_767;

/** A text as a cell can hold it. Never cut silently: who made the table is told, and so is who reads the cell. */
export function fitted(text: string, onCut: (() => void) | undefined): string {
  if (text.length <= longestCell) return text;
  onCut?.();
  return `${text.slice(0, longestCell - cutNotice.length).toWellFormed()}${cutNotice}`;
}
