-- When an opportunity came to its stage, the days after which a stage's opportunities are stale, and the indexes of both.
--
-- Why: the board (cards of a column, newest first; figures of every column) and the home page (stale opportunities).
-- Locks: the columns have constant defaults and rewrite nothing; filling stage_at rewrites each opportunity once, and the
-- indexes keep writers waiting for about a second at 200,000.
-- Undo: drop the two columns; their indexes go along.
SET lock_timeout = '5s';

-- AlterTable
ALTER TABLE "opportunities" ADD COLUMN     "stage_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP;

-- AlterTable
ALTER TABLE "stages" ADD COLUMN     "stale_days" INTEGER DEFAULT 30;

UPDATE "opportunities" o SET "stage_at" = coalesce(
  (SELECT r."reached_on" FROM "reached_stages" r WHERE r."opportunity_id" = o."id" AND r."stage_id" = o."stage_id"), o."created_at");

-- CreateIndex
CREATE INDEX "opportunities_board_idx" ON "opportunities"("pipeline_id", "stage_id", "stage_at" DESC, "id" DESC, "status", "owner_id",
  "organisation_id", "amount") WHERE "deleted_at" IS NULL;

-- CreateIndex
CREATE INDEX "opportunities_stale_idx" ON "opportunities"("owner_id", "updated_at", "id")
  WHERE "status" = 'open' AND "deleted_at" IS NULL;
