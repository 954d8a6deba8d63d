-- The funnel and the sales report read one index: where opportunities of a period stand, and how they are.
--
-- Why: a cohort of a year among 200,000 is counted without reading the rows (guide 6.1).
-- Locks: opportunities can't be written while the index is made, a second at 200,000.
-- Undo: drop the index.
SET lock_timeout = '5s';

CREATE INDEX "opportunities_funnel_idx" ON "opportunities"("pipeline_id", "created_at", "stage_id", "status", "owner_id", "organisation_id", "amount") WHERE "deleted_at" IS NULL;
