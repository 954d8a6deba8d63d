-- When an import began to write.
--
-- Why: what was only checked can be checked again with other options; what has written can be undone.
-- Locks: a short one on imports; nothing is rewritten.
-- Undo: drop the column.
SET lock_timeout = '5s';

-- AlterTable
ALTER TABLE "imports" ADD COLUMN     "started_at" TIMESTAMPTZ(3);

UPDATE "imports" SET "started_at" = "created_at" WHERE "status" IN ('running', 'done');
