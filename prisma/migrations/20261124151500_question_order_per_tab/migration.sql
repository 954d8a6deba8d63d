-- An order of the questions for a contact's tab BtoC.
--
-- Why: « Modifier l'ordre des questions » (guide 2.5) may differ between the tabs BtoB and BtoC.
-- Locks: a short one on questions, a small table; nothing is rewritten.
-- Undo: drop the column.
SET lock_timeout = '5s';

-- AlterTable
ALTER TABLE "questions" ADD COLUMN     "btoc_position" INTEGER;
