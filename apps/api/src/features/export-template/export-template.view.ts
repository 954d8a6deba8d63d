import type {
  ExportColumn,
  ExportColumns,
  ExportTemplate,
  ExportTemplateRow,
  exportTemplateKinds,
} from "@crm/contract";
import type { Prisma } from "@crm/db";
import type { RecordName } from "@crm/fields";
import type { Actor } from "../../platform/context.ts";
import type { Catalogue, Column } from "./export-columns.service.ts";

export const withOwner = { user: { select: { firstName: true, lastName: true } } } as const;
export type StoredTemplate = Prisma.ExportTemplateGetPayload<{ include: typeof withOwner }>;

/** References as they are kept. */
export const columnsIn = ({ columns }: StoredTemplate) => columns as string[];

export const toTemplateRow = (row: StoredTemplate, actor: Actor): ExportTemplateRow => ({
  id: row.id,
  record: row.record as RecordName,
  name: row.name,
  kind: row.kind as (typeof exportTemplateKinds)[number],
  shared: row.shared,
  size: columnsIn(row).length,
  owner: { id: row.userId, name: `${row.user.firstName} ${row.user.lastName}`.trim() },
  version: row.version,
  createdAt: row.createdAt.toISOString(),
  can: { update: row.userId === actor.id || actor.permissions.has("configuration:write") },
});

export function toTemplate(row: StoredTemplate, resolved: Column[], actor: Actor): ExportTemplate {
  const { size: _, ...template } = toTemplateRow(row, actor);
  return { ...template, columns: columnsIn(row), resolved: resolved.map(toExportColumn) };
}

export const toExportColumns = ({ panels, standard }: Catalogue): ExportColumns => ({
  panels: panels.map(({ panel, columns }) => ({ panel, columns: columns.map(toExportColumn) })),
  standard,
});

const toExportColumn = ({ ref, label, code, archived }: Column): ExportColumn => ({ ref, label, code, archived });
