import { crc32, deflateRawSync } from "node:zlib";

/** A zip of these parts. `declared` lies about the size of a part, as a bomb does. */
export function zipOf(
  parts: Record<string, string | Buffer>,
  { declared, encrypted = false }: { declared?: number; encrypted?: boolean } = {},
): Buffer {
  const [files, directory]: [Buffer[], Buffer[]] = [[], []];
  let offset = 0;
  for (const [name, content] of Object.entries(parts)) {
    const plain = Buffer.from(content);
    const packed = deflateRawSync(plain);
    const head = Buffer.alloc(26);
    head.writeUInt16LE(20, 0); // version needed
    head.writeUInt16LE(encrypted ? 1 : 0, 2);
    head.writeUInt16LE(8, 4); // deflate
    head.writeUInt32LE(crc32(plain), 10);
    head.writeUInt32LE(packed.length, 14);
    head.writeUInt32LE(declared ?? plain.length, 18);
    head.writeUInt16LE(Buffer.byteLength(name), 22);
    const local = Buffer.concat([Buffer.from("PK\x03\x04"), head, Buffer.from(name), packed]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([Buffer.from("PK\x01\x02\x14\x00"), head, tail, Buffer.from(name)]));
    files.push(local);
    offset += local.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(directory.length, 4);
  end.writeUInt16LE(directory.length, 6);
  end.writeUInt32LE(listed.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...files, listed, Buffer.from("PK\x05\x06"), end]);
}

const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const relations = (entries: Record<string, [type: string, target: string]>) =>
  `<Relationships>${Object.entries(entries)
    .map(([id, [type, target]]) => `<Relationship Id="${id}" Type="${office}/${type}" Target="${target}"/>`)
    .join("")}</Relationships>`;

export interface Sheet {
  /** What stands between <sheetData> and its end. */
  rows: string;
  hidden?: boolean;
}

/** The parts of a workbook made by hand: what programs other than ours may write. */
export function workbookParts(
  sheets: Sheet[],
  { styles = "", texts = "", date1904 = false } = {},
): Record<string, string> {
  const ids = sheets.map((_, i) => `rId${i + 1}`);
  const listed = sheets
    .map(
      ({ hidden }, i) => `<sheet name="S${i}" sheetId="${i + 1}" ${hidden ? 'state="hidden"' : ""} r:id="${ids[i]}"/>`,
    )
    .join("");
  return {
    "_rels/.rels": relations({ rId1: ["officeDocument", "/xl/workbook.xml"] }),
    "xl/workbook.xml": `<?xml version="1.0"?><workbook xmlns:r="${office}"><workbookPr date1904="${date1904 ? 1 : 0}"/><sheets>${listed}</sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": relations({
      ...Object.fromEntries(
        sheets.map((_, i) => [ids[i] ?? "", ["worksheet", `worksheets/sheet${i + 1}.xml`] as [string, string]]),
      ),
      rS: ["styles", "styles.xml"],
      rT: ["sharedStrings", "sharedStrings.xml"],
    }),
    ...Object.fromEntries(
      sheets.map(({ rows }, i) => [
        `xl/worksheets/sheet${i + 1}.xml`,
        `<worksheet><sheetData>${rows}</sheetData></worksheet>`,
      ]),
    ),
    "xl/styles.xml": `<styleSheet>${styles}</styleSheet>`,
    "xl/sharedStrings.xml": `<sst>${texts}</sst>`,
  };
}

const escapeXml = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
/** A row of inline texts. */
export const xmlRow = (number: number, cells: string[]): string =>
  `<row r="${number}">${cells.map((cell, i) => `<c r="${String.fromCharCode(65 + i)}${number}" t="inlineStr"><is><t>${escapeXml(cell)}</t></is></c>`).join("")}</row>`;

/** A workbook of one sheet with these rows, from the first line on. */
export const workbookOf = (rows: string[][]): Buffer =>
  zipOf(workbookParts([{ rows: rows.map((cells, i) => xmlRow(i + 1, cells)).join("") }]));
