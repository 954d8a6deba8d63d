-- The answers that a visitor sends are kept once, however often they come.
--
-- Why: a double click, or a request that is sent again, made a submission each. What the page and the answers are recognised by
-- is kept with the submission, and no two have the same.
-- Locks: ACCESS EXCLUSIVE on submissions for the moment of adding an empty column; its index is built over none but NULLs.
-- Undo: ALTER TABLE "submissions" DROP COLUMN "submission_key";
SET lock_timeout = '5s';

ALTER TABLE "submissions" ADD COLUMN "submission_key" TEXT;
CREATE UNIQUE INDEX "submissions_submission_key_key" ON "submissions"("submission_key");
