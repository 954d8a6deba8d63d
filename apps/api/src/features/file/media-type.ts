/** How far into a file its kind is looked for. */
export const headLength = 4096;

const starts: [number[], string][] = [
  [[0x25, 0x50, 0x44, 0x46, 0x2d], "application/pdf"],
  [[0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a], "image/png"],
  [[0xff, 0xd8, 0xff], "image/jpeg"],
  [[0x47, 0x49, 0x46, 0x38], "image/gif"],
];
/** Families of files that share a beginning: only the name tells which one it is. */
const zipped: Record<string, string> = {
  docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  pptx: "application/vnd.openxmlformats-officedocument.presentationml.presentation",
  odt: "application/vnd.oasis.opendocument.text",
  ods: "application/vnd.oasis.opendocument.spreadsheet",
  odp: "application/vnd.oasis.opendocument.presentation",
};
const compound: Record<string, string> = {
  doc: "application/msword",
  xls: "application/vnd.ms-excel",
  ppt: "application/vnd.ms-powerpoint",
};
const unknown = "application/octet-stream";

/**
 * The media type of a file, found in its first bytes; its name only tells apart what they leave open. Text that a browser
 * would run (HTML, SVG, XML, scripts) is never more than plain text or bytes.
 */
export function mediaTypeOf(head: Buffer, name: string): string {
  const known = starts.find(([bytes]) => head.subarray(0, bytes.length).equals(Buffer.from(bytes)));
  if (known) return known[1];
  const extension = /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase() ?? "";
  if (head.subarray(0, 4).toString("latin1") === "RIFF" && head.subarray(8, 12).toString("latin1") === "WEBP")
    return "image/webp";
  if (head.subarray(0, 4).equals(Buffer.from([0x50, 0x4b, 3, 4]))) return zipped[extension] ?? "application/zip";
  if (head.subarray(0, 4).equals(Buffer.from([0xd0, 0xcf, 0x11, 0xe0]))) return compound[extension] ?? unknown;
  if ((extension === "txt" || extension === "csv") && !head.includes(0))
    return extension === "csv" ? "text/csv" : "text/plain";
  return unknown;
}
