import { t } from "@lingui/core/macro";
import { formatDate } from "../lib/format.ts";
import type { OwnChip } from "./list-slots.ts";

/** « Import du 25/11/2026 », as a chip that takes the filter off: the id itself tells the moment (a UUID of version 7). */
export function importChip(importId: string | null, onRemove: () => void): OwnChip[] {
  if (importId === null) return [];
  const moment = Number.parseInt(importId.replaceAll("-", "").slice(0, 12), 16);
  const day = importId[14] === "7" ? formatDate(new Date(moment)) : "…";
  return [{ label: t`Import du ${day}`, onRemove }];
}
