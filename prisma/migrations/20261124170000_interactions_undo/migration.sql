-- Undo of a deleted interaction, attachments found by their file, reminders of postponed opportunities.
--
-- Why: guide 3.2: exchanges can be deleted and brought back; « ajourné » comes back to mind on its day, once.
-- Locks: columns without default rewrite nothing; the indexes are on few rows.
-- Undo: drop the columns and indexes made here.
SET lock_timeout = '5s';

-- AlterTable
ALTER TABLE "interactions" ADD COLUMN     "deleted_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "opportunities" ADD COLUMN     "reminded_at" TIMESTAMPTZ(3);

-- CreateIndex
CREATE INDEX "interactions_file_id_idx" ON "interactions"("file_id") WHERE "file_id" IS NOT NULL;

-- CreateIndex
CREATE INDEX "interactions_deleted_at_idx" ON "interactions"("deleted_at") WHERE "deleted_at" IS NOT NULL;

-- CreateIndex
CREATE INDEX "opportunities_remind_on_id_idx" ON "opportunities"("remind_on", "id") WHERE "remind_on" IS NOT NULL AND "reminded_at" IS NULL;
