/** How a text file may be written, and what people call it. */
export const textEncodings = {
  "utf-8": "UTF-8",
  "windows-1252": "Windows-1252",
  macintosh: "Mac Roman",
  cp850: "CP850",
  "utf-16le": "UTF-16 LE",
  "utf-16be": "UTF-16 BE",
} as const;
export type TextEncoding = keyof typeof textEncodings;
