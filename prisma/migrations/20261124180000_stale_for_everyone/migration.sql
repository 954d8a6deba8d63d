-- The longest untouched of all open opportunities, for who sees more than his own.
--
-- Why: the home page's stale opportunities.
-- Locks: writers of opportunities wait while the index is built, under a second at 200,000.
-- Undo: drop the index.
SET lock_timeout = '5s';

-- CreateIndex
CREATE INDEX "opportunities_untouched_idx" ON "opportunities"("updated_at", "id")
  WHERE "status" = 'open' AND "deleted_at" IS NULL;
