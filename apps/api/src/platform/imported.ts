import { Prisma } from "@crm/db";

/** Which records (by their column of ids) an import created or changed, as long as its undo log is kept: the log's own key finds them. */
export const importedWhere = (column: string, importId: string): Prisma.Sql =>
  Prisma.sql`${Prisma.raw(column)} IN (SELECT i.record_id FROM import_items i WHERE i.import_id = ${importId}::uuid)`;
