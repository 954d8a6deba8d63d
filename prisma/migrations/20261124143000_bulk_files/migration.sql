-- Bulk changes of the records that a file names, and where an interrupted change goes on.
--
-- Why: mass deletion by Excel is checked before it is done (guide 2.6); a killed worker resumes behind its last chunk.
-- Locks: a short one on bulk_changes; nothing is rewritten.
-- Undo: drop the columns; a value of an enum stays.
SET lock_timeout = '5s';

-- AlterEnum
ALTER TYPE "bulk_status" ADD VALUE 'checking';
ALTER TYPE "bulk_status" ADD VALUE 'checked';

-- AlterTable
ALTER TABLE "bulk_changes" ADD COLUMN     "cursor" UUID,
ADD COLUMN     "details" JSONB NOT NULL DEFAULT '{}',
ADD COLUMN     "report" JSONB;
