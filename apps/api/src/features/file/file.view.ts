import type { FileView } from "@crm/contract";
import type { File } from "@crm/db";

export const toFileView = ({ id, name, mediaType, size, createdAt }: File): FileView => ({
  id,
  name,
  mediaType,
  size,
  createdAt: createdAt.toISOString(),
});

/** A content-disposition header (RFC 6266): the name in ASCII for old programs, and in full for the others (RFC 8187). */
export function contentDisposition(type: "inline" | "attachment", name: string): string {
  const clean = name.toWellFormed().replace(/[\p{Cc}\p{Cf}/\\]/gu, "_");
  const ascii = clean
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/[^\x20-\x7e]|["%;]/g, "_");
  const full = encodeURIComponent(clean).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${type}; filename="${ascii}"; filename*=UTF-8''${full}`;
}
