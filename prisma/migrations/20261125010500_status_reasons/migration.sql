-- Opportunities by the reason for which they were lost or postponed.
--
-- Why: each reason of « Motifs de perte » opens the list of those lost for it; without this a rare one reads all that were lost.
-- Locks: SHARE on opportunities while it is built: nothing is written meanwhile.
-- Undo: DROP INDEX "opportunities_reason_idx".
SET lock_timeout = '5s';

CREATE INDEX "opportunities_reason_idx" ON "opportunities" ((sort_key("status_reason") COLLATE "C"), "created_at" DESC, "id" DESC)
  WHERE "status_reason" <> '' AND "deleted_at" IS NULL;
